import LogFormats
import LogScanning

/// One content as it was read, ready to be written into a store.
struct ContentReading: Sendable {
  var sha256: String
  var format: LogFormat
  var byteCount: Int
  var lineCount: Int
  var parsed: ParsedContent
  /// The series of a trace, by their place in ``TraceLog/series``.
  var series: [PackedSeries]
  /// What was said about the trace when it was read, as canonical JSON; `nil` when nothing was.
  var declaration: String?
  /// ``RecordCoding/readerVersion`` of the fodspor that read it.
  var readerVersion: Int
  /// `parsed` as canonical JSON.
  var json: String

  init(
    sha256: String, format: LogFormat, byteCount: Int, lineCount: Int, parsed: ParsedContent,
    series: [PackedSeries] = [], declaration: String? = nil, readerVersion: Int = RecordCoding.readerVersion
  ) throws {
    self.declaration = declaration
    self.sha256 = sha256
    self.format = format
    self.byteCount = byteCount
    self.lineCount = lineCount
    self.parsed = parsed
    self.series = series
    self.readerVersion = readerVersion
    json = try RecordCoding.json(parsed)
  }

  /// Reads a file, by what is said about it.
  init(path: String, declaration: TraceDeclaration? = nil) throws {
    let collector = TraceBlockCollector()
    let file = try LogFileReader.read(path: path, samples: collector, declaration: declaration)
    try self.init(
      sha256: file.sha256, format: file.format, byteCount: file.byteCount, lineCount: file.lineCount,
      parsed: file.content, series: collector.finish(), declaration: try declaration.map { try RecordCoding.json($0) })
  }

  /// About how many bytes the reading holds in memory.
  var weight: Int { json.utf8.count + series.reduce(0) { $0 + $1.residentCount } }

  var rank: Rank {
    Rank(readerVersion: readerVersion, declaration: declaration, isRecognised: format != .unknown, json: json)
  }

  /// Orders readings of the same bytes by how much they know.
  ///
  /// What is read may depend on the file's name (a job number, or the format itself), so two copies may be read
  /// differently. The higher rank is kept, in whatever order the copies are met.
  struct Rank: Comparable {
    var readerVersion: Int
    var declaration: String?
    var isRecognised: Bool
    var json: String

    static func < (left: Rank, right: Rank) -> Bool {
      if left.readerVersion != right.readerVersion { return left.readerVersion < right.readerVersion }
      if (left.declaration == nil) != (right.declaration == nil) { return left.declaration == nil }
      if let left = left.declaration, let right = right.declaration, left != right { return left < right }
      if left.isRecognised != right.isRecognised { return right.isRecognised }
      if left.json.utf8.count != right.json.utf8.count { return left.json.utf8.count < right.json.utf8.count }
      return left.json.utf8.lexicographicallyPrecedes(right.json.utf8)
    }
  }
}
