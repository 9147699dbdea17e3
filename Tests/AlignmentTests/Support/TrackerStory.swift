import Foundation

/// A session of carbontracker, from which its standard log is written; times in seconds of ``HostTime``.
struct TrackerStory {
  struct Epoch {
    var end: Double
    var seconds: Double
    /// The text after `Average power usage (W) for gpu: `, by component.
    var watts: [String: String]
  }

  var version = "2.4.7"
  var pue = "1.58"
  var start = 0.0
  var pid = 4711
  /// `gpu` and `cpu` with their devices, in the order of the log.
  var components: [(name: String, devices: [String])] = [("gpu", ["NVIDIA A40"])]
  var epochs: [Epoch]

  /// Watches the epochs of a training, with the same powers in each.
  init(watching training: TrainingStory, watts: [String: String] = ["gpu": "200.0"]) {
    start = training.start
    epochs = training.epochTimes.map { Epoch(end: $0.end, seconds: $0.end - $0.start, watts: watts) }
  }

  init(epochs: [Epoch]) { self.epochs = epochs }

  var fileName: String { "\(pid).42_\(HostTime.trackerName(start))_carbontracker.log" }

  /// The standard log of 1.0.7 and later.
  func standardLog() -> String {
    var text = ""
    func add(_ time: Double, _ message: String) { text += "\(HostTime.secondStamp(time)) - \(message)\n" }
    add(start, "carbontracker version \(version)")
    add(
      start,
      "Only predicted and actual consumptions are multiplied by a PUE coefficient of \(pue) "
        + "(Daniel Bizo, 2023, Uptime Institute Global Data Center Survey).")
    let found = components.map { "\($0.name.uppercased()) with device(s) \($0.devices.joined(separator: ", "))." }
    add(start, "The following components were found: " + found.joined(separator: " "))
    add(start, "Monitoring thread started.")
    for (number, epoch) in epochs.enumerated() {
      add(epoch.end, "Epoch \(number + 1):")
      add(epoch.end, "Duration: " + Self.duration(epoch.seconds))
      for component in components {
        guard let watts = epoch.watts[component.name] else { continue }
        add(epoch.end, "Average power usage (W) for \(component.name): \(watts)")
      }
    }
    add(epochs.last?.end ?? start, "Monitoring thread ended.")
    return text
  }

  private static func duration(_ seconds: Double) -> String {
    let minutes = Int(seconds) / 60
    return String(format: "%d:%02d:%05.2f", minutes / 60, minutes % 60, seconds - Double(minutes * 60))
  }
}

/// One row of CodeCarbon's `emissions.csv` (2.2.3); times in seconds of ``HostTime``.
struct CodeCarbonStory {
  var project = "codecarbon"
  var end: Double
  var seconds: Double
  /// kWh.
  var gpu = 0.0
  var cpu = 0.0
  var ram = 0.0
  var cpuWatts = 80.0

  /// The file with this row alone.
  func csv() -> String {
    """
    timestamp,project_name,run_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,cpu_energy,\
    gpu_energy,ram_energy,energy_consumed,country_name,country_iso_code,tracking_mode,codecarbon_version,pue
    \(HostTime.secondStamp(end, separator: "T")),\(project),r1,\(seconds),0.001,0.0,\(cpuWatts),0.0,10.0,\(cpu),\
    \(gpu),\(ram),\(cpu + gpu + ram),Denmark,DNK,machine,2.2.3,1.0

    """
  }
}
