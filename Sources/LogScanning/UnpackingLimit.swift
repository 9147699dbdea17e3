/// How far gzip data may unpack before it is taken for a decompression bomb.
///
/// A file of a few megabytes can unpack to a thousand times as much and keep the program busy for hours. Logs do not:
/// `gzip -9` packs an nvidia-smi trace to a ninth and RAPL counters to a quarter.
struct UnpackingLimit: Sendable, Hashable {
  /// So many unpacked bytes are always allowed.
  var freeBytes: Int
  /// Beyond them, so many times the packed bytes.
  var ratio: Int

  /// 256 MiB, and beyond that 250 times the packed size; deflate reaches 1032.
  static let standard = UnpackingLimit(freeBytes: 256 << 20, ratio: 250)

  /// Whether data may have unpacked so far.
  func allows(unpacked: Int, from packed: Int) -> Bool {
    unpacked <= freeBytes || unpacked / ratio <= packed
  }
}
