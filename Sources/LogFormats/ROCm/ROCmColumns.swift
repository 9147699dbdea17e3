import LogScanning

/// Which columns, or members of a JSON object, of `rocm-smi` and `amd-smi` hold what.
struct ROCmColumns: Equatable {
  /// What a name holds.
  enum Reading: Equatable {
    /// Watts. The rank orders several powers of one device: the least counts.
    case power(rank: Int)
    case limit
    /// An energy that grows, in units of so many joules.
    case counter(joules: Double)
  }

  var width: Int
  var device: Int
  var time: Int?
  var powers: [(column: Int, name: String, reading: Reading)] = []

  /// Reads a CSV header; `nil` when it is none of these tools'.
  init?(header line: RawSpan) {
    guard line.starts(with: "device,") || line.contains("gpu,") else { return nil }
    let names = DelimitedFields.texts(in: line, separator: .comma)
    let isROCm = names.first == "device"
    guard let device = names.firstIndex(where: { $0 == (isROCm ? "device" : "gpu") }) else { return nil }
    width = names.count
    self.device = device
    time = names.firstIndex { $0.lowercased() == "timestamp" }
    for (column, name) in names.enumerated() {
      if let reading = Self.reading(name) { powers.append((column, name, reading)) }
    }
    let isAMD = names.contains { Self.amdNames.contains($0) }
    guard isROCm ? names.contains(where: { $0.contains("(W)") || $0.contains("(C)") || $0.contains("GPU") }) : isAMD
    else { return nil }
  }

  static func == (left: ROCmColumns, right: ROCmColumns) -> Bool {
    left.width == right.width && left.device == right.device && left.powers.map(\.name) == right.powers.map(\.name)
  }

  private static let amdNames: Set = [
    "socket_power", "current_socket_power", "average_socket_power", "power_usage", "gfx_usage", "gfx_activity",
    "total_energy_consumption",
  ]

  /// What a name of either tool holds; `nil` for what is neither power nor energy.
  static func reading(_ name: String) -> Reading? {
    switch name {
    case "socket_power", "current_socket_power", "power_usage": return .power(rank: 0)
    case "average_socket_power": return .power(rank: 1)
    case "total_energy_consumption": return .counter(joules: 1)
    case "power_limit", "max_power", "socket_power_limit", "power_cap": return .limit
    default: break
    }
    if name.contains("Power (W)") {
      if name.contains("Max") || name.contains("Cap") || name.contains("Limit") { return .limit }
      return .power(rank: name.contains("Average") ? 0 : 1)
    }
    if name.contains("Accumulated Energy") { return .counter(joules: name.contains("uJ") ? 1e-6 : 1) }
    return nil
  }
}
