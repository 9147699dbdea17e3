import Foundation

/// Paths as text.
public enum AbsolutePath {
  /// The absolute form of a path in the working directory, `.`, `..` and doubled slashes taken out of the text; symbolic
  /// links are not resolved. A store keeps paths in this form.
  public static func lexical(_ path: String) -> String {
    lexical(path, in: FileManager.default.currentDirectoryPath)
  }

  /// The absolute form of a path in a directory, `.`, `..` and doubled slashes taken out of the text; symbolic links are not resolved.
  static func lexical(_ path: String, in directory: String) -> String {
    var parts: [Substring] = []
    let whole = path.hasPrefix("/") ? path : directory + "/" + path
    for part in whole.split(separator: "/") where part != "." {
      if part == ".." {
        _ = parts.popLast()
      } else {
        parts.append(part)
      }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The path of an entry of a directory.
  static func entry(_ name: String, of directory: String) -> String {
    directory.hasSuffix("/") ? directory + name : directory + "/" + name
  }

  /// Whether a path is `ancestor` or lies below it.
  static func contains(_ ancestor: String, _ path: String) -> Bool {
    path == ancestor || path.utf8.starts(with: entry("", of: ancestor).utf8)
  }

  /// Orders by bytes, as SQLite does, and not by Unicode's canonical equivalence.
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// What tells paths apart: their bytes. Strings that are canonically equivalent are equal, yet two files.
  static func key(_ path: String) -> [UInt8] { Array(path.utf8) }
}
