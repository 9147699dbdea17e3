import LogScanning
import Quantities

/// One row: Unix time in microseconds, a whole number, and mostly a zone.
struct GreenMetricsRow {
  var microseconds: Int64
  var value: Int64
  /// The bytes of the zone in the line; empty when there is none.
  var zone: Range<Int>

  /// `nil` when a line is no such row.
  init?(_ line: RawSpan) {
    var fields = DelimitedFields(separator: .blanks)
    guard let first = fields.next(in: line), first.count == 16, let time = line.extracting(first).integer(), time > 0,
      let second = fields.next(in: line), let value = line.extracting(second).integer()
    else { return nil }
    microseconds = time
    self.value = value
    zone = 0..<0
    guard let third = fields.next(in: line) else { return }
    guard let letter = line.extracting(third).firstByte, letter | 0x20 >= 0x61, letter | 0x20 <= 0x7A,
      fields.next(in: line) == nil
    else { return nil }
    zone = third
  }

  /// What a zone is: `Package_0`, `DRAM_1`, `GPU …`; a row without one is of the machine's supply. `nil` for anything
  /// that is no energy, such as a country whose carbon intensity is given.
  static func component(ofZone zone: RawSpan) -> Component? {
    if zone.byteCount == 0 || zone.starts(with: "psu") || zone.starts(with: "PSU") { return .node }
    if zone.starts(with: "Package") || zone.starts(with: "package") { return .cpu }
    if zone.starts(with: "DRAM") || zone.starts(with: "dram") { return .dram }
    if zone.starts(with: "PSYS") || zone.starts(with: "psys") || zone.starts(with: "Psys") { return .node }
    if zone.starts(with: "GPU") || zone.starts(with: "gpu") || zone.starts(with: "NVIDIA") { return .gpu }
    return nil
  }
}
