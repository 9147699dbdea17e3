import CFuzzer

/// Memory that a reading takes.
enum MeasuredMemory {
  /// Bytes that a reading may hold beside those that follow its input: the buffers of a file, which are larger for UTF-16.
  private static let base = 8 << 20
  /// Bytes that it may hold for each byte of its input. An input of a few bytes a record makes the most of them.
  private static let rate = 4096

  /// Runs `body`, which reads so many bytes, and looks at the most that it held at a time.
  static func bounded(byteCount: Int, _ body: () -> Void) {
    fuzz_memory_begin()
    body()
    let memory = fuzz_memory_end()
    require(memory.peak <= base + rate * byteCount, "\(memory.peak) bytes of memory for \(byteCount) bytes")
  }
}
