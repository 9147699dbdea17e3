/// An opaque sRGB colour. Only areas that lie on each other are drawn with an opacity, which is theirs.
public struct Color: Sendable, Hashable {
  /// The red part, 0 to 255.
  public let red: UInt8
  /// The green part, 0 to 255.
  public let green: UInt8
  /// The blue part, 0 to 255.
  public let blue: UInt8

  /// Makes a colour from a number such as `0x0072B2`; bits above the lower 24 are ignored.
  public init(_ rgb: UInt32) {
    red = UInt8(truncatingIfNeeded: rgb >> 16)
    green = UInt8(truncatingIfNeeded: rgb >> 8)
    blue = UInt8(truncatingIfNeeded: rgb)
  }

  /// The colour as `#RRGGBB`.
  public var hex: String { "#" + [red, green, blue].map(Self.hexByte).joined() }

  /// Relative luminance of sRGB in 0…1 without gamma (Rec. 709 weights): enough to choose black or white text.
  var luma: Double { (0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)) / 255 }

  /// The colour mixed with white: 0 leaves it, 1 gives white.
  func lightened(by share: Double) -> Color {
    func mix(_ part: UInt8) -> UInt32 {
      let mixed = Double(part) + (255 - Double(part)) * min(max(share, 0), 1)
      return UInt32(mixed.rounded())
    }
    return Color(mix(red) << 16 | mix(green) << 8 | mix(blue))
  }

  private static func hexByte(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0" + digits : digits
  }
}

extension Color {
  static let white = Color(0xFFFFFF)
  /// Text and axes.
  static let ink = Color(0x1A1A1A)
  /// Tick labels, notes and other secondary text.
  static let softInk = Color(0x4D4D4D)
  /// Grid lines.
  static let grid = Color(0xE4E4E4)
  /// Leaders and reference lines.
  static let guide = Color(0x8C8C8C)
}
