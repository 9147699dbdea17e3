import Benchmark
import Foundation
import LogFormats
import StudyStore

/// Takes samples and keeps none of them, so that a parser is measured alone.
private final class NoSamples: TraceSampleSink {
  private var sum: Int64 = 0

  func append(series: Int, time: Int64, value: Int64) { sum &+= value }

  func takeBack(series: Int) -> Bool { false }
}

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.cpuTotal, .wallClock, .instructions, .throughput, .peakMemoryResident], warmupIterations: 1, maxDuration: .seconds(3),
    maxIterations: 1000)

  let logs = MadeLogs()

  for log in logs.large {
    Benchmark("parse \(log.name)") { benchmark in
      for _ in benchmark.scaledIterations {
        blackHole(try LogFileReader.read(path: log.path, samples: NoSamples()))
      }
    }
    Benchmark("store \(log.name)") { benchmark in
      for _ in benchmark.scaledIterations {
        let store = try StudyStore.temporary()
        blackHole(try await Ingester(store: store, workers: 1).ingest(paths: [log.path]))
      }
    }
  }

  // Sniffing and the parser's start, which is most of what a small file takes: one benchmark for each format.
  for definition in FormatRegistry.definitions {
    let format = definition.format.rawValue
    let files = MadeLogs.fixtures(of: format)
    guard !files.isEmpty else { continue }
    Benchmark("small files: \(format)") { benchmark in
      for _ in benchmark.scaledIterations {
        for file in files { blackHole(try LogFileReader.read(path: file, samples: NoSamples())) }
      }
    }
  }

  Benchmark("store: 2,000 small files") { benchmark in
    for _ in benchmark.scaledIterations {
      let store = try StudyStore.temporary()
      blackHole(try await Ingester(store: store).ingest(paths: [logs.folder]))
    }
  }

  Benchmark("store: 2,000 small files, unchanged") { benchmark in
    let store = try StudyStore.temporary()
    _ = try await Ingester(store: store).ingest(paths: [logs.folder])
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try await Ingester(store: store).ingest(paths: [logs.folder])) }
    benchmark.stopMeasurement()
  }

  Benchmark("samples: 2,000,000 from a store") { benchmark in
    let store = try StudyStore.temporary()
    _ = try await Ingester(store: store).ingest(paths: [logs.trace.path])
    let series = try store.contents().flatMap { try store.series(of: $0.id) }
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      var sum: Int64 = 0
      for one in series { try store.samples(of: one.id) { _, values in for value in values { sum &+= value } } }
      blackHole(sum)
    }
    benchmark.stopMeasurement()
  }
}
