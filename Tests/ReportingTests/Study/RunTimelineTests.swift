import Accounting
import Alignment
import Foundation
import LogFormats
import Plotting
import Quantities
import StudyFile
import StudyStore
import TestSupport
import Testing

@testable import Reporting

/// The timeline of runs and the trail of their energy, on the demo study and the reference runs.
@Suite("Timelines and energy trails")
struct RunTimelineTests {
  /// A store with its numbers.
  struct Study: Sendable {
    let store: StudyStore
    let footprint: StudyFootprint
    let labels: Labels

    init(folder: URL) async throws {
      let (file, _) = try StudyFileLocator.load(path: nil, beside: [folder.path])
      store = try StudyStore.temporary()
      _ = try await Ingester(store: store).ingest(paths: [folder.path])
      footprint = try StudyAccounting.footprint(of: store, study: file, paths: [])
      labels = Labels(file)
    }

    init(_ study: ReportedStudy) {
      store = study.store
      footprint = study.footprint
      labels = Labels(StudyFile())
    }

    func explanation(_ run: Int) throws -> String {
      let readings = try EnergyReadings(footprint, run: run, store: store)
      return RunExplanation(footprint, run: run, column: .energy, readings: readings).text
    }

    func details(_ run: Int) throws -> String {
      let timeline = try RunTimeline(footprint, runs: [run], store: store)
      return RunDetails(footprint, run: run, timeline: timeline).text
    }
  }

  static let demo = Task { try await Study(folder: DemoStudy.folder) }
  static let real = Task { Study(try await RealRuns.zoned.value) }

  /// Each block of summands that a trail shows, with its total.
  private static func sums(in text: String) -> [(name: String, summands: [Double], total: Double?)] {
    var found: [(name: String, summands: [Double], total: Double?)] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.split(separator: " ")
      if words.first == "sum" {
        found.append((line.trimmingCharacters(in: .whitespaces), [], nil))
        isInside = true
      } else if isInside, words.last == "J", let number = words.dropLast().last {
        if words.first == "total" {
          found[found.count - 1].total = Double(number)
          isInside = false
        } else {
          found[found.count - 1].summands.append(Double(number) ?? 0)
        }
      }
    }
    return found
  }

  private static func checkSums(_ study: Study, run: Int) throws {
    let text = try study.explanation(run)
    let sums = sums(in: text)
    #expect(!sums.isEmpty)
    for sum in sums {
      let added = sum.summands.reduce(0, +)
      // Each is printed to a thousandth of a joule.
      let total = try #require(study.footprint.runs[run].energy == nil ? sum.total ?? 0 : sum.total, "\(text)")
      #expect(abs(added - total) <= 0.0006 * Double(sum.summands.count + 1), "\(sum) in\n\(text)")
    }
    let energy = study.footprint.runs[run].energy?.joules
    #expect(sums.last?.total == energy.map { ($0 * 1000).rounded() / 1000 }, "\(text)")
    for attempt in study.footprint.runs[run].run.attempts { #expect(text.contains(attempt.logPath)) }
  }

  @Test("sums of a trail close in the demo study")
  func demoSumsClose() async throws {
    let study = try await Self.demo.value
    for run in study.footprint.runs.indices { try Self.checkSums(study, run: run) }
  }

  @Test("sums of a trail close in the reference runs")
  func realSumsClose() async throws {
    let study = try await Self.real.value
    for run in study.footprint.runs.indices { try Self.checkSums(study, run: run) }
  }

  @Test("a trail names files, lines, clocks, links, methods and what does not count")
  func trailIsComplete() async throws {
    let study = try await Self.real.value
    let run = try #require(
      study.footprint.runs.firstIndex { $0.run.attempts.contains { $0.slurmJob == 4_410_206 } })
    let text = try study.explanation(run)
    for part in [
      "clock UTC+01:00 (zone Europe/Copenhagen in fodspor.yml)",
      "from traces/nvidia-smi_4410206.csv: Slurm job 4410206 in both\n",
      "rows stamped 2026-11-23T10:25:46", "epochs 0–2 useful: ", ", lines 23 to 46", "epoch 3 redone",
      "epoch 4 aborted",
      "power samples (measured)", "energy counter (measured)", "GPU 1 (NVIDIA A40): ", "trace.counter-wrap",
      "before and after the training, not counted", "compared only", "[timeline.aborted-epoch-end]",
      "traces/variants/rapl_package0_only.csv: left out", "nothing is rounded before it is printed",
    ] { #expect(text.contains(part), "\(part) is not in\n\(text)") }
  }

  @Test("figures of all runs, and of all together, are good and the same each time")
  func figures() async throws {
    for study in [try await Self.demo.value, try await Self.real.value] {
      let all = Array(study.footprint.runs.indices)
      for runs in all.map({ [$0] }) + [all] {
        let timeline = try RunTimeline(study.footprint, runs: runs, store: study.store)
        let figure = timeline.figure(labels: study.labels)
        for style in [FigureStyle.article, .nature] {
          let problems = figure.render(style).scene.problems()
          #expect(problems.isEmpty, "\(problems)")
        }
        #expect(timeline.svg(labels: study.labels) == figure.render(.article).svg)
        #expect(WellFormedXML.rootElement(of: timeline.svg(labels: study.labels)) == "svg")
        let lanes = figure.render(.article).csv
        for attempt in runs.flatMap({ study.footprint.runs[$0].run.attempts }) {
          #expect(lanes.contains(",\(attempt.label),"))
        }
      }
    }
  }

  @Test("the table of parts has every part, and its energies add up")
  func partsTable() async throws {
    let study = try await Self.demo.value
    let tables = ReportTables(footprint: study.footprint, labels: study.labels)
    for (place, run) in study.footprint.runs.enumerated() {
      let table = tables.parts(of: [place])
      #expect(table.rows.count == run.run.attempts.reduce(0) { $0 + $1.parts.count })
      let energy = try #require(table.columns.firstIndex { $0.key == "it_energy" })
      let components = table.columns.indices.dropFirst(energy + 2)
      let sum = table.rows.compactMap { $0.cells[energy].value.number }.reduce(0, +)
      #expect(abs(sum - (run.energy?.joules ?? 0)) < 1e-6)
      for row in table.rows {
        let parts = components.compactMap { row.cells[$0].value.number }.reduce(0, +)
        #expect(abs(parts - (row.cells[energy].value.number ?? 0)) < 1e-6)
      }
    }
    let all = tables.parts(of: Array(study.footprint.runs.indices))
    #expect(all.columns.first?.key == "run")
  }

  @Test("the text folds runs of epochs and keeps to 100 columns")
  func text() async throws {
    let study = try await Self.real.value
    for run in study.footprint.runs.indices {
      let lines = try study.details(run).split(separator: "\n").map(String.init)
      let rows = lines.drop { !$0.hasPrefix("  timeline ") }
      for line in rows where line.contains("Z ") && !line.contains("/") { #expect(line.count <= 100, "\(line)") }
    }
    let run = try #require(study.footprint.runs.firstIndex { $0.run.attempts.contains { $0.slurmJob == 4_410_206 } })
    let text = try study.details(run)
    #expect(text.contains("\n  epochs 0–2 useful              2026-11-23T09:25:47.293Z"))
    #expect(text.contains("\n    between them, 2×"))
    #expect(text.contains("GPU power trace, counted for GPU, 100.0 % of the training\n"))
  }

  @Test("a gap in a trace is told and drawn")
  func gaps() async throws {
    let folder = try TemporaryFolder()
    let runFolder = "nnUNet_results/Dataset701_Blobs/nnUNetTrainerCT_8epochs__nnUNetPlans__2d/fold_0"
    for path in ["\(runFolder)/training_log_2026_11_23_09_46_10.txt", "slurm/slurm-4410226.out"] {
      try folder.write(try Data(contentsOf: DemoStudy.folder.appending(path: path)), to: path)
    }
    let trace = "traces/nvidia-smi_4410226.csv"
    let rows = try String(contentsOf: DemoStudy.folder.appending(path: trace), encoding: .utf8).split(separator: "\n")
    try folder.write((rows[..<60] + rows[80...]).joined(separator: "\n") + "\n", to: trace)
    let study = try await Study(folder: folder.url)
    let text = try study.details(0)
    #expect(text.contains("GPU 0: 1 gap, 1"), "\(text)")
    let timeline = try RunTimeline(study.footprint, runs: [0], store: study.store)
    let gap = try #require(timeline.devices.first?.reading.gaps.first)
    #expect(abs(gap.duration.inSeconds - 10.7) < 0.6)
    let svg = timeline.svg(labels: study.labels)
    #expect(svg.contains(">GPU 0 · 1 gap</text>") && svg.contains(">gap in a trace</text>"))
    let trail = try study.explanation(0)
    #expect(
      trail.contains("          1 gap over 2.00 s, 1")
        && trail.contains(EvidenceWording.gapRule(.bridge) + ": trace.gap"))
    try Self.checkSums(study, run: 0)
  }

  @Test("a tracker's correction and a clock without a rule are told")
  func trackerAlone() async throws {
    let folder = try TemporaryFolder()
    let demo = DemoStudy.folder.path
    let root = "nnUNet_results/Dataset701_Blobs"
    for path in try FileManager.default.subpathsOfDirectory(atPath: demo)
    where (path.hasPrefix(root) || path.hasPrefix("carbontracker/Dataset701")) && path.contains(".") {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: demo + "/" + path, isDirectory: &isFolder), !isFolder.boolValue
      else { continue }
      try folder.write(try Data(contentsOf: URL(fileURLWithPath: demo + "/" + path)), to: path)
    }
    let study = try await Study(folder: folder.url)
    let texts = try study.footprint.runs.indices.map { try study.explanation($0) }.joined(separator: "\n")
    #expect(texts.contains("tracker mean × duration (logged)"))
    #expect(texts.contains("clock UTC (assumed, no zone rule: clock.zone-assumed)"))
    #expect(texts.contains("[clock.zone-assumed]"))
    #expect(texts.contains("epochs, lines "))
    for run in study.footprint.runs.indices { try Self.checkSums(study, run: run) }
  }

  // MARK: - Power in buckets

  @Test("buckets hold the energy of what was added")
  func buckets() {
    let window = TimeWindow(start: Instant(nanoseconds: 0), end: Instant(nanoseconds: 80_000_000_000))
    var grid = PowerGrid(window)
    func stretch(_ from: Double, _ to: Double) -> TimeWindow {
      TimeWindow(start: Instant(nanoseconds: Int64(from * 1e9)), end: Instant(nanoseconds: Int64(to * 1e9)))
    }
    grid.add(stretch(-10, 30), first: 0, last: 400)
    grid.add(stretch(30, 200), first: 100, last: 100)
    let joules = grid.buckets.reduce(0) { $0 + $1.joules }
    #expect(abs(joules - (30 * (100 + 400) / 2 + 50 * 100)) < 1e-6)
    #expect(abs(grid.buckets.reduce(0) { $0 + $1.seconds } - 80) < 1e-9)
    #expect(grid.buckets.map(\.low).min().map { abs($0 - 100) < 1e-9 } == true)
    #expect(grid.buckets.map(\.high).max().map { abs($0 - 400) < 1e-9 } == true)
    var empty = PowerGrid(stretch(5, 5))
    empty.add(stretch(0, 10), first: 1, last: 1)
    #expect(empty.buckets.isEmpty)
  }
}
