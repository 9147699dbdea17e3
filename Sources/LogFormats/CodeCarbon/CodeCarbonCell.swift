import LogScanning

/// What the cells of CodeCarbon's columns can be: enough to tell where the cells of a row belong that has too few.
enum CodeCarbonCell {
  /// Columns that a run can leave empty. Measured values, counts of cores and installed memory never are.
  static let optional: Set<String> = [
    "project_name", "experiment_id", "country_name", "country_iso_code", "region", "cloud_provider", "cloud_region",
    "cpu_model", "gpu_count", "gpu_model", "longitude", "latitude",
  ]

  /// Whether a cell can be of a column; a column of unknown name takes anything but nothing.
  static func fits(_ cell: String, _ column: String) -> Bool {
    guard !cell.isEmpty else { return false }
    switch column {
    case "timestamp": return isTime(cell)
    case "run_id": return isUUID(cell)
    case "duration", "emissions", "emissions_rate", "cpu_power", "gpu_power", "ram_power", "cpu_energy", "gpu_energy",
      "ram_energy", "energy_consumed", "water_consumed", "ram_total_size", "ram_used_gb", "wue":
      return number(cell).map { $0 >= 0 } ?? false
    case "pue": return number(cell).map { $0 >= 1 && $0 < 10 } ?? false
    case "cpu_utilization_percent", "gpu_utilization_percent", "ram_utilization_percent":
      return number(cell).map { (0...100).contains($0) } ?? false
    case "longitude": return number(cell).map { abs($0) <= 180 } ?? false
    case "latitude": return number(cell).map { abs($0) <= 90 } ?? false
    case "cpu_count", "gpu_count": return number(cell).map { $0 >= 0 && $0 == $0.rounded() } ?? false
    case "country_iso_code": return cell.utf8.count == 3 && cell.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    case "os": return ["Linux", "macOS", "Windows", "Darwin"].contains { cell.hasPrefix($0) }
    case "python_version", "codecarbon_version": return isVersion(cell)
    case "tracking_mode": return cell == "machine" || cell == "process"
    case "on_cloud": return cell == "Y" || cell == "N"
    case "country_name", "region", "cloud_provider", "cloud_region", "cpu_model", "gpu_model":
      return number(cell) == nil && !isTime(cell) && !isUUID(cell)
    default: return true
    }
  }

  private static func number(_ cell: String) -> Double? {
    var cell = cell
    let value = cell.withUTF8 { UnsafeRawBufferPointer($0).bytes.double() }
    return value.flatMap { $0.isFinite ? $0 : nil }
  }

  private static func isTime(_ cell: String) -> Bool {
    var cell = cell
    return cell.withUTF8 { bytes in
      let span = UnsafeRawBufferPointer(bytes).bytes
      return span.leadingDateTime().map { $0.length == span.byteCount } ?? false
    }
  }

  private static func isUUID(_ cell: String) -> Bool {
    let groups = cell.split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.utf8.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
  }

  /// `3.9.18`, `2.4.3rc1`, `3.12.0+`.
  private static func isVersion(_ cell: String) -> Bool {
    let parts = cell.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count >= 3 && parts.prefix(2).allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
      && parts[2].first?.isNumber ?? false
  }
}
