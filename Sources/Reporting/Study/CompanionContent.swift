import LogScanning

/// The bytes of a file that a study file names.
struct CompanionContent: Sendable, Hashable {
  /// Larger files are not kept in memory; a series of five years in steps of five minutes has about 50 MB.
  static let maximumBytes = 256 << 20

  /// Unpacked, as UTF-8 where the file is UTF-16, without a byte order mark; lines end with `\n`. Not more than
  /// ``maximumBytes`` and the line after them.
  let text: [UInt8]
  /// Unpacked bytes, as they lie in the file.
  let byteCount: Int
  /// SHA-256 of these, in lower-case hexadecimal.
  let sha256: String

  /// Whether the file is longer than what is read of it.
  var isTooLarge: Bool { text.count > Self.maximumBytes }

  /// Reads a file, which may be gzipped.
  init(path: String) throws(FileReadError) {
    var bytes: [UInt8] = []
    let summary = try LineReader(path: path).forEachLine { line, _ in
      guard bytes.count <= Self.maximumBytes else { return }
      line.withUnsafeBytes { bytes.append(contentsOf: $0) }
      bytes.append(0x0A)
    }
    text = bytes
    byteCount = summary.byteCount
    sha256 = summary.sha256
  }
}
