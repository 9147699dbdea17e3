import LogScanning

/// The deepest folder that holds everything that was given to be read; printed paths are relative to it.
public enum CommonFolder {
  /// The folder of files with their roots; a root that is a file counts by its folder. `/` for none.
  public static func of(_ files: some Sequence<(path: String, root: String)>) -> String {
    var common: [String]?
    var last: String?
    for file in files {
      // Files of one root come one after another.
      if file.root != file.path {
        if file.root == last { continue }
        last = file.root
      }
      let root = file.root == file.path ? file.root.parentPath ?? "" : file.root
      let parts = root.pathComponents
      guard let known = common else {
        common = parts
        continue
      }
      common = zip(known, parts).prefix { $0.utf8.elementsEqual($1.utf8) }.map(\.0)
    }
    return "/" + (common ?? []).joined(separator: "/")
  }

  /// A path below a folder, relative to it; other paths as they are.
  public static func relative(_ path: String, to base: String) -> String {
    let prefix = base == "/" ? "/" : base + "/"
    guard path.utf8.starts(with: prefix.utf8) else { return path }
    return String(decoding: path.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }
}
