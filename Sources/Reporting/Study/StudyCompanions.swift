import Accounting
import Alignment
import LogScanning
public import StudyFile

/// The files that a study file names, as they were read: series of carbon intensities and files of metrics.
public struct StudyCompanions: Sendable {
  /// One of the files.
  struct File: Sendable, Hashable {
    /// The path, as the study file writes it.
    let named: String
    /// Unpacked.
    let bytes: Int
    /// Of the unpacked bytes, lower-case hexadecimal.
    let sha256: String
    /// Points of a series, rows of metrics.
    var records: [ReportManifest.Records]
    /// What it was used for.
    var uses: [ReportManifest.Use]
  }

  /// Each file once, in the order in which ``names(in:)`` has them.
  let files: [File]
  /// What the files of metrics hold.
  public let metricValues: [MetricValue]
  /// The series by their choices.
  let series: [IntensitySeriesChoice: SourcedSeries]
  /// What was found in the series' files.
  let findings: [StudyDiagnostic]

  /// No files.
  public static let none = StudyCompanions(files: [], metricValues: [], series: [:], findings: [])

  /// The paths that a study file names, each once: the study's series, those of sites, then metrics.
  static func names(in file: StudyFile) -> [String] {
    let all = seriesChoices(of: file).map(\.choice.path) + file.metricFiles.map(\.path)
    return all.reduce(into: []) { found, path in if !found.contains(path) { found.append(path) } }
  }

  /// Reads the files that a study file names.
  ///
  /// - Parameter studyFile: the study file's path; relative paths begin in its folder, else in the working folder.
  /// - Throws: ``StudyError`` when one is missing, cannot be read, or is not what the study file says.
  public static func read(for file: StudyFile, beside studyFile: String?) throws(StudyError) -> StudyCompanions {
    try read(for: file, studyFile: studyFile ?? StudyFileLocator.fileName) { named throws(FileReadError) in
      try CompanionContent(path: path(of: named, beside: studyFile))
    }
  }

  /// Reads the files of metrics that a study file names, and no others.
  static func metrics(of file: StudyFile, beside studyFile: String) throws(StudyError) -> [MetricValue] {
    var metrics = StudyFile()
    metrics.metricFiles = file.metricFiles
    return try read(for: metrics, beside: studyFile).metricValues
  }

  /// Where a file lies that a study file names.
  static func path(of named: String, beside studyFile: String?) -> String {
    guard !named.isAbsolutePath, let folder = studyFile?.parentPath else { return named }
    return folder + "/" + named
  }

  /// Reads the files that a study file names, by a way of one's own.
  ///
  /// - Parameters:
  ///   - studyFile: the study file, for messages.
  ///   - content: the content of a file by its path as the study file writes it.
  static func read(
    for file: StudyFile, studyFile: String, content: @escaping (String) throws(FileReadError) -> CompanionContent
  ) throws(StudyError) -> StudyCompanions {
    var reader = CompanionReader(studyFile: studyFile, content: content)
    for (choice, site) in seriesChoices(of: file) { try reader.takeSeries(choice, site: site) }
    for choice in file.metricFiles { try reader.takeMetrics(choice) }
    return reader.companions
  }

  /// The series that a study file names, with the site that each is for; `nil` for the whole study.
  private static func seriesChoices(of file: StudyFile) -> [(choice: IntensitySeriesChoice, site: String?)] {
    let sites = file.sites.enumerated().map { place, site in
      (site.carbonIntensity, SiteRates.title(name: site.name, place: place))
    }
    return ([(file.carbonIntensity, nil)] + sites).compactMap { intensity, site in
      if case .series(let choice) = intensity { (choice, site) } else { nil }
    }
  }
}

extension SiteRates {
  /// What to call a site: its name, else its place among the sites, counted from 1.
  static func title(name: String?, place: Int) -> String { name ?? String(place + 1) }
}
