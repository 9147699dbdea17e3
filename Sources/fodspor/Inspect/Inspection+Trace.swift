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
    return [
      .init("clock", .string(log.clock.rawValue)), .init("host", JSONOutput(log.host)),
      .init("devices", .object(devices)),
    ]
  }

  /// A series' samples; none when its parser handed over none.
  static func column(at place: Int, of columns: TraceColumns) -> TraceColumns.Column {
    columns.columns.indices.contains(place) ? columns.columns[place] : TraceColumns.Column()
  }

  private static func device(
    _ series: TraceSeries, _ statistics: TraceStatistics, _ clock: TraceLog.Clock
  ) -> JSONOutput {
    // Without times a mean is one over samples, and there is no energy.
    let isTimed = clock != .ordinal
    return [
      "component": .string(series.component.rawValue),
      "model": JSONOutput(series.model),
      "uuid": JSONOutput(series.uuid),
      "index": JSONOutput(series.index),
      "quantity": .string(series.quantity.rawValue),
      "role": .string(series.role.rawValue),
      "modelled": .boolean(series.isModelled),
      "counter_range_j": JSONOutput(series.counterRange.map { Double($0) / series.unitsPerWatt }),
      "counter_range_uj": series.decimals == 6 ? series.counterRange.map { .integer($0) } ?? .null : .null,
      "samples": JSONOutput(statistics.samples),
      "missing_samples": JSONOutput(statistics.missingSamples),
      "first": JSONOutput(statistics.first.map { stamp($0, on: clock) }),
      "last": JSONOutput(statistics.last.map { stamp($0, on: clock) }),
      "duration_s": JSONOutput(isTimed ? statistics.durationSeconds : nil),
      "energy_trapezoid_j": JSONOutput(isTimed ? statistics.trapezoid?.joules : nil),
      "energy_right_j": JSONOutput(isTimed ? statistics.rightRectangle?.joules : nil),
      "energy_counter_j": JSONOutput(statistics.counter?.joules),
      "mean_w": JSONOutput(isTimed ? statistics.mean?.watts : statistics.sampleMean?.watts),
      "peak_w": JSONOutput(statistics.peak?.watts),
    ]
  }

  /// The members of a tool's energies over windows of its own.
  static func members(of log: EnergyRecordLog) -> [JSONOutput.Member] {
    [
      .init("tool", .string(log.tool)), .init("clock", .string(log.clock.rawValue)),
      .init("superseded_rows", JSONOutput(log.supersededRows)),
      .init("records", JSONOutput(log.records.map { record($0, on: log.clock) })),
    ]
  }

  private static func record(_ record: EnergyRecord, on clock: TraceLog.Clock) -> JSONOutput {
    let parts = record.parts.map { part -> JSONOutput in
      [
        "device": .string(part.device), "component": .string(part.component.rawValue),
        "energy_j": .number(part.joules), "role": .string(part.role.rawValue), "modelled": .boolean(part.isModelled),
      ]
    }
    return [
      "label": JSONOutput(record.label),
      "start": JSONOutput(record.start.map { stamp($0, on: clock) }),
      "end": JSONOutput(record.end.map { stamp($0, on: clock) }),
      "seconds": JSONOutput(record.seconds),
      "energy_j": JSONOutput(record.counted?.joules),
      "nested": .boolean(record.isNested),
      "co2e_g": JSONOutput(record.grams),
      "pue": JSONOutput(record.pue),
      "job": JSONOutput(record.job),
      "host": JSONOutput(record.host),
      "parts": .array(parts),
      "line": JSONOutput(record.line),
    ]
  }

  /// A sample's time as ISO 8601, with a `Z` only when the trace's clock is UTC; as seconds when it has no time of day.
  static func stamp(_ nanoseconds: Int64, on clock: TraceLog.Clock) -> String {
    switch clock {
    case .utc: Instant(nanoseconds: nanoseconds).iso8601
    case .local: WallTime(nanoseconds: nanoseconds).iso8601
    case .relative, .ordinal: String(Double(nanoseconds) / 1e9)
    }
  }
}
