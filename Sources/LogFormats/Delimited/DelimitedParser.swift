public import LogScanning
import Quantities

/// Reads delimited text of powers or energies: by its header and first rows, or as someone declares it.
public struct DelimitedParser: LogParser {
  /// The longest row, in bytes.
  static let maximumRowLength = 1 << 16
  /// Rows that are looked at before the first is read.
  private static let waitingLimit = 64
  /// A cell in quotes may go over so many lines.
  private static let quotedLines = 16

  private let hints: DelimitedNameHints
  private let component: Component?
  private let declaration: DelimitedDeclaration?
  private var collector: TraceCollector

  private var header: DelimitedHeader?
  private var headerBytes: [UInt8] = []
  private var headerLine = 0
  /// Rows before the layout is known.
  private var waiting: [(line: [UInt8], number: Int)] = []
  private var isSettled = false
  private var hasPower = true
  private var reader: DelimitedRowReader?

  /// A row whose last quote is open.
  private var open: [UInt8] = []
  private var openLine = 0
  private var openCount = 0
  /// The newest row, held back because the file may end inside it.
  private var held: [UInt8] = []
  private var heldLine = 0

  /// Reads a file as it is declared.
  public init(declaration: DelimitedDeclaration, context: ParserContext) {
    self.init(context, declaration: declaration, component: nil)
  }

  /// Reads a file by its header.
  ///
  /// - Parameter component: what columns measure whose name does not say.
  init(_ context: ParserContext, declaration: DelimitedDeclaration? = nil, component: Component? = nil) {
    hints = DelimitedNameHints(fileName: context.fileName)
    self.declaration = declaration
    self.component = component
    collector = TraceCollector(context)
  }

  public mutating func consume(_ line: RawSpan, number: Int) {
    guard line.byteCount <= Self.maximumRowLength else { return collector.malformed(number) }
    if openCount > 0 { return continueRow(line) }
    guard let first = line.trimmed().firstByte else { return }
    if first == 0x23 { return comment(line.trimmed(), number: number) }
    if Self.hasOpenQuote(line) {
      open = line.byteArray
      openLine = number
      openCount = 1
      return
    }
    row(line, number: number)
  }

  // MARK: Rows over several lines

  private mutating func continueRow(_ line: RawSpan) {
    open.append(0x0A)
    for offset in 0..<line.byteCount { open.append(line[byte: offset]) }
    openCount += 1
    if Self.hasOpenQuote(line) {
      let bytes = open
      openCount = 0
      bytes.withUnsafeBytes { row($0.bytes, number: openLine) }
    } else if openCount >= Self.quotedLines || open.count > Self.maximumRowLength {
      for number in openLine..<(openLine + openCount) { collector.malformed(number) }
      openCount = 0
    }
  }

  private static func hasOpenQuote(_ line: RawSpan) -> Bool {
    guard line.contains(byte: 0x22) else { return false }
    var isOpen = false
    for offset in 0..<line.byteCount where line[byte: offset] == 0x22 { isOpen.toggle() }
    return isOpen
  }

  // MARK: Header

  private var expectsHeader: Bool { header == nil && declaration?.hasHeader ?? true }

  private mutating func comment(_ line: RawSpan, number: Int) {
    if line.equals(headerBytes) { return collector.repeatedHeader(number) }
    guard expectsHeader, let found = DelimitedHeader(line), isUseful(found) else { return }
    adopt(found, line, number: number)
  }

  private mutating func adopt(_ found: DelimitedHeader, _ line: RawSpan, number: Int) {
    for row in waiting { collector.malformed(row.number) }
    waiting = []
    header = found
    headerBytes = line.byteArray
    headerLine = number
  }

  /// It names what is to be read.
  private func isUseful(_ header: DelimitedHeader) -> Bool {
    if let declaration { return !header.isComment || declaration.names(anyOf: header.columns.map(\.title)) }
    if header.isComment { return header.hasValues && header.time != nil }
    return header.hasValues || (header.time != nil && header.columns.count > 1)
  }

  private mutating func row(_ line: RawSpan, number: Int) {
    if header != nil, line.equals(headerBytes) { return collector.repeatedHeader(number) }
    if expectsHeader, !isSettled, let found = DelimitedHeader(line), isUseful(found) {
      return adopt(found, line, number: number)
    }
    if isSettled { return hold(line, number: number) }
    waiting.append((line.byteArray, number))
    if waiting.count >= Self.waitingLimit { settle() }
  }

  private mutating func hold(_ line: RawSpan, number: Int) {
    release()
    held.removeAll(keepingCapacity: true)
    line.withUnsafeBytes { held.append(contentsOf: $0) }
    heldLine = number
  }

  private mutating func release() {
    guard heldLine > 0 else { return }
    let bytes = held
    bytes.withUnsafeBytes { reader?.read($0.bytes, number: heldLine, into: &collector) }
    heldLine = 0
  }

  // MARK: Layout

  private mutating func settle() {
    isSettled = true
    if let layout = declaration == nil ? inferredLayout() : declaredLayout() {
      reader = DelimitedRowReader(layout)
    } else {
      hasPower = false
    }
    let rows = waiting
    waiting = []
    for row in rows { row.line.withUnsafeBytes { hold($0.bytes, number: row.number) } }
  }

  private mutating func inferredLayout() -> DelimitedLayout? {
    guard let header else {
      // Names, but none of a power or a time.
      let isNamed = waiting.first?.line.withUnsafeBytes { DelimitedHeader($0.bytes).map { $0.separator != .blanks } }
      return isNamed == true ? nil : headerlessLayout()
    }
    if header.isSummary {
      collector.note(
        Diagnostic(
          .warning, "delimited.summary", line: headerLine,
          "The file is a table of means and totals and no recording over time; they were not used."))
      return nil
    }
    let rows = waiting.map { row in
      row.line.withUnsafeBytes { DelimitedFields.texts(in: $0.bytes, separator: header.separator) }
    }
    var inference = DelimitedInference(header: header, hints: hints, component: component, rows: rows)
    guard let layout = inference.layout() else { return nil }
    collector.note(
      Diagnostic(
        .info, "delimited.inferred-columns", line: headerLine,
        "Columns were read by their names: \(Self.summary(layout, header: header)); declare them in fodspor.yml if that "
          + "is not what they are."))
    if inference.assumedComponent {
      collector.note(
        Diagnostic(
          .warning, "delimited.assumed-component", line: headerLine,
          "Neither the columns nor the file's name tell what was measured; it was taken to be a GPU."))
    }
    return layout
  }

  private mutating func headerlessLayout() -> DelimitedLayout? {
    switch DelimitedHeaderless(rows: waiting.map(\.line), hints: hints).find() {
    case .layout(let layout, let text):
      collector.note(
        Diagnostic(
          .info, "delimited.inferred-columns", line: waiting.first?.number,
          "There is no header; columns were told by their cells: \(text), in W unless a cell has a unit."))
      return layout
    case .unnamed:
      collector.note(
        Diagnostic(
          .warning, "delimited.no-header", line: waiting.first?.number,
          "There are numbers but no header that names them; nothing was read. Declare the columns in fodspor.yml."))
      return nil
    case .nothing: return nil
    }
  }

  private mutating func declaredLayout() -> DelimitedLayout? {
    guard let declaration else { return nil }
    let firstRow = waiting.first?.line ?? []
    let resolved = firstRow.withUnsafeBytes {
      declaration.layout(
        header: header, headerBytes: headerBytes, headerLine: headerLine, firstRow: $0.bytes,
        firstLine: waiting.first?.number ?? headerLine)
    }
    for diagnostic in resolved.diagnostics { collector.note(diagnostic) }
    return resolved.layout
  }

  private static func summary(_ layout: DelimitedLayout, header: DelimitedHeader) -> String {
    func title(_ column: Int) -> String { column < header.columns.count ? header.columns[column].title : "" }
    var parts: [String] = []
    if let time = layout.timeColumn { parts.append("time '\(title(time))'") }
    if let device = layout.deviceColumn { parts.append("device '\(title(device))'") }
    for value in layout.values.prefix(8) {
      let unit = value.unit.symbol + (header.columns[value.column].unit == nil ? " (assumed)" : "")
      parts.append("\(value.role == .counted ? "" : "\(value.role.rawValue) ")'\(title(value.column))' in \(unit)")
    }
    if layout.values.count > 8 { parts.append("\(layout.values.count - 8) more") }
    return parts.joined(separator: ", ")
  }

  // MARK: End

  public mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if openCount > 0 {
      for number in openLine..<(openLine + openCount) { collector.malformed(number) }
    }
    if !isSettled { settle() }
    if summary.endsInMidLine, heldLine == summary.lineCount {
      let bytes = held
      let isCut = bytes.withUnsafeBytes { reader?.isCut($0.bytes) ?? false }
      if isCut {
        collector.malformed(heldLine)
        heldLine = 0
      }
    }
    release()
    for diagnostic in reader?.diagnostics ?? [] { collector.note(diagnostic) }
    return collector.finish(summary, hasPower: hasPower)
  }
}
