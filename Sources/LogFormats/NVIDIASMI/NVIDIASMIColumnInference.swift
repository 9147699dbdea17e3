import LogScanning

/// Finds the columns of `--format=csv,noheader` from the first rows.
///
/// Nothing is guessed: where two columns could be the power, the answer is ``Outcome/ambiguous(_:)``.
struct NVIDIASMIColumnInference {
  enum Outcome: Equatable {
    case columns(NVIDIASMIColumns)
    /// More than one reading is possible; the text says which.
    case ambiguous(String)
    /// There is no column that could be a power draw.
    case noPower
    /// The rows are not a power trace.
    case unreadable
  }

  private let rows: [[String]]
  private let width: Int

  /// Takes the first rows; those of another width than most are left out.
  init(rows: [[String]]) {
    var counts: [Int: Int] = [:]
    for row in rows { counts[row.count, default: 0] += 1 }
    let width = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
    self.width = width
    self.rows = rows.filter { $0.count == width }
  }

  func outcome() -> Outcome {
    var columns = NVIDIASMIColumns(width: width)
    columns.time = (0..<width).first { column in all(column) { Self.isStamp($0) } }
    let watts = (0..<width).filter { column in unit(of: column) == "W" }
    // Without a time only the unit tells that there is a power.
    guard columns.time != nil ? width >= 2 : !watts.isEmpty else { return .unreadable }
    switch power(watts.isEmpty ? unitlessPowers() : watts, hasUnits: !watts.isEmpty) {
    case .success(let column):
      columns.readings = (watts.isEmpty ? [column] : watts).map { place in
        // A column of watts that never changes beside one that does is a limit.
        NVIDIASMIColumns.Reading(
          column: place,
          property: NVIDIASMIProperty(
            inferredDraw: place == column ? "power" : "column \(place + 1)", role: place == column ? .counted : .limit))
      }
    case .failure(let failure): return failure.outcome
    }
    columns.uuid = (0..<width).first { all($0) { $0.hasPrefix("GPU-") || $0.hasPrefix("MIG-") } }
    columns.bus = (0..<width).first { all($0) { Self.isBusAddress($0) } }
    columns.index = indexColumn()
    columns.name = (0..<width).first { all($0) { Self.isModelName($0) } }
    return .columns(columns)
  }

  private struct Refusal: Error { var outcome: Outcome }

  /// With units one column of watts is the draw; of several, the one that is not constant (limits are).
  private func power(_ candidates: [Int], hasUnits: Bool) -> Result<Int, Refusal> {
    guard let first = candidates.first else { return .failure(Refusal(outcome: .noPower)) }
    if candidates.count == 1, hasUnits { return .success(first) }
    let varying = candidates.filter { column in Set(rows.map { $0[column] }).count > 1 }
    if varying.count == 1, let only = varying.first { return .success(only) }
    let places = (varying.isEmpty ? candidates : varying).map { String($0 + 1) }.joined(separator: ", ")
    return .failure(
      Refusal(
        outcome: .ambiguous(
          varying.isEmpty
            ? "the numbers in column \(places) never change and could be something else than a power"
            : "columns \(places) could each be the power draw")))
  }

  /// Without units: `nvidia-smi` prints powers with two decimals and everything else without (a driver version such as
  /// `471.11` looks the same, but never changes).
  private func unitlessPowers() -> [Int] {
    (0..<width).filter { column in
      var numbers = 0
      for row in rows {
        let cell = row[column]
        if Self.isUnavailable(cell) { continue }
        guard let point = cell.firstIndex(of: "."), cell[point...].count == 3, let value = Double(cell),
          (0...2000).contains(value)
        else { return false }
        numbers += 1
      }
      return numbers > 0
    }
  }

  /// The unit that all numbers of a column share.
  private func unit(of column: Int) -> Substring? {
    var unit: Substring?
    for row in rows {
      let cell = row[column]
      if Self.isUnavailable(cell) { continue }
      guard let blank = cell.lastIndex(of: " "), Double(cell[..<blank]) != nil else { return nil }
      let found = cell[cell.index(after: blank)...]
      if let unit, unit != found { return nil }
      unit = found
    }
    return unit
  }

  /// A column of small integers that goes through the same cycle 0, 1, … at every tick. When all rows are of one
  /// board, only one of the first two columns can be told from a utilisation of 0.
  private func indexColumn() -> Int? {
    var best: (column: Int, devices: Int)?
    for column in 0..<width {
      let values = rows.map { Int($0[column]) ?? -1 }
      guard values.allSatisfy({ (0..<64).contains($0) }) else { continue }
      let devices = Set(values).count
      let isCycle = values.indices.allSatisfy { values[$0] == values[$0 % devices] }
      let ascends = zip(values, values.dropFirst().prefix(devices - 1)).allSatisfy { $0 < $1 }
      guard isCycle, ascends, devices > 1 || column <= 1 else { continue }
      if devices > (best?.devices ?? 0) { best = (column, devices) }
    }
    return best?.column
  }

  private func all(_ column: Int, _ holds: (String) -> Bool) -> Bool {
    !rows.isEmpty && rows.allSatisfy { holds($0[column]) }
  }

  private static func isStamp(_ cell: String) -> Bool {
    var cell = cell
    return cell.withUTF8 { UnsafeRawBufferPointer($0).bytes.leadingDateTime() != nil }
  }

  /// `00000000:83:00.0`
  private static func isBusAddress(_ cell: String) -> Bool {
    let parts = cell.split(separator: ":")
    guard parts.count == 3 else { return false }
    return parts[0].count >= 4 && parts[0].allSatisfy(\.isHexDigit) && parts[1].count == 2 && parts[2].contains(".")
  }

  private static func isModelName(_ cell: String) -> Bool {
    guard !isUnavailable(cell), let first = cell.unicodeScalars.first, first.properties.isAlphabetic else {
      return false
    }
    return ["NVIDIA", "Tesla", "GeForce", "Quadro", "TITAN", "RTX", "GRID"].contains { cell.hasPrefix($0) }
  }

  private static func isUnavailable(_ cell: String) -> Bool { cell.isEmpty || cell.hasPrefix("[") || cell == "N/A" }
}
