import StudyFile

/// What two manifests differ in: choices, constants, versions, inputs.
struct ManifestDifference: Sendable {
  /// A value by name, before and after; an empty text for none.
  struct Change: Sendable, Hashable {
    let name: String
    let old: String
    let new: String
  }

  /// A constant that changed.
  struct ConstantChange: Sendable, Hashable {
    let old: ReportManifest.Constant?
    let new: ReportManifest.Constant?

    var name: String { old?.name ?? new?.name ?? "" }
    /// (new − old) / old; `nil` where one is missing or nothing changed but the source.
    var relative: Double? {
      guard let old = old?.value, let new = new?.value, old != 0, old != new else { return nil }
      return (new - old) / old
    }
  }

  /// An input that differs.
  struct InputChange: Sendable, Hashable, Comparable {
    enum Kind: String, Sendable, Hashable {
      case changed, missing, added
      /// The same bytes are read as another format.
      case readDifferently = "read differently"
    }

    let kind: Kind
    let path: String

    static func < (left: InputChange, right: InputChange) -> Bool { left.path < right.path }
  }

  var versions: [Change] = []
  var choices: [Change] = []
  /// Lines of the study file that only one of the two has, `-` before the old and `+` before the new ones.
  var studyFileLines: [String] = []
  var constants: [ConstantChange] = []
  var inputs: [InputChange] = []
  /// Files that the study file names.
  var companions: [InputChange] = []

  init(_ old: ReportManifest, _ new: ReportManifest) {
    note("fodspor", old.versions.fodspor, new.versions.fodspor, in: \.versions)
    note("readers of logs", String(old.versions.readers), String(new.versions.readers), in: \.versions)
    note("Swift", old.versions.swift, new.versions.swift, in: \.versions)
    note("gaps", old.gaps, new.gaps, in: \.choices)
    note("carbontracker", old.tracker, new.tracker, in: \.choices)
    note("clock offsets of the command line", Self.words(old.choices), Self.words(new.choices), in: \.choices)
    note(
      "show low coverage", String(old.choices.showsLowCoverage), String(new.choices.showsLowCoverage), in: \.choices)
    note("venue", old.choices.venue.rawValue, new.choices.venue.rawValue, in: \.choices)
    note(
      "intervals in tables", String(old.choices.printsIntervals), String(new.choices.printsIntervals), in: \.choices)
    note(
      "gain of the early stop", old.choices.stopGain.map { "\($0)" } ?? "default",
      new.choices.stopGain.map { "\($0)" } ?? "default", in: \.choices)
    note(
      "factors", old.choices.factors?.joined(separator: ", ") ?? "study file's",
      new.choices.factors?.joined(separator: ", ") ?? "study file's", in: \.choices)
    note("siunitx", String(old.choices.usesSIunitx), String(new.choices.usesSIunitx), in: \.choices)
    note("templates", Self.words(old.templates), Self.words(new.templates), in: \.choices)
    let texts = (old.choices.studyFile?.text, new.choices.studyFile?.text)
    if texts.0 != texts.1 {
      studyFileLines = Self.differingLines(texts.0 ?? "", texts.1 ?? "")
      note("study file", Self.words(old.choices.studyFile), Self.words(new.choices.studyFile), in: \.choices)
    }
    constants = Self.constants(old.constants, new.constants)
    companions = Self.companions(old.companions, new.companions)
    // Companions that lie among the logs are read with them; they are told once.
    let paths = Set((old.companions + new.companions).map(\.path))
    inputs = Self.inputs(old.inputs, new.inputs).filter { !paths.contains($0.path) }
  }

  private mutating func note(
    _ name: String, _ old: String, _ new: String, in list: WritableKeyPath<ManifestDifference, [Change]>
  ) {
    if old != new { self[keyPath: list].append(Change(name: name, old: old, new: new)) }
  }

  private static func words(_ choices: ReportChoices) -> String {
    choices.clockOffsets.isEmpty
      ? "none" : choices.clockOffsets.map { "\($0.pattern)=\($0.seconds) s" }.joined(separator: ", ")
  }

  private static func words(_ file: ReportChoices.StudyText?) -> String {
    file.map { "\($0.name) \(ContentHash.of($0.text).prefix(8))" } ?? "none"
  }

  private static func words(_ templates: [ReportManifest.Template]) -> String {
    templates.isEmpty ? "shipped" : templates.map { "\($0.name) \($0.sha256.prefix(8))" }.joined(separator: ", ")
  }

  static func differingLines(_ old: String, _ new: String) -> [String] {
    let lines = (old.split(separator: "\n"), new.split(separator: "\n"))
    return lines.1.difference(from: lines.0).map { change in
      switch change {
      case .remove(let place, let line, _): (place, "- " + line)
      case .insert(let place, let line, _): (place, "+ " + line)
      }
    }.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(\.element.1)
  }

  static func constants(
    _ old: [ReportManifest.Constant], _ new: [ReportManifest.Constant]
  ) -> [ConstantChange] {
    let before = Dictionary(old.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let after = Dictionary(new.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let names = old.map(\.name) + new.map(\.name).filter { before[$0] == nil }
    return names.compactMap { name in
      before[name] == after[name] ? nil : ConstantChange(old: before[name], new: after[name])
    }
  }

  static func companions(
    _ old: [ReportManifest.Companion], _ new: [ReportManifest.Companion]
  ) -> [InputChange] {
    // Two that lie outside the study's folder may have one name.
    let before = Dictionary(grouping: old, by: \.path).mapValues { Set($0.map(\.sha256)) }
    let after = Dictionary(grouping: new, by: \.path).mapValues { Set($0.map(\.sha256)) }
    return Set(before.keys).union(after.keys).compactMap { path in
      guard let then = before[path] else { return InputChange(kind: .added, path: path) }
      guard let now = after[path] else { return InputChange(kind: .missing, path: path) }
      return then == now ? nil : InputChange(kind: .changed, path: path)
    }.sorted()
  }

  /// Inputs by path; a content that lies under several paths is looked up under each.
  static func inputs(_ old: [ReportManifest.Input], _ new: [ReportManifest.Input]) -> [InputChange] {
    func byPath(_ inputs: [ReportManifest.Input]) -> [String: ReportManifest.Input] {
      Dictionary(
        inputs.flatMap { input in ([input.path] + input.copies).map { ($0, input) } },
        uniquingKeysWith: { first, _ in first })
    }
    let (before, after) = (byPath(old), byPath(new))
    let gone = before.keys.filter { after[$0] == nil }.map { InputChange(kind: .missing, path: $0) }
    let come = after.keys.filter { before[$0] == nil }.map { InputChange(kind: .added, path: $0) }
    let changed = before.compactMap { path, input -> InputChange? in
      guard let other = after[path] else { return nil }
      if input.sha256 != other.sha256 { return InputChange(kind: .changed, path: path) }
      return input.format == other.format ? nil : InputChange(kind: .readDifferently, path: path)
    }
    return (gone + come + changed).sorted()
  }
}
