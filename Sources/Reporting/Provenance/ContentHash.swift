import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// SHA-256 in lower-case hexadecimal.
enum ContentHash {
  /// The hash of a text's UTF-8 bytes.
  static func of(_ text: String) -> String { of(Data(text.utf8)) }

  /// The hash of bytes.
  static func of(_ data: Data) -> String { text(of: SHA256.hash(data: data)) }

  /// A finished hash.
  static func text(of digest: SHA256.Digest) -> String {
    digest.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
