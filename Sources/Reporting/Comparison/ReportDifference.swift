/// What two reports differ in, choices and constants first.
public struct ReportDifference: Sendable {
  public let oldName: String
  public let newName: String
  /// `nil` unless both reports have a manifest.
  let manifests: ManifestDifference?
  let changes: [TableComparison.CellChange]
  let addedRows: [TableComparison.RowChange]
  let removedRows: [TableComparison.RowChange]
  let addedColumns: [String]
  let removedColumns: [String]
  let addedTables: [String]
  let removedTables: [String]
  /// Numbers that stand in both reports.
  public let comparedNumbers: Int
  /// The tolerance that was asked for.
  let tolerance: Double
  /// What explains changed numbers.
  let reasons: [String]

  /// The tables that people read first; the others follow by name.
  private static let order = [
    "selection", "footprint", "purposes", "strategies", "runs", "trainings", "parts", "methods",
  ]

  /// Compares two reports.
  ///
  /// - Parameter tolerance: numbers whose difference is at most this share of the greater one count as equal; 0 to 1.
  public init(_ old: ReportNumbers, _ new: ReportNumbers, tolerance: Double = 0) {
    oldName = old.name
    newName = new.name
    self.tolerance = tolerance
    if let before = old.manifest, let after = new.manifest {
      manifests = ManifestDifference(before, after)
    } else {
      manifests = nil
    }
    // Two single files may have any names.
    let isPair = old.tables.count == 1 && new.tables.count == 1
    let newTables = Dictionary(new.tables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let oldNames = Set(old.tables.map(\.name))
    func rank(_ table: NumberTable) -> Int { Self.order.firstIndex(of: table.name) ?? Self.order.count }
    let sorted = old.tables.sorted { (rank($0), $0.name) < (rank($1), $1.name) }
    var comparisons: [TableComparison] = []
    var removed: [String] = []
    for table in sorted {
      if let other = newTables[table.name] ?? (isPair ? new.tables.first : nil) {
        comparisons.append(TableComparison(table, other, tolerance: tolerance))
      } else {
        removed.append(table.name)
      }
    }
    removedTables = removed
    addedTables = isPair ? [] : new.tables.map(\.name).filter { !oldNames.contains($0) }
    changes = comparisons.flatMap(\.changes)
    addedRows = comparisons.flatMap(\.added)
    removedRows = comparisons.flatMap(\.removed)
    addedColumns = comparisons.flatMap(\.addedColumns)
    removedColumns = comparisons.flatMap(\.removedColumns)
    comparedNumbers = comparisons.reduce(0) { $0 + $1.comparedNumbers }
    reasons = ConstantReasons.sentences(changes, constants: manifests?.constants ?? [])
  }

  /// Whether the reports' numbers, choices and constants are the same; versions and inputs do not count.
  public var isEmpty: Bool {
    changes.isEmpty && addedRows.isEmpty && removedRows.isEmpty && addedColumns.isEmpty && removedColumns.isEmpty
      && addedTables.isEmpty && removedTables.isEmpty && manifests?.choices.isEmpty ?? true
      && manifests?.constants.isEmpty ?? true
  }
}
