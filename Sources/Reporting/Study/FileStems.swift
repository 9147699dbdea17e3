/// Parts of file names, no two alike, for things whose names may hold anything.
struct FileStems {
  private var stems: [String: String] = [:]

  /// Of a stem so many letters are kept, so that with a figure's own name before it and a number after it none is cut off.
  private static let length = 60

  /// Makes stems of names. Names that differ only in case or in marks share letters: the first of them in order has
  /// these, the others a number after them, as in `tubes`, `tubes-2`.
  init(_ names: [String?]) {
    let sorted = Set(names.map { $0 ?? Self.unknown }).sorted {
      $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
    }
    var used: Set<String> = []
    var rest: [String] = []
    for name in sorted {
      let key = Self.key(name)
      if used.insert(key).inserted { stems[name] = Self.plain(name, length: Self.length) } else { rest.append(name) }
    }
    for name in rest {
      var number = 2
      while !used.insert("\(Self.key(name))-\(number)").inserted { number += 1 }
      stems[name] = "\(Self.plain(name, length: Self.length))-\(number)"
    }
  }

  /// The stem of one of the names.
  subscript(name: String?) -> String { stems[name ?? Self.unknown] ?? Self.plain(name, length: Self.length) }

  private static let unknown = "unknown"

  /// A name as part of a file name: ASCII letters, digits, `-` and `_` only.
  static func plain(_ name: String?, length: Int = 80) -> String {
    let stem = (name ?? unknown).unicodeScalars.map { scalar -> Character in
      scalar.isASCII && (Character(scalar).isLetter || Character(scalar).isNumber || scalar == "_" || scalar == "-")
        ? Character(scalar) : "-"
    }
    return String(stem.prefix(length))
  }

  /// What file names of figures have of a stem: small letters, and one `-` for any run of marks.
  private static func key(_ name: String) -> String {
    plain(name, length: length).lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }
}
