import Foundation
import LogFormats
import Testing

/// A trace file as the library reads it, from text or from disk.
struct TraceFile {
  let file: LogFile
  let columns: [TraceColumns.Column]

  /// Writes a text to a temporary file and reads that.
  init(_ text: String, name: String = "trace.csv") throws {
    try self.init(bytes: Array(text.utf8), name: name)
  }

  init(bytes: [UInt8], name: String = "trace.csv") throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appendingPathComponent(name)
    try Data(bytes).write(to: url)
    try self.init(url: url)
  }

  init(url: URL) throws {
    let sink = TraceColumns()
    file = try LogFileReader.read(path: url.path, samples: sink)
    columns = sink.columns
  }

  var trace: TraceLog? {
    if case .trace(let log) = file.content.record { log } else { nil }
  }

  var codecarbon: CodeCarbonLog? {
    if case .codecarbon(let log) = file.content.record { log } else { nil }
  }

  var energyRecords: EnergyRecordLog? {
    if case .energyRecords(let log) = file.content.record { log } else { nil }
  }

  /// There is no energy in it.
  var isUnused: Bool {
    if case .gpuProcesses = file.content.record { return true }
    return file.content.record == .none
  }

  var codes: [String] { file.content.diagnostics.map(\.code) }

  func diagnostic(_ code: String) -> Diagnostic? { file.content.diagnostics.first { $0.code == code } }

  /// The values of a series, in watts or joules.
  func values(_ series: Int) -> [Double] {
    guard series < columns.count, let trace else { return [] }
    return columns[series].values.map { Double($0) / trace.series[series].unitsPerWatt }
  }
}
