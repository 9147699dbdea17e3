/// Whether a path from a file of unknown origin may be looked up below a folder.
enum StudyRelativePath {
  /// Whether a path stays below its folder by its text: not absolute, no `..`, no empty or NUL part. `.` is the folder.
  static func isSafe(_ path: String) -> Bool {
    guard path != "." else { return true }
    // By bytes, as the system does: a slash with a combining mark is another character, and a slash all the same.
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return !path.utf8.contains(0)
      && parts.allSatisfy { !$0.isEmpty && !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8) }
  }
}
