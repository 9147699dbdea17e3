/// Lossless coding of a block of trace samples to bytes and back.
///
/// A block is: a format byte, the number of samples (LEB128), the column of times, the column of values (see
/// ``IntegerColumnCodec``), and the CRC-32 of all that, lowest byte first. Damage of any kind is noticed; a damaged
/// block never gives wrong numbers.
enum TraceBlockCodec {
  /// The most samples that a block holds: small enough to cut time windows out cheaply, large enough to pack well.
  static let capacity = 4096

  private static let formatByte: UInt8 = 1
  private static let checkLength = 4

  /// The bytes of a block.
  ///
  /// - Parameters:
  ///   - times: at most ``capacity`` times.
  ///   - values: as many values.
  static func encode(times: [Int64], values: [Int64]) -> [UInt8] {
    times.withUnsafeBufferPointer { times in
      values.withUnsafeBufferPointer { values in encode(times: times, values: values) }
    }
  }

  /// The same of samples in memory.
  static func encode(times: UnsafeBufferPointer<Int64>, values: UnsafeBufferPointer<Int64>) -> [UInt8] {
    assert(times.count == values.count && times.count <= capacity)
    let greatest = 16 + 2 * IntegerColumnCodec.greatestLength(count: times.count)
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: greatest) { target in
      target.initialize(repeating: 0)
      var writer = VariableIntegerWriter(target)
      writer.byte(formatByte)
      writer.variable(UInt64(times.count))
      IntegerColumnCodec.encode(times, to: &writer)
      IntegerColumnCodec.encode(values, to: &writer)
      let check = CyclicRedundancyCheck.value(
        of: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(target)[..<writer.count]))
      for shift in stride(from: UInt32(0), to: 32, by: 8) { writer.byte(UInt8(truncatingIfNeeded: check >> shift)) }
      return Array(target[..<writer.count])
    }
  }

  /// The samples of a block; `nil` when the bytes are damaged.
  static func decode(_ bytes: [UInt8]) -> TraceBlockSamples? { bytes.withUnsafeBufferPointer { decode($0) } }

  private static func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> TraceBlockSamples? {
    guard bytes.count > checkLength else { return nil }
    let body = UnsafeBufferPointer(rebasing: bytes.dropLast(checkLength))
    let stored = bytes.suffix(checkLength).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard stored == CyclicRedundancyCheck.value(of: UnsafeRawBufferPointer(body)) else { return nil }
    var reader = VariableIntegerReader(body)
    guard reader.byte() == formatByte, let count = reader.variable(), count <= UInt64(capacity),
      let times = IntegerColumnCodec.decode(count: Int(count), from: &reader),
      let values = IntegerColumnCodec.decode(count: Int(count), from: &reader), reader.isAtEnd
    else { return nil }
    return TraceBlockSamples(times: times, values: values)
  }
}

/// The samples of one block, in file order.
struct TraceBlockSamples: Sendable, Hashable {
  /// Nanoseconds on the trace's clock.
  var times: [Int64]
  /// In units of 10^-``TraceSeries/decimals`` watts or joules, as many as times.
  var values: [Int64]
}
