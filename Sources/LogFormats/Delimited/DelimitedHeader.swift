import LogScanning
import Quantities

/// A header row of delimited text, told by its names.
struct DelimitedHeader {
  var separator: DelimitedFields.Separator
  var columns: [DelimitedColumnName]
  /// The names are in a comment: `#Timestamp,Volt,Amp,Watt`.
  var isComment: Bool

  /// More columns are not of power or energy; names are costly to look at, and a file's first lines may all be names.
  static let maximumWidth = 1024

  /// Reads a line; `nil` when it cannot be a header: it begins with a number or has no letter.
  init?(_ line: RawSpan) {
    guard let first = line.firstByte, line.byteCount <= DelimitedParser.maximumRowLength else { return nil }
    isComment = first == 0x23
    let names = isComment ? line.dropping(1).trimmed() : line
    guard let start = names.firstByte, start &- 0x30 > 9, start != 0x7B, start != 0x5B, start != 0x3C else {
      return nil
    }
    let separator = Self.separator(of: names)
    let texts = DelimitedFields.texts(in: names, separator: separator)
    guard texts.count <= Self.maximumWidth, texts.contains(where: { $0.contains(where: \.isLetter) }),
      // A row of values has numbers in most cells.
      texts.count(where: { Double($0) != nil }) * 2 <= texts.count
    else { return nil }
    // A sentence has commas too, but its cells are long.
    guard !texts.contains(where: { $0.utf8.count > 120 }) else { return nil }
    self.separator = separator
    columns = texts.map(DelimitedColumnName.init)
    pairDateAndTime()
  }

  /// The most frequent of comma, semicolon, tab and pipe; blanks when there is none.
  static func separator(of line: RawSpan) -> DelimitedFields.Separator {
    let candidates: [(separator: DelimitedFields.Separator, byte: UInt8)] = [
      (.tab, 0x09), (.semicolon, 0x3B), (.comma, 0x2C), (.pipe, 0x7C),
    ]
    var best: (separator: DelimitedFields.Separator, count: Int) = (.blanks, 0)
    for candidate in candidates {
      var count = 0
      for offset in 0..<line.byteCount where line[byte: offset] == candidate.byte { count += 1 }
      if count > best.count { best = (candidate.separator, count) }
    }
    return best.separator
  }

  /// A date is a column of times of its own unless one of the time of day stands beside it.
  private mutating func pairDateAndTime() {
    let times = columns.indices.filter { columns[$0].kind == .time }
    for place in columns.indices where columns[place].kind == .date && times.isEmpty { columns[place].kind = .time }
  }

  var time: Int? {
    columns.firstIndex { $0.kind == .time && !$0.isStatistic }
  }

  var date: Int? { columns.firstIndex { $0.kind == .date } }

  var device: Int? { columns.firstIndex { $0.kind == .device } }

  /// A column is named for a power or an energy.
  var hasValues: Bool { columns.contains { $0.kind == .power || $0.kind == .energy } }

  /// The columns of power draws; bare device names stand in when the file's name says that it holds powers.
  func power(namesPower: Bool) -> [Int] {
    let named = columns.indices.filter { columns[$0].kind == .power }
    guard named.isEmpty, namesPower, time != nil else { return named }
    return columns.indices.filter { columns[$0].isBareDevice }
  }

  var energies: [Int] { columns.indices.filter { columns[$0].kind == .energy } }
  var limits: [Int] { columns.indices.filter { columns[$0].kind == .limit } }

  /// Its rows are of tasks or runs, or its powers are statistics over a whole recording: a table of results.
  var isSummary: Bool {
    let values = columns.filter { $0.kind == .power || $0.kind == .energy }
    guard !values.isEmpty else { return false }
    return columns.contains { $0.isOfWindow } || time == nil && values.contains { $0.kind == .power && $0.isStatistic }
  }

  /// Volts or amperes beside watts are of a meter at a plug.
  var isOfMeter: Bool {
    columns.contains { column in Self.meterNames.contains { column.title.lowercased().hasPrefix($0) } }
  }

  /// Whether a line has the beginning of any such name, which costs far less to see than what its columns are.
  static func mayBeOfMeter(_ line: RawSpan) -> Bool {
    for offset in 0..<line.byteCount {
      // v, a, s, c, t
      switch line[byte: offset] | 0x20 {
      case 0x76, 0x61, 0x73, 0x63, 0x74:
        if meterBeginnings.contains(where: { line.matches(lowercase: $0, at: offset) }) { return true }
      default: continue
      }
    }
    return false
  }

  /// Letters that the names begin with, as far as they are ASCII.
  private static let meterBeginnings: [StaticString] = [
    "volt", "amp", "spannung", "strom", "curr", "tensi", "corr", "cour",
  ]

  /// Voltage and current in English, German, Italian, Spanish and French.
  private static let meterNames = [
    "volt", "amp", "spannung", "strom", "current", "tension", "tensión", "corrente", "corriente", "courant",
  ]
}

/// What a file's name tells of its content.
struct DelimitedNameHints {
  let namesPower: Bool
  /// For power, not for energy alone.
  let namesWatts: Bool
  let namesGPU: Bool
  let isCSV: Bool
  let component: Component?

  init(fileName: String) {
    let name = fileName.lowercased()
    namesGPU = name.hasText(anyOf: "gpu", "nvidia", "cuda", "rocm")
    namesWatts = name.hasText(anyOf: "power", "watt", "pwr", "leistung")
    namesPower = namesWatts || name.hasText("energy")
    isCSV = name.hasSuffix(".csv") || name.hasSuffix(".tsv") || name.hasText(anyOf: ".csv.", ".tsv.")
    component =
      namesGPU
      ? .gpu
      : name.hasText("cpu")
        ? .cpu
        : name.hasText(anyOf: "node", "jetson", "rpi", "wall", "meter", "plug", "psu", "ipmi", "raspberry")
          ? .node : nil
  }
}

extension RawSpan {
  /// Whether ASCII characters, given in lower case, stand at an offset in either case.
  func matches(lowercase text: StaticString, at offset: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard offset + count <= byteCount else { return false }
    for place in 0..<count {
      let byte = self[byte: offset + place]
      let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
      if lower != text.utf8Start[place] { return false }
    }
    return true
  }

  /// Whether ASCII characters, given in lower case, stand anywhere in either case.
  func contains(lowercase text: StaticString) -> Bool {
    guard byteCount >= text.utf8CodeUnitCount else { return false }
    return (0...(byteCount - text.utf8CodeUnitCount)).contains { matches(lowercase: text, at: $0) }
  }
}
