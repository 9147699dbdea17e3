import Foundation
import LogFormats
import Quantities
import TestSupport

/// Series and columns for tests.
enum TestTraces {
  static let power = TraceSeries(device: "GPU 0", component: .gpu, quantity: .power)

  static func counter(range: Int64? = nil) -> TraceSeries {
    TraceSeries(device: "package-0", component: .cpu, quantity: .energyCounter, counterRange: range)
  }

  /// Samples at seconds after an instant in 2026, in watts or joules.
  static func column(_ samples: [(seconds: Double, value: Double)]) -> TraceColumns.Column {
    TraceColumns.Column(
      times: samples.map { time($0.seconds) }, values: samples.map { Int64(($0.value * 1e6).rounded()) })
  }

  static func time(_ seconds: Double) -> Int64 { 1_795_429_520_000_000_000 + Int64((seconds * 1e9).rounded()) }

  /// Power samples at uneven times, some of them equal, with a few gaps.
  static func random(count: Int, using generator: inout SeededGenerator) -> TraceColumns.Column {
    var seconds = 0.0
    return column(
      (0..<count).map { index in
        let step = Double.random(in: 0.3...0.7, using: &generator)
        seconds += index % 97 == 50 ? 40 * step : index % 31 == 7 ? 0 : step
        return (seconds, Double.random(in: 20...400, using: &generator))
      })
  }

  /// A counter that counts what powers at uneven times amount to, taken modulo `range` (microjoules).
  static func randomCounter(
    count: Int, range: Int64, using generator: inout SeededGenerator
  ) -> (column: TraceColumns.Column, joules: Double) {
    var seconds = 0.0
    var total: Int64 = 0
    let start = Int64.random(in: 0..<range, using: &generator)
    var column = TraceColumns.Column()
    for index in 0..<count {
      if index > 0 {
        let step = Double.random(in: 0.5...1.5, using: &generator)
        seconds += step
        total += Int64(step * Double.random(in: 20...400, using: &generator) * 1e6)
      }
      column.times.append(time(seconds))
      column.values.append((start + total) % range)
    }
    return (column, Double(total) / 1e6)
  }

  /// A trace file's series and columns.
  static func read(_ url: URL) throws -> (content: ParsedContent, columns: [TraceColumns.Column]) {
    let sink = TraceColumns()
    let file = try LogFileReader.read(path: url.path, samples: sink)
    return (file.content, sink.columns)
  }
}
