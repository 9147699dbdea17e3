import Foundation
import LogFormats
import Testing

@testable import StudyStore

/// Whatever may lie in a folder: nothing of it stops an ingest, or is passed over without being told.
@Suite("Files as they are")
struct HostileFileTests {
  private let scratch: Scratch
  private let store: StudyStore

  init() throws {
    scratch = try Scratch()
    store = try StudyStore.temporary()
  }

  private func ingest(
    _ paths: [String]? = nil, workers: Int = 2, progress: (@Sendable (IngestProgress) -> Void)? = nil
  ) async throws -> IngestSummary {
    try await Ingester(store: store, workers: workers, progress: progress).ingest(paths: paths ?? [scratch.path])
  }

  /// Makes a socket in the file system.
  private func makeSocket(_ path: String) throws {
    #if canImport(Darwin)
      let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #else
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    try withUnsafeMutableBytes(of: &address.sun_path) { target in
      try #require(bytes.count < target.count)
      target.copyBytes(from: bytes)
    }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0)
  }

  @Test("FIFOs, sockets and devices are counted and never opened")
  func kinds() async throws {
    try scratch.write("one\n", to: "1.log")
    try #require(mkfifo(scratch.at("pipe.log"), 0o600) == 0)
    try makeSocket(scratch.at("s.log"))
    // A device by a link, as making one needs privileges: it would never end.
    try scratch.link("zero.log", to: "/dev/zero")
    try scratch.link("tty.log", to: "/dev/null")
    let summary = try await ingest()
    #expect(summary.filesSeen == 1 && summary.read == 1)
    #expect(summary.skippedByKind == 4)
  }

  @Test("A FIFO in the place of an earlier report's manifest is not waited for")
  func manifestPipe() async throws {
    try scratch.write("one\n", to: "1.log")
    try FileManager.default.createDirectory(atPath: scratch.at("data"), withIntermediateDirectories: false)
    try #require(mkfifo(scratch.at("data/manifest.json"), 0o600) == 0)
    #expect(try await ingest().read == 1)
  }

  @Test("A manifest that is larger than memory is a file as any other")
  func manifestOfNULs() async throws {
    try scratch.write("", to: "data/manifest.json")
    try #require(truncate(scratch.at("data/manifest.json"), 1 << 40) == 0)
    let summary = try await ingest()
    #expect(summary.read == 1 && summary.skippedReportFiles == 0)
    #expect(try store.files().map(\.byteCount) == [1 << 40])
  }

  @Test("A terabyte of NUL bytes is told from text, and read for 64 MiB only")
  func sparse() async throws {
    try scratch.write("", to: "core.dump")
    try #require(truncate(scratch.at("core.dump"), 1 << 40) == 0)
    let summary = try await ingest()
    #expect(summary.read == 1 && summary.unrecognised == 1 && summary.unreadable == 0)
    let content = try #require(try store.contents().first)
    #expect(content.byteCount == 1 << 40)
    #expect(content.diagnostics.map(\.code) == ["file.binary"])
    #expect(content.diagnostics[0].message.contains("hash is of its first 64 MiB"))
    #expect(try await ingest().unchanged == 1)
  }

  #if os(Linux)
    @Test("Files of /proc, whose size is 0, are read to their end; what the kernel refuses is told")
    func proc() async throws {
      let paths = ["/proc/self/status", "/proc/self/mem"]
      let summary = try await ingest(paths)
      #expect(summary.read == 1)
      // Also root may not read the first page of a process.
      #expect(summary.problems.map(\.path) == ["/proc/self/mem"])
      #expect(summary.problems.first?.problem.contains("cannot be read") == true)
      let file = try #require(try store.files().first { $0.path == paths[0] })
      #expect(file.byteCount == 0)
      #expect(try #require(try store.content(file.contentID ?? -1)).byteCount > 100)
    }

    @Test("A name that is not UTF-8 is told with its directory, and nothing else is lost")
    func notUTF8() async throws {
      try scratch.write("one\n", to: "1.log")
      let name = Array(scratch.at("caf").utf8).map { CChar(bitPattern: $0) } + [CChar(bitPattern: 0xE9), 0]
      let descriptor = open(name, O_CREAT | O_WRONLY, 0o600)
      try #require(descriptor >= 0)
      close(descriptor)
      let summary = try await ingest()
      #expect(summary.read == 1)
      #expect(summary.problems.map(\.path) == [scratch.path])
      #expect(summary.problems.first?.problem.contains("not UTF-8") == true)
    }
  #endif

  static let oddNames = [
    "line\nbreak.log", "tab\tand\rreturn.log", "\"double\" 'single' `back`.log", "'; DROP TABLE file; --.log",
    "$(touch x).log", "-rf.log", " .log", "\u{1B}[31mred.log", "\u{202E}gol.txt", "*?[a].log", "back\\slash.log",
    "%s%n.log", String(repeating: "n", count: 251) + ".log",
  ]

  @Test("Any name is stored as it is", arguments: oddNames)
  func names(_ name: String) async throws {
    try #require(name.utf8.count <= 255)
    let path = scratch.at(name)
    try #require(FileManager.default.createFile(atPath: path, contents: Data("x\n".utf8)))
    #expect(try await ingest().read == 1)
    #expect(try store.files().map { Array($0.path.utf8) } == [Array(path.utf8)])
    #expect(try await ingest().unchanged == 1)
  }

  @Test("A file that vanishes before its turn is told, and the others are read")
  func vanishes() async throws {
    for name in ["1.log", "2.log", "3.log"] { try scratch.write(name + "\n", to: name) }
    let (first, second) = (scratch.at("1.log"), scratch.at("2.log"))
    // One worker: the second file is not opened before the first one is told.
    let summary = try await ingest(workers: 1) { progress in
      if progress.currentPath == first { try? FileManager.default.removeItem(atPath: second) }
    }
    #expect(summary.read == 2)
    #expect(summary.problems == [FileProblem(path: second, problem: "The file disappeared before it could be read.")])
  }

  @Test("A file that grows before its turn is read as it then is, and again next time")
  func grows() async throws {
    for name in ["1.log", "2.log"] { try scratch.write(name + "\n", to: name) }
    let (first, second) = (scratch.at("1.log"), scratch.at("2.log"))
    let summary = try await ingest(workers: 1) { progress in
      if progress.currentPath == first { try? Data("2.log\nmore\n".utf8).write(to: URL(fileURLWithPath: second)) }
    }
    #expect(summary.read == 2 && summary.unreadable == 0)
    #expect(try store.contents().map(\.byteCount).sorted() == [6, 11])
    #expect(try await ingest().read == 1)
    #expect(try await ingest().read == 0)
  }

  @Test("A path becomes a directory, a directory a file: both are followed")
  func changesKind() async throws {
    try scratch.write("one\n", to: "a")
    try scratch.write("two\n", to: "b/2.log")
    #expect(try await ingest().read == 2)
    try scratch.remove("a")
    try scratch.remove("b")
    try scratch.write("three\n", to: "a/3.log")
    try scratch.write("four\n", to: "b")
    let summary = try await ingest()
    #expect(summary.read == 2 && summary.vanished == 1)
  }

  @Test("Directories as deep as paths may be long are walked without recursion")
  func deep() async throws {
    var path = scratch.path
    while path.utf8.count < 3900 { path += "/deep" }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data("x\n".utf8).write(to: URL(fileURLWithPath: path + "/x.log"))
    #expect(try await ingest().read == 1)
  }
}
