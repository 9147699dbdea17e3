import Accounting
import Alignment
import Foundation
import LogFormats
import Quantities
import StudyFile
import StudyStore
import Testing

/// The recording in `fixtures/h100-node`: five trainings on one H100, each with the GPU's energy counter as the truth.
enum H100Node {
  /// Where the recording lies.
  static let folder = DemoStudy.packageRoot.appending(path: "fixtures/h100-node")

  /// All of it, without a study file.
  static let whole = Task { try await ReportedStudy(paths: [folder.appending(path: "study").path]) }

  /// One kind of power or energy, without the others.
  enum Reading: String, CaseIterable, Sendable {
    case everySecond = "`nvidia-smi -l 1`, `power.draw`"
    case average = "`nvidia-smi -lms 100`, `power.draw.average`"
    case instant = "`nvidia-smi -lms 100`, `power.draw.instant`"
    case counter = "NVML's energy counter every 100 ms"

    var file: String {
      switch self {
      case .everySecond: "traces/nvidia-smi-1s.csv"
      case .average, .instant: "traces/nvidia-smi-100ms.csv"
      case .counter: "traces/nvml-100ms.csv"
      }
    }

    /// A study file with the zones, and what makes the reading count.
    var studyFile: String {
      let zones = """
        time-zones:
          - {zone: Europe/Copenhagen, paths: ["nnUNet_results/**", "carbontracker/**", "slurm/**"]}
          - {zone: America/New_York, paths: ["traces/nvidia-smi-1s.csv"]}
        time-zone: UTC

        """
      let columns = """
        traces:
          - paths: [\(file)]
            time: {column: timestamp, zone: UTC}
            values: [{column: "power.draw.instant [W]", component: gpu}]

        """
      let all =
        self == .everySecond
        ? zones : zones.replacing("  - {zone: America/New_York, paths: [\"traces/nvidia-smi-1s.csv\"]}\n", with: "")
      return self == .instant ? all + columns : all
    }
  }

  /// The study with one reading only.
  static func study(_ reading: Reading) async throws -> ReportedStudy {
    let file = try StudyFile.parse(reading.studyFile, fileName: "fodspor.yml")
    let declarations = TraceDeclarations(file.traces.map(\.declaration)) { file.traceDeclaration(ofFile: $0) }
    let store = try StudyStore.temporary()
    let parts = ["nnUNet_results", "carbontracker", "slurm", reading.file, "traces/pmon.txt"]
    _ = try await Ingester(store: store, declarations: declarations)
      .ingest(paths: parts.map { folder.appending(path: "study/\($0)").path })
    return try ReportedStudy(store: store, study: file)
  }

  /// The studies with one reading each.
  static let studies = Task {
    var studies: [Reading: ReportedStudy] = [:]
    for reading in Reading.allCases { studies[reading] = try await study(reading) }
    return studies
  }

  /// What really happened in one process.
  struct Truth: Sendable {
    let job: Int
    /// Joules of the GPU from its start to each event; the events' times.
    var events: [(name: String, epoch: Int?, time: Instant, joules: Double?)] = []

    func event(_ name: String, _ epoch: Int? = nil) -> (time: Instant, joules: Double)? {
      events.lazy.filter { $0.name == name && $0.epoch == epoch }.compactMap { event in
        event.joules.map { (event.time, $0) }
      }.first
    }
  }

  /// The truth by job.
  static func truth() throws -> [Truth] {
    let text = try String(contentsOf: folder.appending(path: "truth.csv"), encoding: .utf8)
    let jobs = ["0,1": 48211, "1,1": 48212, "1,2": 48215, "2,1": 48219, "3,1": 48220]
    var truths: [Int: Truth] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let job = try #require(jobs["\(cells[1]),\(cells[2])"])
      truths[job, default: Truth(job: job)].events.append(
        (
          cells[3], Int(cells[4]), Instant(nanoseconds: try #require(Int64(cells[0]))),
          Double(cells[5]).map { $0 / 1000 }
        )
      )
    }
    return truths.keys.sorted().compactMap { truths[$0] }
  }

  /// Trainings that had the GPU to themselves.
  static let alone = [48211, 48212, 48215]

  /// An epoch of a training that was alone on the GPU: what was found, and what the counter says.
  struct Epoch {
    let job: Int
    let index: Int
    let seconds: Double
    let found: Double
    let truth: Double

    /// Relative to the truth.
    var error: Double { found / truth - 1 }
  }

  /// The epochs of at least 5 s, as the log has them or with the checkpoint and the plot after them.
  static func epochs(_ study: ReportedStudy, withPauses: Bool) throws -> [Epoch] {
    var found: [Epoch] = []
    for truth in try truth() where alone.contains(truth.job) {
      let (_, attempt, measured) = try #require(study.attempt(ofJob: truth.job))
      let gpu = try #require(measured.components.first { $0.component == .gpu })
      for (place, part) in attempt.parts.enumerated() {
        guard let number = part.epoch, attempt.epochs[number].status != .aborted else { continue }
        let index = attempt.epochs[number].index
        let from = try #require(truth.event("epoch_start", index))
        let to = try #require(truth.event(withPauses ? "epoch_end" : "epoch_work_end", index))
        let seconds = from.time.duration(to: to.time).inSeconds
        // After the last epoch the pause is followed by the final checkpoint, which is no part of the epoch's.
        guard seconds >= 5, !withPauses || number + 1 < attempt.epochs.count else { continue }
        let places = withPauses ? [place, place + 1] : [place]
        let energy = try places.map { try #require(gpu.byPart[$0]).joules }.reduce(0, +)
        found.append(
          Epoch(job: truth.job, index: index, seconds: seconds, found: energy, truth: to.joules - from.joules))
      }
    }
    return found
  }
}
