/// A JSON value that is to be written: objects keep the order in which their members were given.
///
/// Literals make values (`["fold": 3, "finished": true, "dice": nil]`); optionals go through the initialisers, where
/// `nil` becomes `null`. A name that is given twice is written twice, so callers give each once.
public enum JSONOutput: Sendable, Hashable {
  case null
  case boolean(Bool)
  case integer(Int64)
  /// Written as the shortest decimal that reads back as the same number; `null` when not finite.
  case number(Double)
  case string(String)
  case array([JSONOutput])
  case object([Member])

  /// A name and its value.
  public struct Member: Sendable, Hashable {
    public var name: String
    public var value: JSONOutput

    public init(_ name: String, _ value: JSONOutput) {
      self.name = name
      self.value = value
    }
  }

  /// A number, or `null` when it is missing or not finite.
  public init(_ number: Double?) { self = number.map(JSONOutput.number) ?? .null }

  /// A whole number, or `null` when it is missing.
  public init(_ integer: Int?) { self = integer.map { .integer(Int64($0)) } ?? .null }

  /// A text, or `null` when it is missing.
  public init(_ string: String?) { self = string.map(JSONOutput.string) ?? .null }

  /// The elements' values, in order.
  public init(_ elements: some Sequence<JSONOutput>) { self = .array(Array(elements)) }
}

extension JSONOutput: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(nilLiteral: ()) { self = .null }
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSONOutput...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONOutput)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}
