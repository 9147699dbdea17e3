import Alignment
import LogFormats
import Quantities
import StudyFile
import StudyStore

/// Chooses, for every component of an attempt, the evidence that counts, and checks it against the rest.
///
/// The order is: differences of an energy counter, integral of power samples, a tracker's means, CodeCarbon, other
/// tools' totals. The first that covers at least half of the attempt counts; when none does, the one that covers most.
/// Evidence for one component is never added to other evidence for the same component.
struct AttemptAccountant {
  let study: AlignedStudy
  let store: StudyStore
  let basis: AccountingBasis
  private(set) var diagnostics: [StudyDiagnostic] = []
  /// Evidence that is linked to one attempt only.
  private let exclusive: Set<String>

  init(study: AlignedStudy, store: StudyStore, basis: AccountingBasis) {
    let links = study.runs.flatMap(\.attempts).flatMap(\.links).map(\.evidence)
    exclusive = Set(Dictionary(links.map { ($0, 1) }, uniquingKeysWith: +).filter { $0.value == 1 }.keys)
    self.study = study
    self.store = store
    self.basis = basis
  }

  /// The footprint of one attempt.
  mutating func footprint(of attempt: Attempt) throws(AccountingError) -> AttemptFootprint {
    var candidates: [ComponentEnergy] = []
    var traces: [(evidence: Evidence, trace: TraceEvidence, link: EvidenceLink)] = []
    for link in attempt.links {
      guard let evidence = study.evidence(link.evidence) else { continue }
      switch evidence.content {
      case .trace(let trace): traces.append((evidence, trace, link))
      case .tracker(let session):
        candidates += TrackerEnergy.components(
          session, of: evidence, over: attempt,
          link: link.epochs.map { .epochs(matched: $0.matched, of: $0.of, from: $0.from) } ?? link.reason,
          choice: basis.tracker)
      case .codecarbon(let row):
        candidates += CodeCarbonEnergy.components(row, of: evidence, over: attempt)
      case .energyRecord(let record, _):
        candidates += EnergyRecordEnergy.components(record, of: evidence, over: attempt)
      }
    }
    let logged = candidates
    let (rates, series) = basis.rates(ofLog: attempt.logPath, year: attempt.window.start.utcYear)
    var integration = TraceIntegration(
      store: store, attempt: attempt, exclusive: exclusive, policy: basis.gaps, curve: series?.curve)
    candidates += try integration.components(of: traces)
    diagnostics += integration.diagnostics
    let chosen = choose(among: candidates, duration: attempt.window.duration)
    let checks = crossChecks(of: chosen, against: candidates, attempt: attempt)
    var footprint = AttemptFootprint(
      components: chosen, crossChecks: checks, duration: attempt.window.duration, logged: logged)
    footprint.uncertainty = AttemptUncertainty(attempt: attempt).terms(of: chosen) { component in
      guard case .trace(let trace)? = component.evidence.first.flatMap(study.evidence)?.content else { return "" }
      return trace.format.rawValue
    }
    footprint.rates = rates
    if let series { footprint.rates = try apply(series, to: footprint, of: attempt, rates: rates) }
    report(footprint, attempt: attempt)
    return footprint
  }

  /// Integrates an attempt's energy with a series of intensities, and refuses a series that is too short.
  private mutating func apply(
    _ series: SourcedSeries, to footprint: AttemptFootprint, of attempt: Attempt, rates: AppliedRates
  ) throws(AccountingError) -> AppliedRates {
    var rates = rates
    let course = footprint.course(of: attempt)
    let emissions = course.emissions(at: series.curve)
    rates.course = course
    rates.emissions = emissions
    guard emissions.total.joules > 0 else { return rates }
    guard emissions.coverage == 1 || (series.allowsGaps && emissions.covered.joules > 0) else {
      throw .intensity(
        .seriesTooShort(
          path: series.path, logPath: attempt.logPath, training: attempt.window, series: series.curve.window,
          share: emissions.coverage))
    }
    rates.intensity.value = .gramsPerKilowattHour(emissions.carbon.grams / emissions.total.kilowattHours)
    if emissions.coverage < 1 {
      diagnostics.append(
        StudyDiagnostic(
          path: attempt.logPath,
          Diagnostic(
            .warning, "carbon.series-part",
            "\(series.path) covers \(Int((100 * emissions.coverage).rounded(.down))) % of the energy; CO2e is that of this "
              + "part, a lower bound.")))
    }
    if emissions.spread.joules > 0 {
      diagnostics.append(
        StudyDiagnostic(
          path: attempt.logPath,
          Diagnostic(
            .info, "carbon.series-spread",
            "Of \(Self.percent(emissions.spread / emissions.total)) % of the energy only totals are known; they were spread "
              + "evenly over their parts of the training before they met the carbon intensity.")))
    }
    return rates
  }

  private func choose(among candidates: [ComponentEnergy], duration: Duration) -> [ComponentEnergy] {
    func coverage(_ energy: ComponentEnergy) -> Double {
      duration > .zero ? energy.coveredTime.inSeconds / duration.inSeconds : 0
    }
    var chosen: [ComponentEnergy] = []
    for component in Component.allCases {
      let known = candidates.filter { $0.component == component && $0.total != nil }.sorted {
        ($0.method, $0.evidence.first ?? "") < ($1.method, $1.evidence.first ?? "")
      }
      if let best = known.first(where: { coverage($0) >= 0.5 }) ?? known.max(by: { coverage($0) < coverage($1) }) {
        chosen.append(best)
      }
    }
    // carbontracker's CPU value holds the DRAM zones that it lists.
    if chosen.contains(where: { $0.component == .cpu && $0.includesMemory }) {
      chosen.removeAll { $0.component == .dram }
    }
    // A node's meter contains everything else.
    if chosen.contains(where: { $0.component != .node }) { chosen.removeAll { $0.component == .node } }
    return chosen
  }

  private func crossChecks(
    of chosen: [ComponentEnergy], against candidates: [ComponentEnergy], attempt: Attempt
  ) -> [CrossCheck] {
    var checks: [CrossCheck] = []
    for other in candidates {
      var members = chosen.filter { $0.component == other.component && $0.evidence != other.evidence }
      if other.includesMemory { members += chosen.filter { $0.component == .dram } }
      // A node's meter is checked against the sum of what was chosen instead of it.
      if other.component == .node, members.isEmpty { members = chosen.filter { $0.component != .node } }
      guard let first = members.first else { continue }
      let compared = attempt.parts.indices.filter { part in
        other.byPart[part] != nil && members.allSatisfy { $0.byPart[part] != nil }
          && (attempt.parts[part].epoch != nil || other.isSpread || other.includesPauses || other.component == .node)
      }
      guard !compared.isEmpty else { continue }
      func sum(_ part: Int) -> Energy { members.compactMap { $0.byPart[part] }.compensatedSum() }
      let differences = compared.compactMap { part -> CrossCheck.EpochDifference? in
        guard let epoch = attempt.parts[part].epoch, let energy = other.byPart[part] else { return nil }
        return .init(epoch: attempt.epochs[epoch].index, chosen: sum(part), other: energy)
      }
      checks.append(
        CrossCheck(
          component: other.component, chosenComponents: Set(members.map(\.component)),
          evidence: other.evidence.first ?? "", method: other.method,
          chosenMethod: members.map(\.method).max() ?? first.method,
          epochs: other.isSpread ? nil : differences.count,
          devices: other.devices.count, chosenDevices: members.reduce(0) { $0 + $1.devices.count },
          isModelled: other.isModelled, includesMemory: other.includesMemory,
          chosen: compared.map(sum).compensatedSum(),
          other: compared.compactMap { other.byPart[$0] }.compensatedSum(),
          worst: other.isSpread || other.includesPauses
            ? nil : differences.max { abs($0.relative) < abs($1.relative) }))
    }
    return checks.sorted { ($0.component, $0.evidence) < ($1.component, $1.evidence) }
  }

  /// A ratio in whole per cent; evidence may be so wrong that it has none.
  private static func percent(_ ratio: Double) -> String {
    Int(exactly: (100 * ratio).rounded()).map { String($0) } ?? "an absurd number of"
  }

  private mutating func report(_ footprint: AttemptFootprint, attempt: Attempt) {
    func add(_ diagnostic: Diagnostic) {
      diagnostics.append(StudyDiagnostic(path: attempt.logPath, diagnostic))
    }
    if footprint.components.isEmpty {
      add(Diagnostic(.warning, "energy.none", "No evidence tells what this attempt took; it is in no energy."))
    } else if let coverage = footprint.coverage, coverage < 0.95 {
      let worst = footprint.components.min { $0.coveredTime < $1.coveredTime }
      add(
        Diagnostic(
          .info, "energy.coverage",
          "\(worst?.component.rawValue ?? "") was measured for \(Int((coverage * 100).rounded(.down))) % of the attempt "
            + "(\(worst?.method.rawValue ?? "")); what it took in the rest is not in the energy."))
    }
    for check in footprint.crossChecks where check.isWhole && check.relativeDifference < -0.02 {
      add(
        Diagnostic(
          .warning, "crosscheck.node",
          "\(check.evidence), a meter of the whole node, has \(Self.percent(1 + check.relativeDifference)) % of the energy of "
            + "\(check.chosenComponents.sorted().map(\.rawValue).joined(separator: ", ")), which are parts of it."))
    }
    for check in footprint.crossChecks
    where abs(check.relativeDifference) > 0.15 && !check.isModelled && !check.isWhole {
      add(
        Diagnostic(
          .warning, "crosscheck.total",
          "\(check.evidence) has \(Self.percent(1 + check.relativeDifference)) % of the "
            + "\(check.component.rawValue) energy of the \(check.chosenMethod.rawValue), with \(check.devices) against "
            + "\(check.chosenDevices) devices."))
    }
    for check in footprint.crossChecks where !check.isWhole {
      guard let worst = check.worst, let epochs = check.epochs, epochs > 1, worst.chosen.joules > 0 else { continue }
      // A constant factor between two sources is one thing, a single epoch that falls out another.
      let others = (check.other - worst.other) / (check.chosen - worst.chosen)
      let here = worst.other / worst.chosen
      if others.isFinite, others > 0, abs(here / others - 1) > 0.25 {
        add(
          Diagnostic(
            .warning, "crosscheck.epoch",
            "In epoch \(worst.epoch) \(check.evidence) has \(Self.percent(here)) % of the \(check.component.rawValue) "
              + "energy of the \(check.chosenMethod.rawValue), in the other epochs \(Self.percent(others)) %.")
        )
      }
    }
  }
}
