import LogScanning
import Quantities

/// Reads the rows of `emissions.csv` by the names in its header, which differ between versions.
struct CodeCarbonColumns {
  /// In the order of the file.
  let names: [String]
  private let places: [String: Int]

  /// Takes a header; `nil` when the line is none.
  init?(header line: RawSpan) {
    guard line.contains("emissions"), line.contains("duration"), line.contains("timestamp") else { return nil }
    self.init(names: DelimitedFields.texts(in: line, separator: .comma))
  }

  /// Takes the names of a header; `nil` when what every version writes is not among them.
  init?(names: [String]) {
    var places: [String: Int] = [:]
    for (place, name) in names.enumerated() where places[name] == nil { places[name] = place }
    guard places["timestamp"] != nil, places["duration"] != nil, places["emissions"] != nil else { return nil }
    self.places = places
    self.names = names
  }

  /// Cells in a row.
  var width: Int { names.count }

  /// Whether the file has a column.
  func has(_ name: String) -> Bool { places[name] != nil }

  /// Reads a row that has the right width; `nil` when its time or duration cannot be read.
  func row(_ cells: [String], line: Int) -> CodeCarbonRow? {
    guard let stamp = text("timestamp", cells), let end = Self.wallTime(stamp),
      let seconds = number("duration", cells), seconds >= 0
    else { return nil }
    var row = CodeCarbonRow(end: end, seconds: seconds, line: line)
    // Version 1 calls the id of a run that of an experiment; later ones have both.
    row.runID = text(has("run_id") ? "run_id" : "experiment_id", cells)
    row.project = text("project_name", cells)
    row.task = text("task_name", cells)
    row.toolVersion = text("codecarbon_version", cells)
    row.countryISO3 = text("country_iso_code", cells)
    row.pue = number("pue", cells)
    // CodeCarbon multiplies its energies by the PUE it was given (emissions_tracker.py, `energy *= self._pue`).
    let pue = row.pue.flatMap { $0 > 0 ? $0 : nil } ?? 1
    row.cpuKilowattHours = number("cpu_energy", cells).map { $0 / pue }
    row.gpuKilowattHours = number("gpu_energy", cells).map { $0 / pue }
    row.ramKilowattHours = number("ram_energy", cells).map { $0 / pue }
    row.totalKilowattHours = number("energy_consumed", cells).map { $0 / pue }
    row.grams = number("emissions", cells).map { $0 * 1000 }
    row.cpuWatts = number("cpu_power", cells)
    row.gpuWatts = number("gpu_power", cells)
    row.ramWatts = number("ram_power", cells)
    row.ramGigabytes = number("ram_total_size", cells)
    row.litres = number("water_consumed", cells)
    row.wue = number("wue", cells)
    // Kilograms a second from 2.2.0, which is also the first version that writes its number; grams a second before.
    let isKilograms = has("codecarbon_version") && !Self.isBefore2Point2(row.toolVersion)
    row.gramsPerSecond = number("emissions_rate", cells).map { isKilograms ? $0 * 1000 : $0 }
    row.cpuModel = text("cpu_model", cells)
    row.gpuModel = text("gpu_model", cells)
    row.gpuCount = number("gpu_count", cells).flatMap { Int(exactly: $0) }
    row.trackingMode = text("tracking_mode", cells)
    return row
  }

  private static func isBefore2Point2(_ version: String?) -> Bool {
    let parts = (version ?? "").split(separator: ".").prefix(2).map { Int($0) ?? 0 }
    guard parts.count == 2 else { return false }
    return (parts[0], parts[1]) < (2, 2)
  }

  private func text(_ name: String, _ cells: [String]) -> String? {
    guard let place = places[name], place < cells.count, !cells[place].isEmpty else { return nil }
    return cells[place]
  }

  /// A number that can be computed with; `nil` for an empty cell, `nan` and anything else.
  private func number(_ name: String, _ cells: [String]) -> Double? {
    guard var text = text(name, cells) else { return nil }
    let value = text.withUTF8 { UnsafeRawBufferPointer($0).bytes.double() }
    return value.flatMap { abs($0) < 1e100 ? $0 : nil }
  }

  private static func wallTime(_ text: String) -> WallTime? {
    var text = text
    return text.withUTF8 { bytes -> WallTime? in
      let span = UnsafeRawBufferPointer(bytes).bytes
      guard let (time, length) = span.leadingWallTime(), length == span.byteCount else { return nil }
      return time
    }
  }
}
