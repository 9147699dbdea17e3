import LogScanning

/// Where the cells stand in CSV rows of DCGM's field values.
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
    guard line.byteCount < 4096, line.contains(lowercase: "gpu") else { return nil }
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
