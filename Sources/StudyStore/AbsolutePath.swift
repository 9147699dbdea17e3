import Foundation
import LogScanning

/// Paths as text.
public enum AbsolutePath {
  /// The absolute form of a path in the working directory, `.`, `..` and doubled slashes taken out of the text; symbolic
  /// links are not resolved. A store keeps paths in this form.
  public static func lexical(_ path: String) -> String {
    lexical(path, in: FileManager.default.currentDirectoryPath)
  }

  /// The absolute form of a path in a directory, `.`, `..` and doubled slashes taken out of the text; symbolic links are not resolved.
  static func lexical(_ path: String, in directory: String) -> String {
    var parts: [String] = []
    let whole = path.isAbsolutePath ? path : directory + "/" + path
    for part in whole.pathComponents where part != "." {
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
    directory.utf8.last == UInt8(ascii: "/") ? directory + name : directory + "/" + name
  }

  /// Whether a path is `ancestor` or lies below it.
  public static func contains(_ ancestor: String, _ path: String) -> Bool {
    path.utf8.elementsEqual(ancestor.utf8) || path.utf8.starts(with: entry("", of: ancestor).utf8)
  }

  /// Orders by bytes, as SQLite does, and not by Unicode's canonical equivalence.
  public static func precedes(_ left: String, _ right: String) -> Bool {
    let isLess = left.utf8.withContiguousStorageIfAvailable { left in
      right.utf8.withContiguousStorageIfAvailable { right in
        difference(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right)) < 0
      }
    }
    return (isLess ?? nil) ?? left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// Less than 0 where a path comes before another by bytes, 0 where they are the same.
  static func difference(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    // Paths of one folder have long beginnings in common.
    let common = min(left.count, right.count)
    guard let a = left.baseAddress, let b = right.baseAddress, common > 0 else { return left.count - right.count }
    let difference = Int(memcmp(a, b, common))
    return difference == 0 ? left.count - right.count : difference
  }

  /// What tells paths apart: their bytes. Strings that are canonically equivalent are equal, yet two files.
  static func key(_ path: String) -> [UInt8] { Array(path.utf8) }
}
