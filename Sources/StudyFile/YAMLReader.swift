import Yams

/// Takes typed values out of YAML nodes, and notes what is wrong at which line.
///
/// Each function answers `nil` when a value is not as it should be, and has noted why.
struct YAMLReader {
  /// What was wrong so far.
  private(set) var problems: [StudyFileError.Problem] = []

  /// Longer texts are no study files; the bound keeps time and memory small.
  private static let maximumBytes = 1 << 20
  /// Aliases of aliases grow without bound: 50 of them can stand for a thousand million nodes.
  private static let maximumAliases = 32

  /// Notes a problem at a node.
  mutating func note(_ message: String, at node: Node) {
    problems.append(.init(line: node.mark?.line, message: message))
  }

  /// The most places where an alias can stand: what stands after white space or an opening bracket and begins with `*`.
  private static func aliasCount(of yaml: String) -> Int {
    var count = 0
    var (earlier, last): (UInt8, UInt8) = (0x0A, 0x0A)
    for byte in yaml.utf8 {
      let isName = byte > 0x20 && byte != UInt8(ascii: "*")
      if last == UInt8(ascii: "*"), isName, earlier <= 0x20 || "[{,:?".utf8.contains(earlier) { count += 1 }
      (earlier, last) = (last, byte)
    }
    return count
  }

  /// The root of a text with one document; `nil` without a note when there is nothing in it.
  mutating func root(of yaml: String) -> Node? {
    guard yaml.utf8.count <= Self.maximumBytes else {
      problems.append(.init(line: nil, message: "is larger than 1 MiB"))
      return nil
    }
    guard Self.aliasCount(of: yaml) <= Self.maximumAliases else {
      problems.append(.init(line: nil, message: "has more than \(Self.maximumAliases) aliases (*name); write them out"))
      return nil
    }
    do {
      return try Yams.compose(yaml: yaml)
    } catch let error as YamlError {
      problems.append(Self.problem(error))
    } catch {
      problems.append(.init(line: nil, message: "is no YAML: \(error)"))
    }
    return nil
  }

  /// The values of a mapping with fixed keys; unknown keys are noted and left out.
  mutating func fields(_ node: Node, of owner: String, keys: [String]) -> [String: Node]? {
    guard let entries = entries(node, of: owner) else { return nil }
    var fields: [String: Node] = [:]
    for (key, keyNode, value) in entries {
      if keys.contains(key) {
        fields[key] = value
      } else {
        let nearest = NearestNames.among(keys, to: key).first
        let hint = nearest.map { "did you mean '\($0)'?" } ?? "known are \(keys.joined(separator: ", "))"
        note("unknown key '\(key)' in \(owner); \(hint)", at: keyNode)
      }
    }
    return fields
  }

  /// The entries of a mapping with free keys.
  mutating func entries(_ node: Node, of owner: String) -> [(key: String, keyNode: Node, value: Node)]? {
    guard case .mapping(let mapping) = node else {
      note("\(owner) must be a list of 'key: value' lines", at: node)
      return nil
    }
    var entries: [(key: String, keyNode: Node, value: Node)] = []
    for (key, value) in mapping {
      if let name = text(key, of: "a key in \(owner)") { entries.append((name, key, value)) }
    }
    return entries
  }

  /// The items of a list.
  mutating func items(_ node: Node, of owner: String) -> [Node]? {
    guard case .sequence(let sequence) = node else {
      note("\(owner) must be a list with '- ' before each item", at: node)
      return nil
    }
    return Array(sequence)
  }

  /// A text; a number or a date is one, too.
  mutating func text(_ node: Node, of owner: String) -> String? {
    guard case .scalar(let scalar) = node else {
      note("\(owner) must be a text", at: node)
      return nil
    }
    let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    guard !isNull, !scalar.string.isEmpty else {
      note("\(owner) has no value", at: node)
      return nil
    }
    return scalar.string
  }

  /// A finite decimal number without quotes.
  mutating func number(_ node: Node, of owner: String) -> Double? {
    guard let text = text(node, of: owner) else { return nil }
    let isDecimal = text.utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
    guard case .scalar(let scalar) = node, scalar.style == .plain, isDecimal, let number = Double(text),
      number.isFinite
    else {
      note("\(owner) must be a number such as 1.25, not '\(text)'", at: node)
      return nil
    }
    return number
  }

  /// A whole number in a range.
  mutating func integer(_ node: Node, of owner: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = text(node, of: owner) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      note("\(owner) must be a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'", at: node)
      return nil
    }
    return number
  }

  /// One of the cases of an enumeration, by its raw value.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: Node, of owner: String, among: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    guard let text = text(node, of: owner) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    note("\(owner) must be one of \(known), not '\(text)'", at: node)
    return nil
  }

  /// A path pattern.
  mutating func glob(_ node: Node, of owner: String) -> Glob? {
    guard let text = text(node, of: owner) else { return nil }
    do {
      return try Glob(text)
    } catch {
      note("\(owner) '\(text)' \(Self.explanation(error))", at: node)
      return nil
    }
  }

  /// A list of path patterns, or a single one.
  mutating func globs(_ node: Node, of owner: String) -> [Glob]? {
    if case .scalar = node { return glob(node, of: owner).map { [$0] } }
    guard let items = items(node, of: owner) else { return nil }
    var globs: [Glob] = []
    for item in items {
      if let glob = glob(item, of: "pattern in \(owner)") { globs.append(glob) }
    }
    return globs
  }

  private static func explanation(_ flaw: Glob.Flaw) -> String {
    switch flaw {
    case .empty: "is empty"
    case .absolute: "begins with '/', but paths are relative to the study file's folder"
    case .folder: "ends with '/'; write '/**' for all files below a folder"
    case .parent: "goes up with '..', but paths are below the study file's folder"
    }
  }

  private static func problem(_ error: YamlError) -> StudyFileError.Problem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return .init(line: mark.line, message: "is no YAML: \(problem)")
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
      return .init(line: context.mark.line, message: "more than one key \(names) in one place")
    case .reader(let problem, let offset, _, let yaml):
      let line = offset.map { yaml.prefix($0).count(where: \.isNewline) + 1 }
      return .init(line: line, message: "is no YAML: \(problem)")
    default:
      return .init(line: nil, message: "is no YAML: \(error)")
    }
  }
}
