import Foundation
import LogFormats
import TestSupport
import Testing

@testable import StudyStore

@Suite("Logs of real runs", .enabled(if: SharedData.shouldRun))
struct RealRunTests {
  private func roots() throws -> [String] {
    let runs = try #require(SharedData.root?.path) + "/realruns"
    let names = try FileManager.default.contentsOfDirectory(atPath: runs).sorted()
    return names.map { runs + "/" + $0 }
  }

  @Test("Ingesting twice changes nothing, and one root at a time in the opposite order gives the same")
  func idempotent() async throws {
    let store = try StudyStore.temporary()
    let first = try await Ingester(store: store).ingest(paths: roots())
    let image = try StoreImage(store)
    #expect(first.read > 100)
    #expect(first.unreadable == 0)
    let second = try await Ingester(store: store).ingest(paths: roots())
    #expect(second.read == 0)
    #expect(second.unchanged == first.read)
    #expect(second.unrecognised == first.unrecognised)
    #expect(try StoreImage(store) == image)

    let piecewise = try StudyStore.temporary()
    for root in try roots().reversed() { _ = try await Ingester(store: piecewise).ingest(paths: [root]) }
    #expect(try StoreImage(piecewise) == image)
  }

  @Test("Every sample that a trace's record counts is in the store")
  func samples() async throws {
    let store = try StudyStore.temporary()
    let traces = try #require(SharedData.root?.path) + "/realruns/traces"
    _ = try await Ingester(store: store).ingest(paths: [traces])
    for content in try store.contents() {
      for series in try store.series(of: content.id) {
        #expect(try store.column(of: series.id).times.count == series.series.samples)
      }
    }
  }
}
