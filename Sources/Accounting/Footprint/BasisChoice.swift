public import Alignment
import LogFormats
import Quantities
public import StudyFile

/// Chooses PUE and carbon intensity: the study file's, else what the logs agree on, else a default that is reported.
public enum BasisChoice {
  /// The basis for a study, and a finding for every choice that nobody made.
  ///
  /// - Parameter series: the series that the study file names, by their choices.
  public static func choose(
    for study: AlignedStudy, study file: StudyFile, series: [IntensitySeriesChoice: SourcedSeries] = [:]
  ) throws(IntensityLookupError) -> (basis: AccountingBasis, findings: [StudyDiagnostic]) {
    var findings: [StudyDiagnostic] = []
    let year = study.runs.flatMap(\.attempts).map(\.window.start).max().map(\.utcYear)
    let pue = pue(for: study, file: file, year: year, findings: &findings)
    let table = CarbonIntensityTable.embedded
    let intensity: SourcedIntensity
    if let choice = file.carbonIntensity {
      intensity = try table.intensity(choice, activityYear: year, series: series)
      if intensity.isFromEarlierYear, let asked = intensity.requestedYear, let found = intensity.year {
        findings.append(
          StudyDiagnostic(
            path: nil,
            Diagnostic(
              .warning, "carbon.earlier-year",
              "The table has no carbon intensity of \(intensity.place ?? "the place") for \(asked); that of \(found) was "
                + "used.")))
      }
    } else if let logged = loggedIntensity(for: study, year: year) {
      intensity = logged
      findings.append(
        StudyDiagnostic(
          path: nil,
          Diagnostic(
            .info, "carbon.place-from-logs",
            "No place is set: the study's trackers say that they ran in \(logged.place ?? "one country"), whose carbon "
              + "intensity of \(logged.year.map { String($0) } ?? "--") was used. Set carbon-intensity in fodspor.yml.")
        ))
    } else {
      intensity = try table.intensity(of: "WLD", year: year)
      findings.append(
        StudyDiagnostic(
          path: nil,
          Diagnostic(
            .warning, "carbon.world-average",
            "No place is known: CO2e is computed with the world average of \(intensity.year.map { String($0) } ?? "--"). "
              + "Set carbon-intensity in fodspor.yml, as in carbon-intensity: {country: DNK, year: 2024}.")))
    }
    var basis = AccountingBasis(
      pue: pue, intensity: intensity, car: .standard, tracker: file.carbontracker, gaps: file.gaps)
    if case .series(let choice) = file.carbonIntensity { basis.series = series[choice] }
    if file.pue.count > 1 { basis.yearlyPUE = file.pue }
    for site in file.sites {
      let own = try site.carbonIntensity.map { (choice) throws(IntensityLookupError) in
        try table.intensity(choice, activityYear: year, series: series)
      }
      var ownSeries: SourcedSeries?
      if case .series(let choice) = site.carbonIntensity { ownSeries = series[choice] }
      basis.sites.append(
        SiteRates(name: site.name, paths: site.paths, pue: site.pue, intensity: own, series: ownSeries))
    }
    let asked = file.carbonIntensity.flatMap(askedYear) ?? year
    basis.places = try file.places.map { (choice) throws(IntensityLookupError) in
      try table.intensity(choice, activityYear: asked)
    }
    try IntensityLookupError.checkBoundaries(basis.places)
    // Where no place is known the world's average holds for trainings of no site only.
    let isWorldUsed = file.carbonIntensity != nil || file.sites.allSatisfy { $0.carbonIntensity == nil }
    try IntensityLookupError.checkBoundaries((isWorldUsed ? [intensity] : []) + basis.sites.compactMap(\.intensity))
    return (basis, findings)
  }

  /// The intensity of the country in which the study's trackers found themselves; `nil` where none of them tells, or
  /// they disagree.
  ///
  /// Only the place is theirs: CodeCarbon and carbontracker have intensities of other editions and kinds.
  private static func loggedIntensity(for study: AlignedStudy, year: Int?) -> SourcedIntensity? {
    var found: [String: SourcedIntensity] = [:]
    for evidence in study.evidence where evidence.disposition == .linked {
      let places: [String] =
        switch evidence.content {
        case .codecarbon(let row): [row.countryISO3].compactMap(\.self)
        // As in "Copenhagen, Capital Region, DK".
        case .tracker(let session):
          session.intensities.compactMap { $0.place?.split(separator: ",").last }.map(String.init)
        case .trace, .energyRecord: []
        }
      for place in places {
        let code = place.filter(\.isLetter).uppercased()
        guard (2...3).contains(code.count) else { continue }
        guard let intensity = try? CarbonIntensityTable.embedded.intensity(of: code, year: year),
          let iso3 = intensity.iso3
        else { return nil }
        found[iso3] = intensity
      }
    }
    return found.count == 1 ? found.first?.value : nil
  }

  /// The year that a choice names: other places are compared in the same.
  private static func askedYear(_ choice: IntensityChoice) -> Int? {
    switch choice {
    case .country(_, let year), .value(_, let year, _, _, _): year
    case .series: nil
    }
  }

  private static func pue(
    for study: AlignedStudy, file: StudyFile, year: Int?, findings: inout [StudyDiagnostic]
  ) -> SourcedPUE {
    if let choice = file.pue.holding(in: year) { return SourcedPUE(choice) }
    var logged: Set<PowerUsageEffectiveness> = []
    for evidence in study.evidence where evidence.disposition == .linked {
      if case .tracker(let session) = evidence.content, let value = session.pue.flatMap({ PowerUsageEffectiveness($0) })
      {
        logged.insert(value)
      }
    }
    if logged.count == 1, let value = logged.first {
      findings.append(
        StudyDiagnostic(
          path: nil,
          Diagnostic(
            .info, "pue.from-logs",
            "No PUE is set: \(value.ratio) was used, the constant that the study's carbontracker logs state; it is a world "
              + "mean, not the site's. Set pue in fodspor.yml.")))
      return SourcedPUE(value: value, source: "carbontracker's built-in constant, as its logs state it", kind: .log)
    }
    let survey = PUETable.embedded.average(in: year) ?? PUETable.embedded.average()
    let chosen = survey ?? SourcedPUE(value: .none, source: "no overhead", kind: .default)
    findings.append(
      StudyDiagnostic(
        path: nil,
        Diagnostic(
          .warning, "pue.default",
          (logged.isEmpty ? "No PUE is known" : "The logs state several PUEs")
            + ": \(chosen.value.ratio) was used (\(chosen.source)). Set pue in fodspor.yml.")))
    return chosen
  }
}

extension Instant {
  /// The calendar year in UTC.
  var utcYear: Int { CivilDateTime(nanosecondsSinceEpoch: nanoseconds).year }
}
