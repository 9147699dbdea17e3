import LogFormats
import LogScanning
import StudyFile
import StudyStore

/// The files of a study under the names that reports print, each content once.
///
/// A printed path is relative to the deepest folder that holds everything the user gave, so that reports do not
/// depend on where a study lies or in which order its parts were named.
struct StudyIndex: Sendable {
  /// One content and every path it was found under.
  struct Entry: Sendable {
    let content: StoredContent
    /// The first of the paths in order; what reports print.
    let path: String
    /// Further paths with the same bytes.
    let copies: [String]
  }

  /// In order of path.
  let entries: [Entry]
  /// Files that could not be read, with the reason, in order of path.
  let unreadable: [(path: String, problem: String)]
  /// Paths left out by the study file's `ignore`.
  let ignored: [String]
  /// The deepest folder that holds everything the user gave.
  let base: String
  /// What the user gave, relative to it, in order; `.` for the folder itself.
  let roots: [String]

  init(store: StudyStore, study: StudyFile) throws(StoreError) {
    let files = try store.files()
    let read = try store.contents { content in
      guard case .trainingLog(var log) = content.record else { return }
      content.record = .none
      log.keepMeanPseudoDiceOnly()
      content.record = .trainingLog(log)
    }
    let contents = Dictionary(read.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let base = CommonFolder.of(files.lazy.map { ($0.path, $0.root) })
    var pathsByContent: [Int64: [String]] = [:]
    var unreadable: [(path: String, problem: String)] = []
    var ignored: [String] = []
    for file in files {
      let path = CommonFolder.relative(file.path, to: base)
      if study.ignore.contains(where: { $0.matches(path) }) {
        ignored.append(path)
      } else if let id = file.contentID {
        pathsByContent[id, default: []].append(path)
      } else {
        unreadable.append((path, file.problem ?? "cannot be read"))
      }
    }
    entries = pathsByContent.compactMap { id, paths -> Entry? in
      guard let content = contents[id] else { return nil }
      let sorted = paths.sorted(by: AbsolutePath.precedes)
      return Entry(content: content, path: sorted[0], copies: Array(sorted.dropFirst()))
    }.sorted { AbsolutePath.precedes($0.path, $1.path) }
    self.unreadable = unreadable.sorted { AbsolutePath.precedes($0.path, $1.path) }
    self.ignored = ignored.sorted(by: AbsolutePath.precedes)
    self.base = base
    let given = Set(files.map(\.root))
    // What lies below another root is read with it.
    let outermost = given.filter { root in
      !given.contains { $0 != root && AbsolutePath.contains($0, root) }
    }
    roots = outermost.map { $0 == base ? "." : CommonFolder.relative($0, to: base) }.sorted(by: AbsolutePath.precedes)
  }

  /// The folder above a printed path; empty at the top.
  static func folder(of path: String) -> String {
    path.parentPath ?? ""
  }

  /// The last component of a printed path.
  static func name(of path: String) -> String {
    path.lastPathComponent
  }
}
