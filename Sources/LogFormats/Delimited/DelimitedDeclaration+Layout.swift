import LogScanning
import Quantities

extension DelimitedDeclaration {
  /// The layout of a file, or what it lacks.
  ///
  /// - Parameters:
  ///   - header: the row that names the columns; `nil` when there is none.
  ///   - firstRow: the first row of values.
  func layout(
    header: DelimitedHeader?, headerBytes: [UInt8], headerLine: Int, firstRow: RawSpan, firstLine: Int
  ) -> (layout: DelimitedLayout?, diagnostics: [Diagnostic]) {
    let fields: DelimitedFields.Separator
    if let separator {
      fields = Self.fields(separator)
    } else {
      fields = header?.separator ?? DelimitedHeader.separator(of: firstRow)
    }
    let names = headerBytes.withUnsafeBytes { bytes -> [String] in
      guard header != nil else { return [] }
      let line = bytes.bytes
      let isComment = line.firstByte == 0x23
      return DelimitedFields.texts(in: isComment ? line.dropping(1).trimmed() : line, separator: fields)
    }
    // A file without a row has no line that could show the columns.
    let known = header == nil ? firstLine : headerLine
    let line = known > 0 ? known : nil
    let width = header == nil ? DelimitedFields.count(in: firstRow, separator: fields) : names.count
    var diagnostics: [Diagnostic] = []
    func place(_ column: Column, _ role: String) -> Int? {
      switch column {
      case .name(let name):
        let wanted = Self.plain(name)
        if let place = names.firstIndex(where: { Self.plain($0) == wanted }) { return place }
        diagnostics.append(
          Diagnostic(
            .error, "delimited.missing-column", line: line,
            "fodspor.yml declares the \(role) column '\(name)', which the file does not have"
              + (names.isEmpty ? " (no header)" : " (it has \(names.prefix(20).joined(separator: ", ")))") + "."))
      case .number(let number):
        if number >= 1, number <= width { return number - 1 }
        diagnostics.append(
          Diagnostic(
            .error, "delimited.missing-column", line: line,
            "fodspor.yml declares the \(role) column number \(number), but the file has \(width) columns."))
      }
      return nil
    }
    var layout = DelimitedLayout(separator: fields, width: width, values: [])
    layout.hasDecimalComma = decimalMark == .comma
    layout.joinsLastPair = layout.hasDecimalComma && fields == .comma && width == 2
    if let time {
      guard let column = place(time.column, "time") else { return (nil, diagnostics) }
      layout.timeColumn = column
      layout.timeOfDayColumn = time.timeOfDay.flatMap { place($0, "time-of-day") }
      layout.time = reader(time)
      layout.time?.hasDecimalComma = layout.hasDecimalComma && !layout.joinsLastPair
    }
    layout.deviceColumn = device.flatMap { place($0, "device") }
    for value in values {
      guard let column = place(value.column, "power or energy") else { continue }
      let isEnergy = value.quantity == .intervalEnergy || value.quantity == .energyCounter
      let unit = value.unit ?? (isEnergy ? .joules : .watts)
      guard unit.isEnergy == isEnergy else {
        diagnostics.append(
          Diagnostic(
            .error, "delimited.wrong-unit", line: line,
            "fodspor.yml declares a column of \(value.quantity.rawValue) in \(unit.symbol), which is no unit of that; it "
              + "was left out."))
        continue
      }
      let title = column < names.count ? names[column] : "column \(column + 1)"
      layout.values.append(
        .init(
          column: column, device: value.device ?? title, unit: unit, quantity: value.quantity,
          component: value.component, role: value.role, isModelled: value.isModelled,
          counterRange: value.counterRange.map { $0 * unit.factor }))
    }
    if layout.values.contains(where: { $0.component == .gpu }) { layout.deviceWord = "GPU" }
    return (layout.values.isEmpty ? nil : layout, diagnostics)
  }

  private func reader(_ time: Time) -> DelimitedTimeReader {
    var reader = DelimitedTimeReader()
    switch time.format {
    case .automatic: reader.numbers = .bySize(nil)
    case .unix(let unit): reader.numbers = .unix(unit)
    case .sinceStart(let unit): reader.numbers = .sinceStart(unit)
    case .monthFirst: reader.order = .monthFirst
    case .dayFirst: reader.order = .dayFirst
    }
    switch time.zone {
    case .local: reader.zone = (.local, 0)
    case .utc: reader.zone = (.utc, 0)
    case .offset(let seconds): reader.zone = (.utc, Int64(max(min(seconds, 172_800), -172_800)) * 1_000_000_000)
    }
    return reader
  }

  private static func fields(_ separator: Separator) -> DelimitedFields.Separator {
    switch separator {
    case .comma: .comma
    case .semicolon: .semicolon
    case .tab: .tab
    case .pipe: .pipe
    case .blanks: .blanks
    }
  }

  /// A column that is declared by name is among some names.
  func names(anyOf titles: [String]) -> Bool {
    let declared = [time?.column, time?.timeOfDay, device] + values.map { .some($0.column) }
    return declared.contains { column in
      guard case .name(let name) = column else { return false }
      return titles.contains { Self.plain($0) == Self.plain(name) }
    }
  }

  private static func plain(_ name: String) -> String {
    String(name.lowercased().drop { $0 == " " || $0 == "#" }.reversed().drop { $0 == " " }.reversed())
  }
}
