import LogScanning

/// Keys of JSON lines with counters, as scripts call them.
enum RAPLJSONKey {
  case time, zone, counter

  func matches(_ key: RawSpan) -> Bool {
    switch self {
    case .time:
      key.equals("t") || key.equals("ts") || key.equals("time") || key.equals("timestamp") || key.equals("epoch")
        || key.equals("date") || key.equals("datetime") || key.equals("Timestamp") || key.equals("t_ms")
        || key.equals("time_ms") || key.equals("timestamp_ms") || key.equals("time_s") || key.equals("time_us")
        || key.equals("timestamp_us") || key.equals("time_ns") || key.equals("timestamp_ns") || key.equals("t_ns")
        || key.equals("elapsed")
    case .zone: key.equals("zone") || key.equals("domain") || key.equals("name") || key.equals("device")
    case .counter: key.equals("energy_uj") || key.equals("uj") || key.equals("energy")
    }
  }

  /// See ``SampleTime/init(_:decimals:)``.
  static func decimals(of key: RawSpan) -> Int {
    key.ends(with: "_ms") ? 6 : key.ends(with: "_us") ? 3 : key.ends(with: "_ns") ? 0 : 9
  }
}
