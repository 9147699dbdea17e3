import Crypto

/// The bytes of a file in order, counted and hashed as they are read.
final class HashedBytes {
  let stream: ByteStream
  private var hasher = SHA256()
  /// How many bytes were read, unpacked.
  private(set) var count = 0

  init(_ stream: ByteStream) { self.stream = stream }

  /// Copies the next bytes into a buffer and returns how many; 0 at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileReadError) -> Int {
    let count = try stream.read(into: buffer)
    hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    self.count += count
    return count
  }

  /// The SHA-256 of what was read, in lower-case hexadecimal.
  ///
  /// - Parameter size: a number to hash behind it, in decimal digits.
  func sha256(followedBy size: Int? = nil) -> String {
    var hasher = hasher
    if let size { hasher.update(data: Array(String(size).utf8)) }
    var digits: [UInt8] = []
    digits.reserveCapacity(2 * SHA256.Digest.byteCount)
    for byte in hasher.finalize() {
      for nibble in [byte >> 4, byte & 15] { digits.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble) }
    }
    return String(decoding: digits, as: UTF8.self)
  }
}
