import Foundation
import LogFormats

@testable import StudyStore

/// Makes the inputs that a family begins with.
struct FuzzSeeds {
  /// Longer logs are cut: what stands in them comes again, and short inputs are tried more often.
  private static let maximumSize = 5000
  /// Longer documents are left out, since one that is cut is none.
  private static let maximumDocumentSize = 13_000
  /// Files of one format that are taken in one tree, so that no format crowds the others out.
  private static let maximumPerFormat = 30

  let family: FuzzFamily
  let folder: String
  private var count = 0
  private var perFormat: [String: Int] = [:]

  /// Writes the seeds of all families in one pass over the files, and returns how many each has.
  ///
  /// - Parameters:
  ///   - parent: the folder of the families' folders, in which they go to `seeds`.
  ///   - roots: folders of files; each file goes to the family of its format, and to those that take any.
  static func write(to parent: String, from roots: [String]) throws -> [(family: FuzzFamily, count: Int)] {
    var all = FuzzFamily.allCases.map { FuzzSeeds(family: $0, folder: "\(parent)/\($0.rawValue)/seeds") }
    for index in all.indices {
      try? FileManager.default.removeItem(atPath: all[index].folder)
      try FileManager.default.createDirectory(atPath: all[index].folder, withIntermediateDirectories: true)
      try all[index].addOwn()
    }
    for root in roots {
      for index in all.indices { all[index].perFormat = [:] }
      // In a fixed order, which that of a folder is not.
      let places = (FileManager.default.enumerator(atPath: root)?.allObjects ?? []).compactMap { $0 as? String }
      for place in places.sorted() {
        guard let file = SeedFile(path: root + "/" + place, limit: maximumDocumentSize + 1) else { continue }
        for index in all.indices { try all[index].add(file) }
      }
    }
    return all.map { ($0.family, $0.count) }
  }

  private init(family: FuzzFamily, folder: String) {
    self.family = family
    self.folder = folder
  }

  private mutating func add(_ bytes: some Sequence<UInt8>) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/seed-\(count)"))
    count += 1
  }

  /// What no file holds.
  private mutating func addOwn() throws {
    switch family {
    case .blocks:
      for number in [0, 1, 3, 200, 4096] {
        let times = (0..<number).map { Int64($0) * 1_000_000_000 + Int64($0 % 7) }
        let values = (0..<number).map { Int64($0 * $0 % 30_011) }
        try add(TraceBlockCodec.encode(times: times, values: values))
        try add(TraceBlockCodec.encode(times: times, values: values).dropLast(4))
      }
    case .metrics:
      try add("run,fold,metric,value\nDataset027_ACDC/a,0,HD95,3.5\n".utf8)
      try add("model,dataset,fold,metric,value\nA,Dataset027_ACDC,0,Dice,0.85\n".utf8)
    case .manifest: for text in ManifestChecks.seeds { try add(text.utf8) }
    default: break
    }
  }

  private mutating func add(_ file: SeedFile) throws {
    let content = file.content
    switch family {
    case .blocks, .manifest: break
    case .studyFile: if file.name.hasSuffix(".yml") { try add(content.prefix(Self.maximumSize)) }
    case .metrics: if file.name.hasSuffix(".csv"), mayTake("csv") { try add(content.prefix(2000)) }
    case .json: if file.isJSON, content.count <= Self.maximumSize, mayTake("json") { try add(content) }
    default: if let format = file.format { try add(file, format: format) }
    }
  }

  private mutating func add(_ file: SeedFile, format: LogFormat) throws {
    let (content, name, isJSON) = (file.content, file.name, file.isJSON)
    let own = Self.family(of: format, isJSON: isJSON)
    let isDocument = [.documents, .xml].contains(own) || isJSON
    let head = isDocument ? content : content.prefix(Self.maximumSize)
    let title = Data((name.prefix(70) + "\n").utf8)
    switch family {
    case .gzip:
      guard head.count <= Self.maximumSize, mayTake(format.rawValue, limit: 3) else { return }
      let bytes = Array(head)
      let half = bytes.count / 2
      for level in [0, 1, 9] { if let member = packed(bytes, level: level) { try add(title + member) } }
      // Two members and padding, as log rotation writes them.
      if let one = packed(Array(bytes[..<half]), level: 6), let other = packed(Array(bytes[half...]), level: 6) {
        try add(Array(title) + one + other + [0, 0, 0])
      }
    case .utf16:
      if head.count <= Self.maximumSize, mayTake(format.rawValue, limit: 4) { try add(title + head) }
    case .declared:
      guard ![.nnunet, .carbontracker].contains(own), !isDocument, mayTake(format.rawValue, limit: 6) else { return }
      let head = content.prefix(1500)
      for yaml in Self.declarations { try add(Array(title) + Array(yaml.utf8) + FuzzInput.separator + Array(head)) }
    default:
      let limit = isDocument ? Self.maximumDocumentSize : Self.maximumSize
      if own == family, head.count <= limit, mayTake(format.rawValue) { try add(title + head) }
    }
  }

  private mutating func mayTake(_ format: String, limit: Int = maximumPerFormat) -> Bool {
    perFormat[format, default: 0] += 1
    return (perFormat[format] ?? 0) <= limit
  }

  private static let declarations = [
    "traces: [{paths: '**', values: [{column: 2, component: gpu}]}]",
    """
    traces:
    - paths: '**'
      time: {column: 1, format: automatic, zone: UTC}
      device: 2
      values: [{column: 3, unit: W, component: node}, {column: 4, unit: mJ, quantity: energy-counter, component: cpu}]
    """,
    """
    traces:
    - paths: '**'
      separator: semicolon
      decimal-mark: ','
      header: false
      start: 2025-03-30T08:15:00
      period: 1
      values: [{column: 1, quantity: interval-energy, unit: uJ, component: dram, role: contained, counter-range: 65536}]
    """,
    "traces: [{paths: '**', separator: blanks, time: {column: 1, time-of-day: 2, format: day-first}, "
      + "values: [{column: 3, quantity: mean-power, component: gpu, modelled: true}]}]",
  ]

  private static func family(of format: LogFormat, isJSON: Bool) -> FuzzFamily {
    let format = format.rawValue
    if format.hasPrefix("nnunet") { return .nnunet }
    if format.hasPrefix("carbontracker") { return .carbontracker }
    if ["nvidia-smi-xml", "powermetrics-plist"].contains(format) { return .xml }
    if format.hasPrefix("nvidia-smi") { return .nvidiaSMI }
    if format == "delimited" { return .delimited }
    return isJSON ? .documents : .traces
  }
}

/// A file that may become a seed: its beginning, read and recognised once.
private struct SeedFile {
  let name: String
  let content: Data
  /// `nil` where it is not recognised.
  let format: LogFormat?

  var isJSON: Bool { content.first == UInt8(ascii: "{") || content.first == UInt8(ascii: "[") }

  /// `nil` for folders, packed and empty files, and what fixtures have beside logs.
  init?(path: String, limit: Int) {
    let name = String(path.split(separator: "/").last ?? "")
    guard name != "expected.txt", name != "README.md", !name.hasSuffix(".gz"),
      let handle = FileHandle(forReadingAtPath: path), let content = try? handle.read(upToCount: limit),
      !content.isEmpty
    else { return nil }
    self.name = name
    self.content = content
    format = content.withUnsafeBytes { FormatRegistry.recognise(head: $0.bytes, fileName: name)?.format }
  }
}
