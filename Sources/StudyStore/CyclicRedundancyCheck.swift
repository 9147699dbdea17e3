import CZlib

/// CRC-32 as in gzip and PNG (ISO 3309, reflected polynomial 0xEDB88320).
enum CyclicRedundancyCheck {
  /// The check value of bytes.
  static func value(of bytes: UnsafeRawBufferPointer) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_z(0, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count))
  }
}
