import Accounting
import Alignment
import LogFormats
import LogScanning
import Quantities
import StudyFile

/// Reads companions one after the other; each file once.
struct CompanionReader {
  let studyFile: String
  let content: (String) throws(FileReadError) -> CompanionContent
  private var contents: [String: CompanionContent] = [:]
  private var files: [StudyCompanions.File] = []
  private var values: [MetricValue] = []
  private var series: [IntensitySeriesChoice: SourcedSeries] = [:]
  private var findings: [StudyDiagnostic] = []

  init(studyFile: String, content: @escaping (String) throws(FileReadError) -> CompanionContent) {
    self.studyFile = studyFile
    self.content = content
  }

  var companions: StudyCompanions {
    StudyCompanions(files: files, metricValues: values, series: series, findings: findings)
  }

  mutating func takeSeries(_ choice: IntensitySeriesChoice, site: String?) throws(StudyError) {
    let use = ReportManifest.Use(
      purpose: site == nil ? "carbon intensity" : "carbon intensity of sites", of: [site].compactMap(\.self))
    guard series[choice] == nil else { return note(choice.path, use: use) }
    func refusal(_ reason: IntensityFileError) -> StudyError {
      .intensity(.seriesUnusable(path: choice.path, reason: reason.description))
    }
    let text: CompanionContent
    do { text = try open(choice.path) } catch { throw refusal(.unreadable("\(error)")) }
    guard !text.isTooLarge else {
      throw refusal(.unreadable("larger than \(CompanionContent.maximumBytes >> 20) MiB"))
    }
    let file: IntensityFile
    do throws(IntensityFileError) {
      file = try IntensityFileReader.read(
        bytes: text.text, fileName: choice.path.lastPathComponent,
        localOffsets: choice.timeZone.map { zone in { wall in zone.offset(forWallTime: wall) } })
    } catch { throw refusal(error) }
    let found: SourcedSeries
    do { found = try SourcedSeries(choice, in: file) } catch { throw .intensity(error) }
    series[choice] = found
    findings += file.diagnostics.map { StudyDiagnostic(path: choice.path, $0) }
    note(choice.path, use: use, records: .init(kind: "points", count: found.curve.intervals.count))
  }

  mutating func takeMetrics(_ choice: MetricFileChoice) throws(StudyError) {
    let text: CompanionContent
    do { text = try open(choice.path) } catch {
      throw .metricsUnreadable(path: choice.path, studyFile: studyFile)
    }
    guard !text.isTooLarge, let csv = String(validating: text.text, as: UTF8.self) else {
      throw .metricsUnreadable(path: choice.path, studyFile: studyFile)
    }
    let found: [MetricValue]
    do {
      found = try MetricFileReader.values(in: csv, fileName: choice.path, lowerIsBetter: choice.lowerIsBetter)
    } catch { throw .studyFile(error) }
    values += found
    note(
      choice.path, use: .init(purpose: "metrics", of: Set(found.map(\.metric)).sorted()),
      records: .init(kind: "rows", count: found.count))
  }

  private mutating func open(_ named: String) throws(FileReadError) -> CompanionContent {
    if let known = contents[named] { return known }
    let read = try content(named)
    contents[named] = read
    files.append(.init(named: named, bytes: read.byteCount, sha256: read.sha256, records: [], uses: []))
    return read
  }

  /// Adds to what a file was used for, and to what was read in it.
  private mutating func note(
    _ named: String, use: ReportManifest.Use, records: ReportManifest.Records? = nil
  ) {
    guard let place = files.firstIndex(where: { $0.named == named }) else { return }
    var file = files[place]
    if let known = file.uses.firstIndex(where: { $0.purpose == use.purpose }) {
      file.uses[known].of = Set(file.uses[known].of + use.of).sorted()
    } else {
      file.uses = (file.uses + [use]).sorted()
    }
    if let records {
      if let known = file.records.firstIndex(where: { $0.kind == records.kind }) {
        file.records[known].count += records.count
      } else {
        file.records = (file.records + [records]).sorted { $0.kind < $1.kind }
      }
    }
    files[place] = file
  }
}
