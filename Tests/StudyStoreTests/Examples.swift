import LogFormats
import Quantities

@testable import StudyStore

/// One record of every kind, with odd numbers and odd text in it.
enum Examples {
  static let hostile = "a\u{0}b \"quoted\" '; DROP TABLE file; -- \u{1F30D} \\textbf{x} <b>\n\t"

  static let records: [LogRecord] = [
    .trainingLog(training), .tracker(tracker), .codecarbon(codecarbon), .trace(trace),
    .summary(
      ValidationSummary(
        foregroundMeanDice: 0.1 + 0.2, diceByLabel: [.init(label: "(1, 2, 3)", dice: nil)], caseCount: 3)),
    .plans(
      PlansFile(
        datasetName: "Dataset701_Blobs", plansName: hostile,
        configurations: [.init(name: "2d", batchSize: 12, patchSize: [64, 64], spacing: [1, 0.1], networkClass: nil)])),
    .dataset(DatasetFile(name: hostile, trainingCases: 40, channels: ["MRI"], labels: ["background", "blob"])),
    .debug(debug), .console(console),
    .raplDomains(RAPLDomains(zones: [.init(key: "package-0", name: "package-0", counterRange: 262_143_328_850)])),
    .none,
  ]

  static var training: TrainingLog {
    var log = TrainingLog()
    log.generation = .v2
    log.dataset = "Dataset701_Blobs"
    log.fold = 0
    log.patchSize = [64, 64]
    log.firstStamp = WallTime(nanoseconds: 1_700_000_000_123_456_789)
    log.finished = true
    for index in 0..<3 {
      let start = WallTime(nanoseconds: 1_700_000_000_000_000_001 + Int64(index) * 100_000_000_000)
      var epoch = LoggedEpoch(index: index, start: start, line: 10 + index)
      if index < 2 { epoch.end = start.advanced(by: .milliseconds(99_990)) }
      epoch.seconds = 99.99
      epoch.trainLoss = -0.1 / Double(index + 3)
      epoch.pseudoDice = [0.25, nil, 0.75]
      log.epochs.append(epoch)
    }
    log.validation = LoggedValidation(
      start: WallTime(nanoseconds: .min), end: WallTime(nanoseconds: .max), cases: 4, complete: true, meanDice: 0.5)
    return log
  }

  static var tracker: TrackerLog {
    var session = TrackerSession(line: 1)
    session.version = "2.4.7"
    session.pue = 1.58
    session.state = .finished
    session.components = [TrackerComponent(name: "gpu", devices: ["A", "B"], correctionFactor: 2)]
    for number in 1...2 {
      var epoch = TrackerEpoch(number: number, line: 5 * number)
      epoch.seconds = 10
      epoch.powers = [ComponentPower(component: "gpu", watts: [100, nil], line: 5 * number + 1)]
      session.epochs.append(epoch)
    }
    session.intensities = [.init(gramsPerKilowattHour: nil, source: .live, place: hostile, line: 3)]
    var block = ConsumptionBlock(epochs: 2, line: 20)
    block.kilowattHours = 1.25e-3
    session.actual = block
    return TrackerLog(kind: .standard, sessions: [session])
  }

  static var codecarbon: CodeCarbonLog {
    var row = CodeCarbonRow(end: WallTime(nanoseconds: 5), seconds: .infinity, line: 2)
    row.gpuKilowattHours = 1e-300
    row.project = hostile
    return CodeCarbonLog(rows: [row], supersededRows: 3)
  }

  static var trace: TraceLog {
    var gpu = TraceSeries(
      device: hostile, component: .gpu, quantity: .power, model: "NVIDIA A40", uuid: "GPU-1", index: 0)
    gpu.samples = 3
    let package = TraceSeries(
      device: "package-0", component: .cpu, quantity: .energyCounter, counterRange: .max)
    return TraceLog(clock: .utc, series: [gpu, package])
  }

  static var debug: DebugFile {
    var file = DebugFile()
    file.fold = "all"
    file.currentEpoch = 250
    file.isDistributed = false
    return file
  }

  static var console: ConsoleCapture {
    var capture = ConsoleCapture()
    capture.slurmJob = 4_410_206
    capture.training = training
    capture.tracker = tracker
    capture.tracebacks = [.init(line: 7, error: hostile)]
    capture.interruption = .timeLimit
    return capture
  }

  /// A reading with the given record and samples, under a made-up hash.
  static func reading(
    _ record: LogRecord, sha256: String = "00", format: LogFormat = .slurmOutput,
    diagnostics: [Diagnostic] = [Diagnostic(.warning, "file.long-line", line: 3, hostile)],
    samples: [TraceColumns.Column] = []
  ) throws -> ContentReading {
    let collector = TraceBlockCollector()
    for (series, column) in samples.enumerated() {
      for (time, value) in zip(column.times, column.values) {
        collector.append(series: series, time: time, value: value)
      }
    }
    return try ContentReading(
      sha256: sha256, format: format, byteCount: 1000, lineCount: 20,
      parsed: ParsedContent(record: record, version: "2.6 or later", diagnostics: diagnostics),
      series: collector.finish())
  }

  /// Writes a reading into a store as if it had been read from a file.
  static func record(
    _ reading: ContentReading, at path: String = "/logs/a.log", modified: Int64 = 0, in store: StudyStore
  ) throws {
    let entry = FileWalk.Entry(
      path: path, root: "/logs", byteCount: 10, modified: Instant(nanoseconds: modified))
    try store.writing { db in
      try FileWriter(db: db).record(FileOutcome(entry: entry, result: .success(reading)))
    }
  }
}
