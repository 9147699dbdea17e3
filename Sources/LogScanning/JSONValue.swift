/// A JSON document, or a part of one, with an object's members in file order.
public indirect enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// Also what Python writes for numbers that JSON cannot express: not a number and the infinities.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A key and its value.
  public struct Member: Sendable, Hashable {
    public var key: String
    public var value: JSONValue

    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// How deep arrays and objects may be nested.
  public static let maximumDepth = 256

  /// Reads a whole document, in linear time.
  ///
  /// Beyond RFC 8259 a byte-order mark and the bare words `NaN`, `Infinity` and `-Infinity` of Python's `json` module
  /// are taken.
  ///
  /// - Throws: ``JSONError`` at the first byte that cannot be part of such a document.
  public init(parsing bytes: RawSpan) throws(JSONError) {
    var reader = JSONReader(bytes)
    self = try reader.readDocument()
  }

  /// The value of an object's last member of that name, as Python takes it; `nil` when there is none or this is no
  /// object.
  public subscript(key: String) -> JSONValue? { members?.last { $0.key == key }?.value }

  /// The number, not a number and the infinities included; `nil` for anything else.
  public var double: Double? {
    if case .number(let value) = self { value } else { nil }
  }

  /// The number when it is whole and fits; `nil` for anything else.
  public var int: Int? { double.flatMap { Int(exactly: $0) } }

  /// The text; `nil` when this is no string.
  public var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The truth value; `nil` for anything else, numbers included.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The elements; `nil` when this is no array.
  public var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members in file order; `nil` when this is no object.
  public var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }
}

/// Where and why bytes are not a JSON document.
public struct JSONError: Error, Sendable, Hashable {
  /// Counted from 1.
  public let line: Int
  /// In bytes, counted from 1.
  public let column: Int
  /// What could have stood there, such as `a value` or `',' or '}'`.
  public let expected: String

  public init(line: Int, column: Int, expected: String) {
    self.line = line
    self.column = column
    self.expected = expected
  }
}

extension JSONError: CustomStringConvertible {
  public var description: String { "line \(line), column \(column): expected \(expected)" }
}
