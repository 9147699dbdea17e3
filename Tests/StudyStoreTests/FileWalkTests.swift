import Foundation
import Quantities
import Testing

@testable import StudyStore

@Suite("Walking directories")
struct FileWalkTests {
  @Test(
    "Paths become absolute by their text alone",
    arguments: [
      ("a/b", "/home/u/a/b"), ("/a//b/./c", "/a/b/c"), ("../x", "/home/x"), ("/../..", "/"), (".", "/home/u"),
      ("/a/b/..", "/a"), ("/a/b/", "/a/b"),
    ])
  func absolute(path: String, expected: String) {
    #expect(AbsolutePath.lexical(path, in: "/home/u") == expected)
  }

  @Test("A path lies in a directory only at a boundary of its components")
  func contains() {
    #expect(AbsolutePath.contains("/a/b", "/a/b/c"))
    #expect(AbsolutePath.contains("/a/b", "/a/b"))
    #expect(!AbsolutePath.contains("/a/b", "/a/bc"))
    #expect(AbsolutePath.contains("/", "/a"))
  }

  @Test(
    "Names of images, arrays and models are passed over",
    arguments: ["case.nii.gz", "x.NPZ", "checkpoint_final.pth", "model_best.model.pkl", "progress.png", "s.sqlite-wal"])
  func skippedNames(_ name: String) { #expect(FileNameRules.cannotBeLog(name)) }

  @Test("Names of logs are not", arguments: ["training_log_1.txt", "power.csv.gz", "x.pt.log", "nii", "sqlite"])
  func keptNames(_ name: String) { #expect(!FileNameRules.cannotBeLog(name)) }

  @Test("Entries are sorted by bytes, each once, with the shortest root")
  func order() throws {
    let scratch = try Scratch()
    for name in ["b/z.log", "b/Z.log", "b/é.log", "a.log", "b/c/d.log", ".git/config"] {
      try scratch.write(name, to: name)
    }
    let walk = try FileWalk(paths: [scratch.at("b/c"), scratch.path, scratch.at("a.log")], excluding: [])
    let names = ["a.log", "b/Z.log", "b/c/d.log", "b/z.log", "b/é.log"]
    #expect(walk.entries.map(\.path) == names.map { scratch.at($0) })
    #expect(walk.entries.allSatisfy { $0.root == scratch.path && $0.problem == nil })
    #expect(walk.entries.map(\.byteCount) == names.map { Int64($0.utf8.count) })
    #expect(walk.entries[0].modified.nanoseconds == 1_700_000_000_000_000_000)
  }

  @Test("Links to files are followed; links to directories are told and not followed, unless named")
  func links() throws {
    let scratch = try Scratch()
    try scratch.write("x", to: "real/x.log")
    try scratch.write("y", to: "tree/y.log")
    try scratch.link("tree/x.log", to: scratch.at("real/x.log"))
    try scratch.link("tree/loop", to: scratch.at("tree"))
    try scratch.link("tree/away", to: scratch.at("real"))
    let walk = try FileWalk(paths: [scratch.at("tree")], excluding: [])
    #expect(walk.entries.map(\.path) == [scratch.at("tree/x.log"), scratch.at("tree/y.log")])
    #expect(walk.linkedDirectories == [scratch.at("tree/away"), scratch.at("tree/loop")])
    let named = try FileWalk(paths: [scratch.at("tree"), scratch.at("tree/away")], excluding: [])
    #expect(named.entries.map(\.path).contains(scratch.at("tree/away/x.log")))
    #expect(named.linkedDirectories == [scratch.at("tree/loop")])
  }

  @Test("What cannot be looked at is an entry with a problem; pipes are passed over")
  func problems() throws {
    let scratch = try Scratch()
    try scratch.write("x", to: "x.log")
    try scratch.link("dangling.log", to: scratch.at("nothing"))
    try scratch.link("self.log", to: "self.log")
    try #require(mkfifo(scratch.at("pipe.log"), 0o600) == 0)
    let walk = try FileWalk(paths: [scratch.path], excluding: [])
    #expect(walk.entries.map(\.path) == ["dangling.log", "self.log", "x.log"].map { scratch.at($0) })
    #expect(walk.entries.map { $0.problem == nil } == [false, false, true])
    #expect(walk.skippedByKind == 1)
  }

  @Test("A file that the user names is taken whatever its name")
  func named() throws {
    let scratch = try Scratch()
    let path = try scratch.write("x", to: "log.png")
    #expect(try FileWalk(paths: [path], excluding: []).entries.map(\.path) == [path])
    let walk = try FileWalk(paths: [scratch.path], excluding: [])
    #expect(walk.entries.isEmpty)
    #expect(walk.skippedByName == 1)
  }

  #if os(Linux)
    @Test("Names that look alike but are different bytes are two files")
    func canonicallyEquivalent() throws {
      let scratch = try Scratch()
      try scratch.write("1", to: "e\u{301}.log")
      try scratch.write("22", to: "\u{E9}.log")
      let walk = try FileWalk(paths: [scratch.path], excluding: [])
      #expect(walk.entries.map(\.byteCount) == [1, 2])
    }
  #endif
}
