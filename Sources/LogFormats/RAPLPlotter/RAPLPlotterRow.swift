import LogScanning

/// `15.5477,13.6542,0,0,0.10075`: four powers, and seconds since the start.
struct RAPLPlotterRow {
  /// In nanowatts: package, cores, graphics, memory.
  var watts: InlineArray<4, Int64> = [0, 0, 0, 0]
  /// The end of the interval, in nanoseconds since the start.
  var time: Int64 = 0

  /// Reads a row; `nil` when it is not five numbers.
  init?(_ line: RawSpan) {
    var fields = DelimitedFields(separator: .comma)
    for place in 0..<5 {
      guard let cell = fields.next(in: line), let value = line.extracting(cell).reading(decimals: 9) else {
        return nil
      }
      if place < 4 { watts[place] = value } else { time = value }
    }
    guard fields.next(in: line) == nil, time >= 0 else { return nil }
  }
}
