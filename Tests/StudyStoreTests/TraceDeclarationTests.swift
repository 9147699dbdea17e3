import LogFormats
import Quantities
import Testing

@testable import StudyStore

/// Files that are read by what a study file says about them.
@Suite("Reading by declaration")
struct TraceDeclarationTests {
  /// Joules of intervals since a start that the file does not tell, as `perf stat -I 1000 -x,` writes them.
  private static let text = """
         1.000100000,9.50,Joules,power/energy-pkg/,2002451247,100.00,,
         2.000200000,10.50,Joules,power/energy-pkg/,2002451247,100.00,,

    """
  private static let start = TraceDeclaration(start: .utc(Instant(nanoseconds: 1_700_000_000_000_000_000)))

  private let scratch: Scratch
  private let store: StudyStore

  init() throws {
    scratch = try Scratch()
    store = try StudyStore.temporary()
    try scratch.write(Self.text, to: "a/perf.csv")
  }

  private func ingest(_ declaration: TraceDeclaration?, paths: Set<String> = ["perf.csv"]) async throws -> IngestSummary
  {
    let declarations = TraceDeclarations([declaration].compactMap(\.self)) { paths.contains($0) ? declaration : nil }
    return try await Ingester(store: store, declarations: declarations).ingest(paths: [scratch.at("a")])
  }

  private func clocks(of store: StudyStore? = nil) throws -> [TraceLog.Clock] {
    try (store ?? self.store).contents().compactMap { content -> TraceLog.Clock? in
      if case .trace(let log) = content.record { log.clock } else { nil }
    }
  }

  @Test("A file is read by what is said about it, and anew when that changes or is taken back")
  func changes() async throws {
    #expect(try await ingest(nil).read == 1)
    #expect(try clocks() == [.relative])
    #expect(try await ingest(Self.start).read == 1)
    #expect(try clocks() == [.utc])
    #expect(try await ingest(Self.start).unchanged == 1)
    let id = try #require(try store.contents().first?.id)
    #expect(try store.series(of: id).first?.firstTime == 1_700_000_001_000_100_000)
    #expect(try store.series(of: id).first?.series.origin == 1_700_000_000_000_000_000)
    let later = TraceDeclaration(start: .local(WallTime(nanoseconds: 1_800_000_000_000_000_000)))
    #expect(try await ingest(later).read == 1)
    #expect(try clocks() == [.local])
    #expect(try await ingest(nil).read == 1)
    #expect(try clocks() == [.relative])
  }

  @Test("A copy about which nothing is said does not undo it, in either order of names", arguments: ["0.csv", "z.csv"])
  func copies(name: String) async throws {
    try scratch.write(Self.text, to: "a/\(name)")
    #expect(try await ingest(Self.start).read == 2)
    #expect(try clocks() == [.utc])
    #expect(try await ingest(Self.start).unchanged == 2)
  }

  @Test("Merging keeps what was said")
  func merging() async throws {
    _ = try await ingest(Self.start)
    let other = try StudyStore.temporary()
    try other.merge(store)
    #expect(try clocks(of: other) == [.utc])
  }
}
