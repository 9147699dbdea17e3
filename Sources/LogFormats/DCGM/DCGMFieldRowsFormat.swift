import LogScanning

/// CSV rows that scripts write from DCGM's field values: `GPUId,TimeStampUs,Field,Values` or `GPUId,TimeStampUs,Watts`.
public enum DCGMFieldRowsFormat: LogFormatDefinition {
  public static let format = LogFormat.dcgmFieldRows

  public static let synopsis = (
    what: "field values of DCGM in CSV, one per row or one per column, with Unix times",
    recognisedBy: "a header with GPUId, TimeStampUs and either Field and Values or a power"
  )

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.withoutByteOrderMark().forEachLeadingLine(limit: 1) { line in
      if DCGMFieldRowsColumns(header: line) != nil { score = 92 }
      return false
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { DCGMFieldRowsParser(context) }
}

extension LogFormat {
  /// See ``DCGMFieldRowsFormat``.
  public static let dcgmFieldRows = LogFormat(rawValue: "dcgm-field-rows")
}

/// Where the cells stand in such rows.
struct DCGMFieldRowsColumns {
  var width: Int
  var gpu: Int
  var time: Int
  /// The column that names the field of the one in `value`; `nil` when columns are fields.
  var field: Int?
  var value: Int?
  /// Columns that are fields.
  var fields: [(column: Int, name: String, field: DCGMField)] = []

  init?(header line: RawSpan) {
    guard line.byteCount < 4096 else { return nil }
    let cells = DelimitedFields.texts(in: line, separator: .comma)
    let names = cells.map { $0.lowercased() }
    guard let gpu = names.firstIndex(where: { $0 == "gpuid" || $0 == "gpu_id" }),
      let time = names.firstIndex(where: { $0.hasPrefix("timestamp") })
    else { return nil }
    self.gpu = gpu
    self.time = time
    width = names.count
    field = names.firstIndex { $0 == "field" || $0 == "fieldid" || $0 == "fieldname" }
    value = names.firstIndex { $0 == "values" || $0 == "value" }
    if field != nil {
      guard value != nil else { return nil }
    } else {
      for (column, name) in cells.enumerated() {
        if let field = DCGMField(name: name) { fields.append((column, name, field)) }
      }
      guard !fields.isEmpty else { return nil }
    }
  }
}
