import StudyFile
import Testing

@Suite struct GlobTests {
  @Test(arguments: [
    ("a.txt", "a.txt"), ("*.txt", "a.txt"), ("*.txt", ".txt"), ("a/*/c", "a/b/c"), ("?.txt", "ä.txt"),
    ("**/*.txt", "a.txt"), ("**/*.txt", "x/y/a.txt"), ("a/**", "a/b"), ("a/**", "a/b/c/d"), ("a/**/d", "a/d"),
    ("a/**/d", "a/b/c/d"), ("**", "a/b"), ("**/**", "a"), ("a/**/b/**/c", "a/x/b/b/y/c"), ("./a/./b", "a/b"),
    ("a**b", "axyb"), ("*a*b*c*", "xaybbzc"), ("[x]{y}\\", "[x]{y}\\"), ("**/fold_?/*", "r/fold_0/log.txt"),
  ])
  func matches(pattern: String, path: String) throws {
    #expect(try Glob(pattern).matches(path))
  }

  @Test(arguments: [
    ("*.txt", "x/a.txt"), ("*.txt", "a.TXT"), ("?.txt", ".txt"), ("?.txt", "ab.txt"), ("a/*/c", "a/c"),
    ("a/*/c", "a/b/b/c"), ("a/**", "a"), ("a/**", "ab/c"), ("**/b", "a/bb"), ("a?b", "a/b"), ("a*b", "a/b"),
    ("a/**/d", "a/b/dd"), ("a", ""), ("x/**/b/c", "x/b/b"),
  ])
  func rejects(pattern: String, path: String) throws {
    #expect(try !Glob(pattern).matches(path))
  }

  @Test(arguments: [
    ("", Glob.Flaw.empty), (".", .empty), ("/a", .absolute), ("a/", .folder), ("../a", .parent), ("a/../b", .parent),
  ])
  func refusesPatternsThatMatchNothing(pattern: String, flaw: Glob.Flaw) {
    #expect(throws: flaw) { try Glob(pattern) }
  }

  /// Matching by trying everything takes longer than the universe is old here.
  @Test func manyWildcardsStayBounded() throws {
    let names = String(repeating: "a/", count: 300)
    #expect(try !Glob(String(repeating: "**/a/", count: 100) + "b").matches(names + "a"))
    let letters = String(repeating: "a", count: 2000)
    #expect(try !Glob(String(repeating: "*a", count: 200) + "b").matches(letters))
  }
}
