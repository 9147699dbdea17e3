import Accounting
import LogFormats
import Quantities
import Reporting

extension Inspection {
  /// The members of a power or counter trace.
  static func members(of log: TraceLog, columns: TraceColumns) -> [JSONOutput.Member] {
    let devices = log.series.enumerated().map { place, series in
      JSONOutput.Member(
        series.device, device(series, TraceStatistics(column(at: place, of: columns), of: series), log.clock))
    }
    return [.init("clock", .string(log.clock.rawValue)), .init("devices", .object(devices))]
  }

  /// A series' samples; none when its parser handed over none.
  static func column(at place: Int, of columns: TraceColumns) -> TraceColumns.Column {
    columns.columns.indices.contains(place) ? columns.columns[place] : TraceColumns.Column()
  }

  private static func device(
    _ series: TraceSeries, _ statistics: TraceStatistics, _ clock: TraceLog.Clock
  ) -> JSONOutput {
    [
      "component": .string(series.component.rawValue),
      "model": JSONOutput(series.model),
      "uuid": JSONOutput(series.uuid),
      "index": JSONOutput(series.index),
      "quantity": .string(series.quantity.rawValue),
      "counter_range_uj": series.counterRange.map { .integer($0) } ?? .null,
      "samples": JSONOutput(statistics.samples),
      "missing_samples": JSONOutput(statistics.missingSamples),
      "first": JSONOutput(statistics.first.map { stamp($0, on: clock) }),
      "last": JSONOutput(statistics.last.map { stamp($0, on: clock) }),
      "duration_s": JSONOutput(statistics.durationSeconds),
      "energy_trapezoid_j": JSONOutput(statistics.trapezoid?.joules),
      "energy_counter_j": JSONOutput(statistics.counter?.joules),
      "mean_w": JSONOutput(statistics.mean?.watts),
      "peak_w": JSONOutput(statistics.peak?.watts),
    ]
  }

  /// A sample's time as ISO 8601, with a `Z` only when the trace's clock is UTC.
  private static func stamp(_ nanoseconds: Int64, on clock: TraceLog.Clock) -> String {
    switch clock {
    case .utc: Instant(nanoseconds: nanoseconds).iso8601
    case .local: WallTime(nanoseconds: nanoseconds).iso8601
    }
  }
}
