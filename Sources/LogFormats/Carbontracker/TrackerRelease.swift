/// A release of carbontracker, for what changed between releases.
struct TrackerRelease: Comparable {
  let major: Int
  let minor: Int
  let patch: Int

  init(_ major: Int, _ minor: Int, _ patch: Int) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Reads `2.4.7` and development versions such as `2.3.4.dev1+g61759d185`; `nil` when the text begins otherwise.
  init?(_ text: String) {
    let parts = text.split(separator: ".", maxSplits: 3).prefix(3).map { part in
      Int(part.prefix { $0.isASCII && $0.isNumber })
    }
    guard let major = parts.first ?? nil else { return nil }
    self.init(major, parts.count > 1 ? parts[1] ?? 0 : 0, parts.count > 2 ? parts[2] ?? 0 : 0)
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }

  /// Samples of all devices of a component are put into one list and averaged (`+=` in components/component.py).
  var averagesDevices: Bool { self >= TrackerRelease(2, 0, 0) }

  /// The only default intensity is the EU-28 mean of 2017.
  var defaultsToEU28: Bool { self < TrackerRelease(1, 1, 7) }

  /// Without RAPL the CPU's power is a share of its TDP.
  var modelsCPU: Bool { self >= TrackerRelease(2, 2, 0) }

  /// The PUE that totals are multiplied by (Uptime Institute's surveys); `nil` where none is applied.
  var pue: Double? {
    switch self {
    case ..<TrackerRelease(1, 1, 0): nil
    case ..<TrackerRelease(1, 1, 3): 1.58
    case ..<TrackerRelease(1, 1, 5): 1.67
    case ..<TrackerRelease(1, 1, 7): 1.59
    case ..<TrackerRelease(2, 0, 0): 1.55
    default: 1.58
    }
  }

  /// The largest error of one printed epoch duration, in seconds.
  ///
  /// Until 1.0.6 stamps have milliseconds, 1.0.7 to 1.1.0 cut to whole seconds, later releases print two decimals.
  var durationError: Double {
    if self < TrackerRelease(1, 0, 7) { return 0.003 }
    return self < TrackerRelease(1, 1, 1) ? 1 : 0.006
  }
}

extension TrackerRelease: CustomStringConvertible {
  var description: String { "\(major).\(minor).\(patch)" }
}
