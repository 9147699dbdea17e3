/// A fold of a cross-validation, or `all`: trained on every case.
public struct Fold: Sendable, Hashable {
  /// Counted from 0; `nil` for ``all``.
  public let number: Int?

  /// The training on all cases, which has no validation cases of its own.
  public static let all = Fold(number: nil)

  /// A numbered fold.
  public init(_ number: Int) { self.number = number }

  /// Reads `3` or `all`; `nil` for anything else.
  public init?(_ text: String) {
    if text == "all" {
      self = .all
    } else if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) {
      self.init(number)
    } else {
      return nil
    }
  }

  private init(number: Int?) { self.number = number }
}

extension Fold: CustomStringConvertible {
  /// `3` or `all`.
  public var description: String { number.map(String.init) ?? "all" }
}

extension Fold: Comparable {
  /// By number; ``all`` comes last.
  public static func < (left: Fold, right: Fold) -> Bool { (left.number ?? .max) < (right.number ?? .max) }
}

extension Fold: Codable {
  /// Reads what ``description`` gives.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let fold = Fold(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "neither a number nor 'all'")
    }
    self = fold
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
