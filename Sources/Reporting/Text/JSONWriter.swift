/// Writes JSON (RFC 8259): the same value gives the same bytes on every machine.
///
/// Numbers are the shortest decimals that read back unchanged; texts go through ``JSONEscaping``, so that hostile names
/// neither break lines nor steer a terminal.
public struct JSONWriter {
  /// How a value is laid out.
  public enum Layout: Sendable, Hashable {
    /// On one line, with a blank after each colon and comma.
    case line
    /// Two blanks deeper per level; arrays of plain values stay on one line.
    case indented
  }

  private let layout: Layout
  private let escaping = JSONEscaping()
  private var bytes: [UInt8] = []

  private init(layout: Layout) { self.layout = layout }

  /// The JSON text of a value, with no line end after it.
  public static func text(_ value: JSONOutput, layout: Layout = .line) -> String {
    var writer = JSONWriter(layout: layout)
    writer.write(value, depth: 0)
    return writer.text
  }

  private var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Hands over the JSON text of an array of objects element by element, laid out with indents and with a line end after
  /// it; for arrays that are too large to be made at once.
  static func write(_ elements: some Sequence<JSONOutput>, to body: (String) -> Void) {
    var isEmpty = true
    for element in elements {
      var writer = JSONWriter(layout: .indented)
      writer.append(isEmpty ? "[\n  " : ",\n  ")
      writer.write(element, depth: 1)
      body(writer.text)
      isEmpty = false
    }
    body(isEmpty ? "[]\n" : "\n]\n")
  }

  private mutating func write(_ value: JSONOutput, depth: Int) {
    switch value {
    case .null: append("null")
    case .boolean(let boolean): append(boolean ? "true" : "false")
    case .integer(let integer): append(String(integer))
    case .number(let number): write(number)
    case .string(let string): escaping.append(string, to: &bytes)
    case .array(let elements):
      let breaks = layout == .indented && elements.contains(where: \.isContainer)
      writeList(elements, between: ("[", "]"), breaks: breaks, depth: depth) { writer, element in
        writer.write(element, depth: depth + 1)
      }
    case .object(let members):
      writeList(members, between: ("{", "}"), breaks: layout == .indented, depth: depth) { writer, member in
        writer.escaping.append(member.name, to: &writer.bytes)
        writer.append(": ")
        writer.write(member.value, depth: depth + 1)
      }
    }
  }

  private mutating func writeList<Element>(
    _ elements: [Element], between brackets: (String, String), breaks: Bool, depth: Int,
    _ writeElement: (inout JSONWriter, Element) -> Void
  ) {
    append(brackets.0)
    for (index, element) in elements.enumerated() {
      if index > 0 { append(breaks ? "," : ", ") }
      if breaks { breakLine(depth: depth + 1) }
      writeElement(&self, element)
    }
    if breaks, !elements.isEmpty { breakLine(depth: depth) }
    append(brackets.1)
  }

  private mutating func breakLine(depth: Int) {
    append("\n")
    for _ in 0..<depth { append("  ") }
  }

  private mutating func write(_ number: Double) {
    guard number.isFinite else {
      append("null")
      return
    }
    // No sign on a zero: whether one is there depends on how it was computed, and it means nothing.
    if number == 0 { append("0.0") } else { append(number.description) }
  }

  private mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }
}

extension JSONOutput {
  fileprivate var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }
}
