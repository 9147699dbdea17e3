extension TrackerComponent {
  /// The component's power is a constant from a table or the user (TDP × utilisation), not a measurement: a CPU whose
  /// device is no RAPL zone (2.2.0 and later) and not Apple's.
  public var isModelled: Bool {
    name == "cpu" && !devices.isEmpty && devices != ["CPU"] && !devices.contains(where: Self.isRAPLZone)
  }

  /// Whether a device name is a RAPL zone as carbontracker names it: `cpu:0`, `dram:1`, `intel-rapl:0` (until 1.0.4).
  static func isRAPLZone(_ name: some StringProtocol) -> Bool {
    guard let colon = name.utf8.firstIndex(of: 0x3A), colon > name.utf8.startIndex else { return false }
    let tail = name.utf8[colon...].dropFirst()
    return name.utf8[..<colon].allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x2D }
      && !tail.isEmpty && tail.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x3A }
  }

  /// The component with the factor of ``correctionFactor`` for a release that does or does not average devices.
  func corrected(averagesDevices: Bool) -> TrackerComponent {
    let isAppleSum = name == "gpu" && devices == ["GPU", "ANE"]
    var component = self
    component.correctionFactor = averagesDevices && !isAppleSum ? Double(max(1, devices.count)) : 1
    return component
  }
}
