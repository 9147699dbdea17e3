/// A kind of file that can be read, by its stable name.
///
/// Each format's folder declares its own constant in an extension, so that a new format needs no change here. The name
/// stands in stores and in machine-readable output and never changes once released.
public struct LogFormat: RawRepresentable, Sendable, Hashable, Codable {
  /// Lower-case words joined by hyphens: `nvidia-smi-query`.
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  /// The bytes are none of the known formats; see the file's diagnostics.
  public static let unknown = LogFormat(rawValue: "unknown")
}

extension LogFormat: CustomStringConvertible {
  public var description: String { rawValue }
}
