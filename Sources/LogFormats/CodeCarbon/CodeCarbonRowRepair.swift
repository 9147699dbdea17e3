/// Finds the columns of a row that has other cells than the header has columns.
///
/// Releases 3.2.9 and 3.3.0 drop the empty columns of a new row and append it without a header, so that what follows a
/// dropped column stands too far left; 3.1.2 to 3.2.3 drop columns from the header. Such a row is used only when its
/// cells fit the columns in exactly one way, by type and with what belongs together left out together.
enum CodeCarbonRowRepair {
  /// The columns of CodeCarbon 3.2.1 and later.
  static let fullLayout = [
    "timestamp", "project_name", "run_id", "experiment_id", "duration", "emissions", "emissions_rate", "cpu_power",
    "gpu_power", "ram_power", "cpu_energy", "gpu_energy", "ram_energy", "energy_consumed", "water_consumed",
    "country_name", "country_iso_code", "region", "cloud_provider", "cloud_region", "os", "python_version",
    "codecarbon_version", "cpu_count", "cpu_model", "gpu_count", "gpu_model", "longitude", "latitude", "ram_total_size",
    "tracking_mode", "cpu_utilization_percent", "gpu_utilization_percent", "ram_utilization_percent", "ram_used_gb",
    "on_cloud", "pue", "wue",
  ]

  /// More columns are of no version.
  private static let greatestWidth = 128

  /// What is left out together.
  private struct Absences {
    var cloud: Bool
    var gpu: Bool
    var place: Bool

    /// Whether a column must be left out; `nil` when that is open.
    func leavesOut(_ column: String) -> Bool? {
      switch column {
      case "cloud_provider", "cloud_region": cloud
      case "gpu_count", "gpu_model": gpu
      case "longitude", "latitude": place
      default: CodeCarbonCell.optional.contains(column) ? nil : false
      }
    }
  }

  /// The cells in the columns' places, empty ones where a column was left out; `nil` when there is no way or more than
  /// one, or a cell is empty, as then no column was dropped.
  static func assign(_ cells: [String], to columns: [String]) -> [String]? {
    guard !cells.isEmpty, cells.count <= columns.count, columns.count <= greatestWidth,
      cells.allSatisfy({ !$0.isEmpty })
    else { return nil }
    var found: [String]?
    for mask in 0..<8 {
      let absences = Absences(cloud: mask & 1 != 0, gpu: mask & 2 != 0, place: mask & 4 != 0)
      switch ways(cells, columns, absences) {
      case .none: continue
      case .several: return nil
      case .one(let filled):
        if let found, found != filled { return nil }
        found = filled
      }
    }
    return found
  }

  /// The same with the columns of CodeCarbon 3, in case the header lacks some of them.
  static func assignToFullLayout(_ cells: [String], header: [String]) -> (names: [String], cells: [String])? {
    guard header != fullLayout, Set(header).isSubset(of: fullLayout), let filled = assign(cells, to: fullLayout) else {
      return nil
    }
    return (fullLayout, filled)
  }

  private enum Ways {
    case none
    case one([String])
    case several
  }

  /// How many ways there are to place the cells in order, counted column by column.
  private static func ways(_ cells: [String], _ columns: [String], _ absences: Absences) -> Ways {
    let width = cells.count + 1
    // ways[column * width + used]: ways (2 for more) to place the first `used` cells in the columns before `column`.
    var ways = [UInt8](repeating: 0, count: (columns.count + 1) * width)
    ways[0] = 1
    for (column, name) in columns.enumerated() {
      for used in 0..<width where ways[column * width + used] > 0 {
        let known = ways[column * width + used]
        let leavesOut = absences.leavesOut(name)
        if leavesOut != false { add(known, to: &ways[(column + 1) * width + used]) }
        if leavesOut != true, used < cells.count, fits(cells[used], name, absences) {
          add(known, to: &ways[(column + 1) * width + used + 1])
        }
      }
    }
    switch ways[columns.count * width + cells.count] {
    case 0: return .none
    case 1: return .one(trace(ways, cells, columns, absences))
    default: return .several
    }
  }

  private static func add(_ known: UInt8, to total: inout UInt8) { total = min(total + known, 2) }

  /// A run in no cloud has neither a provider nor its region.
  private static func fits(_ cell: String, _ column: String, _ absences: Absences) -> Bool {
    if column == "on_cloud" { return cell == (absences.cloud ? "N" : "Y") }
    return CodeCarbonCell.fits(cell, column)
  }

  /// Walks the single way back: of the two steps that can lead to a place, only one begins where a way leads.
  private static func trace(
    _ ways: [UInt8], _ cells: [String], _ columns: [String], _ absences: Absences
  ) -> [String] {
    let width = cells.count + 1
    var filled = [String](repeating: "", count: columns.count)
    var used = cells.count
    for column in columns.indices.reversed() {
      let leavesOut = absences.leavesOut(columns[column])
      if leavesOut != false, ways[column * width + used] > 0 { continue }
      guard used > 0 else { return filled }
      used -= 1
      filled[column] = cells[used]
    }
    return filled
  }
}
