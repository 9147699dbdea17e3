public import Accounting
public import StudyFile

extension ReportTables {
  /// A table of a report, by the name of its files.
  public struct Part: Sendable {
    /// The table as documents print it.
    public let printed: Table
    /// The table as its CSV file has it; paper has no room for all that scripts may want.
    public let data: Table
    /// Whether documents may print it; the others are data only.
    let isForDocuments: Bool

    /// The file stem.
    public var name: String { printed.name }
    /// The first sentence of the caption.
    public var title: String {
      let caption = printed.caption.plainText
      return caption.firstRange(of: ". ").map { String(caption[..<$0.lowerBound]) } ?? caption
    }

    init(_ printed: Table, data: Table? = nil, isForDocuments: Bool = true) {
      self.printed = printed
      self.data = data ?? printed
      self.isForDocuments = isForDocuments
    }

    /// The same with expanded uncertainties in what documents print; CSV files have them anyway.
    public func withIntervals() -> Part {
      Part(printed.withIntervals(), data: data, isForDocuments: isForDocuments)
    }
  }

  /// All tables of a report in its order; those for documents are left out when they have no rows.
  ///
  /// - Parameters:
  ///   - embodied: what the study file says of embodied emissions.
  ///   - backTest: how wrong predictions would have been.
  ///   - includesEpochs: whether ``epochs`` is one of them, which has a row for every epoch of the study.
  public func all(
    embodied: [EmbodiedChoice], backTest: PredictionBackTest, includesEpochs: Bool = true
  ) -> [Part] {
    let printed = [
      Part(footprintTable), Part(factorTable), Part(uncertainty), Part(comparisonTable, data: extendedComparison),
      Part(metricsTable),
      Part(benchmark),
      Part(selectionTable), Part(purposeTable), Part(strategies), Part(places), Part(runs),
      Part(attempts, data: extendedAttempts),
      Part(parts), Part(methods), Part(gaps), Part(crossChecks), Part(trackers), Part(loggedVersusMeasured),
      Part(missedByTools), Part(evidenceSummary), Part(unattributed), Part(softwareCarbonIntensity(embodied)),
      Part(PredictionTables.errors(backTest), data: PredictionTables.allErrors(backTest)),
    ].filter { !$0.printed.rows.isEmpty }
    let data =
      [trainingParts] + (includesEpochs ? [epochs] : []) + [evidence, diagnostics(footprint.diagnostics), inputs]
    return printed + data.map { Part($0, isForDocuments: false) }
  }
}
