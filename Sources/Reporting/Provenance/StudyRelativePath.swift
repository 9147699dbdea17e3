/// Whether a path from a file of unknown origin may be looked up below a folder.
enum StudyRelativePath {
  /// Whether a path stays below its folder by its text: not absolute, no `..`, no empty or NUL part. `.` is the folder.
  static func isSafe(_ path: String) -> Bool {
    guard path != "." else { return true }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return !path.isEmpty && !path.unicodeScalars.contains("\0") && parts.allSatisfy { !["", ".", ".."].contains($0) }
  }
}
