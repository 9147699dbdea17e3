import LogScanning
import Quantities

/// Reads the rows of `emissions.csv` by the names in its header, which differ between versions.
struct CodeCarbonColumns {
  /// Cells in a row.
  let width: Int
  private let places: [String: Int]

  /// Takes a header; `nil` when the line is none.
  init?(header line: RawSpan) {
    guard line.contains("emissions"), line.contains("duration"), line.contains("timestamp") else { return nil }
    let names = DelimitedFields.texts(in: line, separator: .comma)
    var places: [String: Int] = [:]
    for (place, name) in names.enumerated() where places[name] == nil { places[name] = place }
    guard places["timestamp"] != nil, places["duration"] != nil, places["emissions"] != nil else { return nil }
    self.places = places
    width = names.count
  }

  /// Whether the file has a column.
  func has(_ name: String) -> Bool { places[name] != nil }

  /// Reads a row that has the right width; `nil` when its time or duration cannot be read.
  func row(_ cells: [String], line: Int) -> CodeCarbonRow? {
    guard let stamp = text("timestamp", cells), let end = Self.wallTime(stamp),
      let seconds = number("duration", cells), seconds >= 0
    else { return nil }
    var row = CodeCarbonRow(end: end, seconds: seconds, line: line)
    row.runID = text("run_id", cells)
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
    row.cpuModel = text("cpu_model", cells)
    row.gpuModel = text("gpu_model", cells)
    row.gpuCount = number("gpu_count", cells).flatMap { Int(exactly: $0) }
    row.trackingMode = text("tracking_mode", cells)
    return row
  }

  private func text(_ name: String, _ cells: [String]) -> String? {
    guard let place = places[name], place < cells.count, !cells[place].isEmpty else { return nil }
    return cells[place]
  }

  /// A finite number; `nil` for an empty cell, `nan` and anything else.
  private func number(_ name: String, _ cells: [String]) -> Double? {
    guard var text = text(name, cells) else { return nil }
    let value = text.withUTF8 { UnsafeRawBufferPointer($0).bytes.double() }
    return value.flatMap { $0.isFinite ? $0 : nil }
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
