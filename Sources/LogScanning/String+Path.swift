/// Paths as text, taken apart at their bytes, as the system does it. A `Character` will not do: a slash and a combining
/// mark that a name begins with are one, and no slash.
extension String {
  /// The names in a path, from the outermost on; empty ones are left out.
  public var pathComponents: [String] {
    utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The last name in a path; empty where there is none.
  public var lastPathComponent: String {
    let end = utf8.lastIndex { $0 != UInt8(ascii: "/") }.map { utf8.index(after: $0) } ?? utf8.startIndex
    let start = utf8[..<end].lastIndex(of: UInt8(ascii: "/")).map { utf8.index(after: $0) } ?? utf8.startIndex
    return String(decoding: utf8[start..<end], as: UTF8.self)
  }

  /// What stands before a path's last slash, as in `a` of `a/b`; `nil` where there is no slash.
  public var parentPath: String? {
    utf8.lastIndex(of: UInt8(ascii: "/")).map { String(decoding: utf8[..<$0], as: UTF8.self) }
  }

  /// Whether a path begins at the root.
  public var isAbsolutePath: Bool { utf8.first == UInt8(ascii: "/") }
}
