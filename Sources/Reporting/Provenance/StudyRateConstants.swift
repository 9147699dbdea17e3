import Accounting
import Alignment
import Quantities
import StudyFile

/// PUEs and carbon intensities that hold for a part of a study: for some years, for a site, or from moment to moment.
///
/// The constants `pue` and `carbon_intensity` are the means of what these gave.
enum StudyRateConstants {
  /// Those of the whole study by year first, then its series, then those of each site.
  static func of(_ footprint: StudyFootprint) -> [ReportManifest.Constant] {
    let basis = footprint.basis
    var found = basis.yearlyPUE.enumerated().map { place, choice in
      ManifestConstants.pue(Self.name("pue", of: choice, place: place), SourcedPUE(choice))
    }
    if let series = basis.series { found.append(Self.series("carbon_intensity_series", series)) }
    if !basis.sites.isEmpty { found += withoutSite(footprint) }
    for (place, site) in basis.sites.enumerated() {
      let title = SiteRates.title(name: site.name, place: place)
      // Two sites may have one name.
      let isFirst = basis.sites.prefix(place).allSatisfy { $0.name != site.name }
      let prefix = "site_" + (isFirst ? title : "\(title)_\(place + 1)")
      found += site.pue.enumerated().map { number, choice in
        ManifestConstants.pue(
          site.pue.count > 1 ? name(prefix + "_pue", of: choice, place: number) : prefix + "_pue",
          SourcedPUE(choice, site: site.name), place: site.name)
      }
      if let series = site.series {
        found.append(Self.series(prefix + "_carbon_intensity_series", series))
      } else if let intensity = site.intensity {
        found.append(ManifestConstants.intensity(prefix + "_carbon_intensity", intensity))
      }
    }
    return found
  }

  /// `pue_2024`, `pue_2021_2023`, or by its place among several, counted from 1.
  private static func name(_ stem: String, of choice: PUEChoice, place: Int) -> String {
    guard let period = choice.period else { return "\(stem)_\(place + 1)" }
    let years = [period.lowerBound, period.upperBound]
    return ([stem] + (years[0] == years[1] ? years.prefix(1) : years.prefix(2)).map { "\($0)" }).joined(separator: "_")
  }

  /// A series by its mean over all its time, which tells two series apart; what holds for a training is weighted.
  private static func series(_ name: String, _ series: SourcedSeries) -> ReportManifest.Constant {
    var constant = ManifestConstants.intensity(name, series.source)
    constant.source += ", mean over its time"
    return constant
  }

  /// What holds for the trainings that no site's rule, or none with such a rate, matches.
  private static func withoutSite(_ footprint: StudyFootprint) -> [ReportManifest.Constant] {
    let basis = footprint.basis
    var found: [ReportManifest.Constant] = []
    for attempt in footprint.runs.flatMap({ zip($0.run.attempts, $0.attempts) }) {
      guard let rates = attempt.1.rates else { continue }
      let site = basis.sites.first { site in site.paths.contains { $0.matches(attempt.0.logPath) } }
      if site?.pue.isEmpty ?? true, basis.yearlyPUE.isEmpty {
        found.append(ManifestConstants.pue("without_site_pue", rates.pue))
      }
      if site?.intensity == nil, rates.emissions == nil {
        found.append(ManifestConstants.intensity("without_site_carbon_intensity", rates.intensity))
      }
    }
    return ["without_site_pue", "without_site_carbon_intensity"].compactMap { name in
      found.first { $0.name == name }
    }
  }
}
