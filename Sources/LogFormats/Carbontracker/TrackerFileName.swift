public import Quantities

/// What a carbontracker log file is called, taken apart.
///
/// By release: `2020-05-02T21:03Z_carbontracker.log` (1.0.0 to 1.1.2), `2022-05-19T221644Z_…` (1.1.3 to 1.1.6),
/// `{prefix_}{pid}_…` (1.1.7 to 1.2.5), `{prefix_}{pid}.{random}_…` (2.0.0 and later). The time is local although it
/// ends in `Z`.
public struct TrackerFileName: Sendable, Hashable {
  /// The user's `log_file_prefix`; any text.
  public let prefix: String?
  /// The process that wrote the log.
  public let pid: Int?
  /// The random number that tells trackers of one process apart.
  public let random: Int?
  /// When the tracker was made, on the host's wall clock, to the second or (until 1.1.2) the minute.
  public let start: WallTime
  /// Standard, output or error.
  public let kind: TrackerLog.Kind
  /// What the files of one tracker share: the name up to the last `_carbontracker`.
  public let stem: String

  /// Reads a file name without folders; `nil` when it is no carbontracker log's. A `.gz` at its end is passed over.
  public init?(fileName: String) {
    var rest = fileName[...]
    if rest.hasSuffix(".gz") { rest = rest.dropLast(3) }
    guard let (kind, tail) = Self.endings.first(where: { rest.hasSuffix($0.1) }) else { return nil }
    rest = rest.dropLast(tail.count)
    self.kind = kind
    stem = String(rest)
    guard rest.last == "Z" else { return nil }
    rest = rest.dropLast()
    guard let (start, length) = Self.start(endOf: rest) else { return nil }
    self.start = start
    rest = rest.dropLast(length)
    guard rest.isEmpty || rest.last == "_" else { return nil }
    (prefix, pid, random) = Self.origin(rest.dropLast())
  }

  /// Takes `prefix_pid.random`, every part of which may be missing, apart.
  private static func origin(_ text: Substring) -> (prefix: String?, pid: Int?, random: Int?) {
    let token = text.split(separator: "_", omittingEmptySubsequences: false).last ?? ""
    let numbers = token.split(separator: ".", omittingEmptySubsequences: false).map(natural)
    var rest = text
    var pid: Int?
    var random: Int?
    if (1...2).contains(numbers.count), let first = numbers[0], numbers.count == 1 || numbers[1] != nil {
      pid = first
      random = numbers.count == 2 ? numbers[1] : nil
      rest = rest.dropLast(token.count)
      if rest.last == "_" { rest = rest.dropLast() }
    }
    return (rest.isEmpty ? nil : String(rest), pid, random)
  }

  private static let endings: [(TrackerLog.Kind, String)] = [
    (.output, "_carbontracker_output.log"), (.error, "_carbontracker_err.log"), (.standard, "_carbontracker.log"),
  ]

  private static func natural(_ text: Substring) -> Int? {
    !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int(text) : nil
  }

  /// `2022-05-19T221644` or `2020-05-02T21:03` at the end of a text, and how many characters it takes.
  private static func start(endOf text: Substring) -> (WallTime, Int)? {
    for length in [17, 16] where text.count >= length {
      let stamp = Array(text.suffix(length).utf8)
      guard stamp.count == length, stamp[4] == 0x2D, stamp[7] == 0x2D, stamp[10] == 0x54 else { continue }
      let digits = stamp.enumerated().filter { ![4, 7, 10].contains($0.offset) && !(length == 16 && $0.offset == 13) }
      guard length == 17 || stamp[13] == 0x3A,
        let number = natural(Substring(decoding: digits.map(\.element), as: UTF8.self))
      else { continue }
      let clock = length == 17 ? number : number * 100
      let civil = CivilDateTime(
        year: clock / 10_000_000_000, month: clock / 100_000_000 % 100, day: clock / 1_000_000 % 100,
        hour: clock / 10_000 % 100, minute: clock / 100 % 100, second: clock % 100)
      if let time = WallTime(civil) { return (time, length) }
    }
    return nil
  }
}
