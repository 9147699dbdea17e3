public import Accounting
import LogFormats
import LogScanning
import Mustache
import Plotting
import ReportTemplates
public import StudyFile
import StudyStore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What keeps a report from being written.
public enum ReportError: Error, Sendable, CustomStringConvertible {
  /// A file or folder could not be written; `reason` is the system's own text.
  case unwritable(path: String, reason: String)
  /// Another process is writing a report into the folder; nothing was changed.
  case inUse(path: String)
  /// A template of the user's cannot be read or is no Mustache.
  case template(path: String, reason: String)
  /// The attributes that a table was to be made by.
  case factors(FactorError)

  public var description: String {
    switch self {
    case .unwritable(let path, let reason): "\(path): cannot be written (\(reason))"
    case .inUse(let path):
      "\(path): another process is writing a report into this folder; wait until it is done, or name another folder"
    case .template(let path, let reason): "\(path): not a usable template (\(reason))"
    case .factors(let error): error.description
    }
  }
}

/// A whole report: documents, tables, figures and data of a study.
public struct StudyReport {
  let footprint: StudyFootprint
  let file: StudyFile
  let hasStudyFile: Bool
  let version: String
  let choices: ReportChoices
  let companions: StudyCompanions

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - footprint: the numbers.
  ///   - file: the study file, for title and labels.
  ///   - hasStudyFile: whether there was one.
  ///   - version: the version of fodspor that the report prints.
  ///   - choices: what the manifest records, and what is not in the footprint: whether values of which less than half
  ///     was measured are given, marked, and the gain of the early stop.
  ///   - companions: the files that the study file names, for the manifest.
  public init(
    footprint: StudyFootprint, file: StudyFile, hasStudyFile: Bool, version: String,
    choices: ReportChoices = ReportChoices(), companions: StudyCompanions = .none
  ) {
    self.footprint = footprint
    self.file = file
    self.hasStudyFile = hasStudyFile
    self.version = version
    self.choices = choices
    self.companions = companions
  }

  private func tables(_ factors: RunFactors = .none) -> ReportTables {
    ReportTables(
      footprint: footprint, labels: Labels(file), showsLowCoverage: choices.showsLowCoverage,
      stopGain: choices.stopGain ?? EarlyStop.defaultGain, factors: factors)
  }

  /// Two lines for the terminal: what was counted, and what was found.
  public var summary: String {
    let facts = facts.texts.mapValues { TerminalEscaping().escape($0.spacedText) }
    func fact(_ key: String) -> String { facts[key] ?? "--" }
    return """
      \(fact("trainings")) of \(fact("runs")) on \(fact("datasets")), \(fact("completed_epochs")): \
      \(fact("it_energy")) IT energy, \(fact("facility_energy")) with PUE \(fact("pue")), \(fact("co2e")) CO2e
      \(fact("finding_counts"))
      """
  }

  private var facts: ReportFacts {
    ReportFacts(
      footprint: footprint, tables: tables(), title: file.title, hasStudyFile: hasStudyFile, version: version)
  }

  /// Writes everything below a folder and returns the written files' paths relative to it, in order.
  ///
  /// Each file is written under a temporary name and renamed, so that a half-written file never has its final name. The
  /// manifest of an earlier report is removed first and the new one is written last: a folder without one holds an
  /// interrupted report, or parts of two. While it is missing, ``EarlierReport/pendingManifestPath`` tells the report's
  /// files from logs.
  ///
  /// - Parameters:
  ///   - folder: is kept from other reports as long as the object lives.
  ///   - templates: a folder with templates that replace the shipped ones of the same name.
  public func write(to folder: ReportFolder, templates: String?) async throws(ReportError) -> [String] {
    let files = try files(templates: templates)
    try folder.hold()
    return try await write(files, to: folder.path, templates: templates)
  }

  private func write(
    _ files: [ReportFile], to folder: String, templates: String?
  ) async throws(ReportError) -> [String] {
    try Self.refuseLinks(in: folder, for: files.map(\.path) + [ReportManifest.path])
    let writer = manifest(templates: templates)
    // Only the paths are known yet, and they are what it is for.
    let announced = writer.manifest(of: files.map { .init(path: $0.path, bytes: 0, sha256: "") })
    _ = try ReportFile(EarlierReport.pendingManifestPath, announced.text).write(to: folder)
    try Self.remove(folder + "/" + ReportManifest.path)
    var outputs = try await ReportFile.write(files, to: folder)
    outputs.append(try ReportFile(ReportManifest.path, writer.manifest(of: outputs).text).write(to: folder))
    try Self.remove(folder + "/" + EarlierReport.pendingManifestPath)
    return outputs.map(\.path).sorted()
  }

  /// Every file of the report as text, in order of path.
  public func render(templates: String? = nil) throws(ReportError) -> [(path: String, text: String)] {
    let files = try files(templates: templates).map { (path: $0.path, text: $0.text) }
    let manifest = manifest(templates: templates).manifest(of: files)
    return (files + [(ReportManifest.path, manifest.text)]).sorted { $0.path < $1.path }
  }

  private func manifest(templates: String?) -> ManifestWriter {
    ManifestWriter(
      footprint: footprint, file: file, companions: companions, choices: choices, version: version,
      templates: templates)
  }

  /// Every file but the manifest, in order of path.
  private func files(templates: String?) throws(ReportError) -> [ReportFile] {
    let documentTemplates = try DocumentTemplates(folder: templates)
    let factors: RunFactors
    do { factors = try RunFactors(choices.factors, file: file) } catch { throw .factors(error) }
    let tables = tables(factors)
    let backTest = footprint.backTest()
    let figures = ReportFigures(footprint: footprint, labels: Labels(file), tables: tables, backTest: backTest)
      .render(choices.venue.figureStyle)
    var files: [(path: String, text: String)] = []
    let parts = tables.all(embodied: file.embodied, backTest: backTest, includesEpochs: false).map {
      choices.printsIntervals ? $0.withIntervals() : $0
    }
    for part in parts {
      if part.isForDocuments {
        files.append(
          (
            "tables/\(part.name).tex",
            LaTeXTableRenderer(style: choices.tableStyle).render(FormattedTable(part.printed))
          ))
      }
      files.append(("tables/\(part.name).csv", CSVTableRenderer().render(part.data)))
    }
    let data = ReportData(footprint: footprint, tables: tables, version: version)
    for (name, text) in data.files { files.append(("data/\(name)", text)) }
    let documents = ReportDocuments(
      facts: facts, tables: tables, printed: parts.filter(\.isForDocuments).map(\.printed), figures: figures,
      choices: choices, constants: ManifestConstants.of(footprint, file: file),
      templates: documentTemplates)
    files += try documents.render()
    files += BoAmpsReports(footprint: footprint, tables: tables, version: version).files
    let streamed =
      figures.flatMap { Self.files(of: $0.rendered) } + [
        ReportFile("tables/epochs.csv", hasEveryEpoch: true, pieces: tables.writeEpochs),
        ReportFile("data/runs.json", hasEveryEpoch: true, pieces: data.writeRuns),
      ]
    return (files.map { ReportFile($0.path, $0.text) } + streamed).sorted { $0.path < $1.path }
  }

  /// A figure's files, made when they are written: together they are larger than all that the figures are made of.
  private static func files(of figure: RenderedFigure) -> [ReportFile] {
    let path = "figures/\(figure.name)"
    return [
      ReportFile(path + ".svg") { $0(figure.svg) }, ReportFile(path + ".tikz.tex") { $0(figure.tikz) },
      ReportFile(path + ".csv") { $0(figure.csv) }, ReportFile(path + ".txt", figure.description + "\n"),
    ]
  }

  /// Throws when a folder of the report is a symbolic link: the report would be written somewhere else, which a folder
  /// that came from elsewhere could choose.
  private static func refuseLinks(in folder: String, for paths: [String]) throws(ReportError) {
    let folders = Set(paths.compactMap(\.parentPath))
    for name in folders.sorted() {
      let path = folder + "/" + name
      let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
      guard type != .typeSymbolicLink else {
        throw .unwritable(path: path, reason: "it is a symbolic link, which a report does not write through; remove it")
      }
    }
  }

  private static func remove(_ path: String) throws(ReportError) {
    do { try ReplacedFile.remove(path) } catch { throw .unwritable(path: path, reason: error.reason) }
  }
}
