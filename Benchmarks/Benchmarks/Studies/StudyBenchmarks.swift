import Alignment
import Benchmark
import Foundation
import Reporting
import StudyStore

/// The small study in `fixtures/demo-study`, read into a store.
private func demoStore() async throws -> (store: StudyStore, folder: String) {
  var url = URL(fileURLWithPath: #filePath)
  for _ in 0..<4 { url.deleteLastPathComponent() }
  let folder = url.appending(path: "fixtures/demo-study").path
  let store = try StudyStore.temporary()
  _ = try await Ingester(store: store).ingest(paths: [folder])
  return (store, folder)
}

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.cpuTotal, .wallClock, .instructions, .peakMemoryResident], warmupIterations: 1, maxDuration: .seconds(10),
    maxIterations: 50)

  Benchmark("align the demo study") { benchmark in
    let (store, folder) = try await demoStore()
    let (file, path) = try StudyFileLocator.load(path: nil, beside: [folder])
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      blackHole(try StudyAligner.align(store, study: file, studyFilePath: path))
    }
    benchmark.stopMeasurement()
  }

  Benchmark("align and account for the demo study") { benchmark in
    let (store, folder) = try await demoStore()
    let (file, path) = try StudyFileLocator.load(path: nil, beside: [folder])
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      blackHole(try StudyAccounting.footprint(of: store, study: file, paths: [folder], studyFilePath: path))
    }
    benchmark.stopMeasurement()
  }

  Benchmark("render the demo study's report") { benchmark in
    let (store, folder) = try await demoStore()
    let (file, path) = try StudyFileLocator.load(path: nil, beside: [folder])
    let footprint = try StudyAccounting.footprint(of: store, study: file, paths: [folder], studyFilePath: path)
    let report = StudyReport(footprint: footprint, file: file, hasStudyFile: true, version: "benchmark")
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try report.render()) }
    benchmark.stopMeasurement()
  }
}
