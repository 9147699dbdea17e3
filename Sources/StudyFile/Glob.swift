/// A pattern for relative paths: `*` stands for any characters within a name, `?` for one, `**` for any folders.
///
/// A pattern matches whole paths, so `*.txt` means the files of the top folder, and `**/*.txt` those of all folders.
/// `a/**` is everything below `a`. Names are compared by Unicode scalar, with case. All other characters, brackets
/// and backslashes too, stand for themselves.
public struct Glob: Sendable, Hashable, CustomStringConvertible {
  /// Why a text is no pattern.
  public enum Flaw: Error, Sendable, Hashable {
    /// There is nothing in it.
    case empty
    /// It begins with `/`, but paths are relative.
    case absolute
    /// It ends with `/`, but only files are matched.
    case folder
    /// It goes up with `..`, which no path does.
    case parent
  }

  private enum Part: Sendable, Hashable {
    /// `**`: any number of folders.
    case folders
    /// A name that may have `*` and `?`.
    case name([Unicode.Scalar])
  }

  /// The pattern as it was written.
  public let pattern: String
  private let parts: [Part]

  public var description: String { pattern }

  /// Makes a pattern; a leading `./` counts for nothing.
  public init(_ pattern: String) throws(Flaw) {
    guard !pattern.isEmpty else { throw .empty }
    guard !pattern.hasPrefix("/") else { throw .absolute }
    guard !pattern.hasSuffix("/") else { throw .folder }
    let names = Self.names(of: pattern)
    guard !names.isEmpty else { throw .empty }
    guard !names.contains([".", "."]) else { throw .parent }
    var parts = names.map { $0 == ["*", "*"] ? Part.folders : .name($0) }
    // Everything below a folder is at least one name.
    if parts.last == .folders { parts.append(.name(["*"])) }
    self.pattern = pattern
    self.parts = parts
  }

  /// Whether the pattern matches a relative path, whose names `/` divides.
  ///
  /// - Complexity: At most the length of the pattern times the length of the path.
  public func matches(_ path: String) -> Bool {
    Self.match(
      Self.names(of: path), parts, isWild: { $0 == .folders },
      fits: { name, part in
        guard case .name(let pattern) = part else { return false }
        return Self.match(name, pattern, isWild: { $0 == "*" }, fits: { $1 == "?" || $0 == $1 })
      })
  }

  /// The names of a path, without empty ones and `.`.
  private static func names(of path: String) -> [[Unicode.Scalar]] {
    path.unicodeScalars.split(separator: "/").map(Array.init).filter { $0 != ["."] }
  }

  /// Whether a sequence matches a pattern with wild elements that stand for any number of elements.
  ///
  /// On a mismatch only the last wild element needs to take one element more, which is why no recursion is needed.
  private static func match<Element, Pattern>(
    _ elements: [Element], _ pattern: [Pattern], isWild: (Pattern) -> Bool, fits: (Element, Pattern) -> Bool
  ) -> Bool {
    var element = 0
    var position = 0
    var retry: (element: Int, position: Int)?
    while element < elements.count {
      if position < pattern.count, isWild(pattern[position]) {
        retry = (element, position)
        position += 1
      } else if position < pattern.count, fits(elements[element], pattern[position]) {
        element += 1
        position += 1
      } else if let last = retry {
        retry = (last.element + 1, last.position)
        element = last.element + 1
        position = last.position + 1
      } else {
        return false
      }
    }
    return pattern[position...].allSatisfy(isWild)
  }
}
