/// Devices that a file reads in several ways, one of which must count and the others must not.
///
/// The best-ranked reading that has samples counts, under the device's plain name; the others are alternatives and
/// carry their own name in brackets. A counter needs two samples, since one alone tells no energy.
struct RankedReadings {
  private struct Reading {
    var place: Int
    var rank: Int
    var name: String
  }

  private struct Device {
    var name: String
    var readings: [Reading] = []
  }

  private var devices: [Device] = []

  /// Adds a device and returns its place here.
  mutating func addDevice(name: String) -> Int {
    devices.append(Device(name: name))
    return devices.count - 1
  }

  func name(of device: Int) -> String { devices[device].name }

  /// The name of a series of a device: plain for the first reading, with the reading's name for later ones.
  func seriesName(of device: Int, reading: String) -> String {
    devices[device].readings.isEmpty ? devices[device].name : "\(devices[device].name) (\(reading))"
  }

  /// Adds a reading of a device; the lower the rank, the better.
  mutating func add(_ place: Int, rank: Int, name: String, device: Int) {
    devices[device].readings.append(Reading(place: place, rank: rank, name: name))
  }

  /// Gives roles, now that it is known which readings have samples.
  ///
  /// Returns the names of the readings that count and of those that do not, where a device has several.
  func settle(in collector: inout TraceCollector) -> (counted: Set<String>, others: Set<String>) {
    var counted: Set<String> = []
    var others: Set<String> = []
    for device in devices where device.readings.count > 1 {
      let ranked = device.readings.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }
      let chosen =
        ranked.first { Self.isUsable(collector.series[$0.place]) }
        ?? ranked.first { collector.series[$0.place].samples > 0 } ?? ranked[0]
      let base = Self.plainName(of: device, in: collector)
      for reading in device.readings {
        let isChosen = reading.place == chosen.place
        collector.update(reading.place) {
          $0.role = isChosen ? .counted : .alternative
          $0.device = isChosen ? base : "\(base) (\(reading.name))"
        }
        if isChosen {
          counted.insert(reading.name)
        } else if collector.series[reading.place].samples > 0 {
          others.insert(reading.name)
        }
      }
    }
    return (counted, others)
  }

  /// Gives roles and adds a finding that says which readings count, where there was a choice.
  func settleAndTell(in collector: inout TraceCollector) {
    let (counted, others) = settle(in: &collector)
    guard !others.isEmpty, !counted.isEmpty else { return }
    collector.note(
      Diagnostic(
        .info, "trace.reading-chosen",
        "Several readings tell what a device draws: \(counted.sorted().joined(separator: ", ")) counts; "
          + "\(others.sorted().joined(separator: ", ")) was read beside it and does not count."))
  }

  /// The name under which the first series was added, a number against name clashes included.
  private static func plainName(of device: Device, in collector: TraceCollector) -> String {
    device.readings.first.map { collector.series[$0.place].device } ?? device.name
  }

  private static func isUsable(_ series: TraceSeries) -> Bool {
    series.samples >= (series.quantity == .energyCounter ? 2 : 1)
  }
}
