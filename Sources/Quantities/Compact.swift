/// A value one of whose bit patterns stands for a missing one, so that an optional of it needs no room of its own.
public protocol AbsenceRepresentable: Sendable, Codable {
  /// The value that stands for a missing one; never one that is measured or printed.
  static var absent: Self { get }
  /// Whether it is ``absent``, to the bit.
  var isAbsent: Bool { get }
}

extension Double: AbsenceRepresentable {
  /// A quiet NaN with a payload of its own: no parser and no arithmetic of ordinary numbers makes it.
  public static var absent: Double { Double(bitPattern: 0x7FFA_B5E7_0000_0000) }
  public var isAbsent: Bool { bitPattern == Self.absent.bitPattern }
}

extension WallTime: AbsenceRepresentable {
  /// The year 1677, before every clock.
  public static var absent: WallTime { WallTime(nanoseconds: .min) }
  public var isAbsent: Bool { nanoseconds == .min }
}

/// An optional that takes no more room than its value: there is one for every epoch of thousands of trainings.
///
/// As a member of a `Codable` type it is read and written as an optional is: a missing value has no key.
@propertyWrapper
public struct Compact<Value: AbsenceRepresentable>: Sendable {
  private var stored: Value

  /// The value; `nil` where it is missing.
  public var wrappedValue: Value? {
    get { stored.isAbsent ? nil : stored }
    set { stored = newValue ?? .absent }
  }

  /// Keeps a value, or that it is missing.
  public init(wrappedValue: Value?) { stored = wrappedValue ?? .absent }
}

extension Compact: Equatable where Value: Equatable {
  public static func == (left: Compact, right: Compact) -> Bool { left.wrappedValue == right.wrappedValue }
}

extension Compact: Hashable where Value: Hashable {
  public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}

extension Compact: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self.init(wrappedValue: container.decodeNil() ? nil : try container.decode(Value.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

// What the compiler calls for members of `Codable` types, instead of the functions for values that are always there.
extension KeyedDecodingContainer {
  /// Reads a value; a missing key and `null` are a missing one.
  public func decode<Value>(_ type: Compact<Value>.Type, forKey key: Key) throws -> Compact<Value> {
    Compact(wrappedValue: try decodeIfPresent(Value.self, forKey: key))
  }

  /// The same for numbers, which containers read without asking what they are.
  public func decode(_ type: Compact<Double>.Type, forKey key: Key) throws -> Compact<Double> {
    Compact(wrappedValue: try decodeIfPresent(Double.self, forKey: key))
  }
}

extension KeyedEncodingContainer {
  /// Writes a value; a missing one has no key.
  public mutating func encode<Value>(_ value: Compact<Value>, forKey key: Key) throws {
    try encodeIfPresent(value.wrappedValue, forKey: key)
  }

  /// The same for numbers, which containers write without asking what they are.
  public mutating func encode(_ value: Compact<Double>, forKey key: Key) throws {
    try encodeIfPresent(value.wrappedValue, forKey: key)
  }
}
