import LogScanning

/// Where `sacct`'s fields stand, by the header.
struct SacctColumns: Equatable {
  private let places: [String: Int]
  /// Cells in a row.
  let width: Int
  let separator: DelimitedFields.Separator

  /// Reads a header; `nil` when the line is none.
  init?(header line: RawSpan) {
    guard line.contains("JobID"), line.byteCount < 1 << 16 else { return nil }
    let separator = DelimitedHeader.separator(of: line)
    guard separator != .blanks else { return nil }
    let names = DelimitedFields.texts(in: line, separator: separator)
    var places: [String: Int] = [:]
    for (place, name) in names.enumerated() where places[name] == nil { places[name] = place }
    guard places["JobID"] != nil || places["JobIDRaw"] != nil, places.keys.count(where: Self.fields.contains) >= 2
    else {
      return nil
    }
    self.places = places
    self.separator = separator
    width = names.count
  }

  var hasEnergy: Bool { places["ConsumedEnergyRaw"] != nil || places["ConsumedEnergy"] != nil }

  /// The cell of a field; `nil` when it is absent, empty or unknown.
  func cell(_ field: String, in cells: [String]) -> String? {
    guard let place = places[field], place < cells.count else { return nil }
    let text = cells[place]
    return text.isEmpty || text == "Unknown" || text == "None" || text == "None assigned" ? nil : text
  }

  /// Fields by which `sacct` is told from other tables with a job's number.
  private static let fields: Set = [
    "JobID", "JobIDRaw", "JobName", "Partition", "Account", "AllocCPUS", "State", "ExitCode", "Elapsed", "ElapsedRaw",
    "Start", "End", "NodeList", "AllocTRES", "ReqTRES", "ConsumedEnergy", "ConsumedEnergyRaw", "NNodes", "CPUTime",
    "CPUTimeRAW", "MaxRSS", "Submit", "User", "AveCPU", "TotalCPU", "Cluster", "UserCPU", "TRESUsageInTot",
  ]
}
