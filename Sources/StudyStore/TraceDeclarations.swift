public import LogFormats

/// What is said about traces, by the path of their file below the study's ``CommonFolder``.
public struct TraceDeclarations: Sendable {
  /// Nothing is said about any file.
  public static let none = TraceDeclarations([]) { _ in nil }

  /// All of them as canonical JSON.
  let fingerprints: Set<String>
  private let find: @Sendable (_ path: String) -> TraceDeclaration?
  private var base = "/"

  /// Takes all declarations, and a function from a path as reports print it to the one of them that holds for the file.
  public init(_ all: [TraceDeclaration], find: @escaping @Sendable (_ path: String) -> TraceDeclaration?) {
    fingerprints = Set(all.compactMap { try? RecordCoding.json($0) })
    self.find = find
  }

  /// The same for files with absolute paths below a folder.
  func relative(to base: String) -> TraceDeclarations {
    var result = self
    result.base = base
    return result
  }

  /// What is said about a file; `nil` when nothing is.
  func declaration(ofFile path: String) -> TraceDeclaration? { find(CommonFolder.relative(path, to: base)) }

  /// Whether a reading by what was said then would be the same now.
  ///
  /// A copy of a file about which something is said was read by that, and stays so.
  func hold(_ declaration: String?, forFile path: String) -> Bool {
    if fingerprints.isEmpty { return declaration == nil }
    guard let wanted = self.declaration(ofFile: path) else { return declaration.map(fingerprints.contains) ?? true }
    return declaration == (try? RecordCoding.json(wanted))
  }
}
