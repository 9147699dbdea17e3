import LogScanning
import Testing

/// Paths are taken apart at bytes.
@Suite("Paths")
struct PathTests {
  @Test(
    "Names, folder above, and last name",
    arguments: [
      ("/a/b/c.log", ["a", "b", "c.log"], "c.log", "/a/b"), ("a//b/", ["a", "b"], "b", "a//b"), ("/", [], "", ""),
      ("a", ["a"], "a", nil), ("", [], "", nil),
      // A slash and the mark behind it are one `Character`.
      ("logs/\u{301}a/\u{308}.csv", ["logs", "\u{301}a", "\u{308}.csv"], "\u{308}.csv", "logs/\u{301}a"),
    ] as [(String, [String], String, String?)])
  func parts(path: String, components: [String], last: String, above: String?) {
    #expect(path.pathComponents == components)
    #expect(path.lastPathComponent == last)
    #expect(path.parentPath == above)
  }

  @Test(
    "A path is absolute by its first byte", arguments: [("/a", true), ("/\u{301}", true), ("a/b", false), ("", false)])
  func absolute(path: String, isAbsolute: Bool) { #expect(path.isAbsolutePath == isAbsolute) }
}
