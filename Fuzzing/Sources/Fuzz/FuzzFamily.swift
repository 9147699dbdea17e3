import CFuzzer
import Foundation
import LogFormats
import LogScanning
import StudyFile

@testable import Reporting
@testable import StudyStore

/// What is fuzzed in one go: formats that are alike, or another reader of bytes.
enum FuzzFamily: String, CaseIterable {
  case nnunet
  case carbontracker
  case nvidiaSMI = "nvidia-smi"
  case delimited
  /// Samples of power or energy, and energies, in text.
  case traces
  /// JSON that is not nnU-Net's.
  case documents
  case xml
  /// Delimited text with columns that a study file declares.
  case declared
  /// Files that are packed with gzip.
  case gzip
  /// Text as UTF-16.
  case utf16
  /// The JSON reader alone.
  case json
  /// Blocks of samples in the store.
  case blocks
  case studyFile = "study-file"
  /// `metrics` files of a study.
  case metrics
  /// `data/manifest.json` of a report.
  case manifest

  /// The family that this process fuzzes; it is set once, before libFuzzer runs.
  nonisolated(unsafe) static var current = FuzzFamily.nnunet

  /// Inputs are files of which the name counts too.
  var namesFiles: Bool {
    switch self {
    case .json, .blocks, .studyFile, .metrics, .manifest: false
    default: true
    }
  }

  /// Reads an input, and ends the process where something does not hold, too much memory included.
  func run(_ bytes: UnsafeRawBufferPointer) {
    MeasuredMemory.bounded(byteCount: bytes.count) { runUnbounded(bytes) }
  }

  /// The same without a look at memory.
  func runUnbounded(_ bytes: UnsafeRawBufferPointer) {
    do {
      try read(bytes)
    } catch {
      require(false, "an error of reading: \(error)")
    }
  }

  private func read(_ bytes: UnsafeRawBufferPointer) throws {
    switch self {
    case .json: _ = try? JSONValue(parsing: bytes.bytes)
    case .blocks: Self.readBlock(Array(bytes))
    case .studyFile: _ = try? StudyFile.parse(String(decoding: bytes, as: UTF8.self), fileName: "fodspor.yml")
    case .metrics:
      let values = try? MetricFileReader.values(in: String(decoding: bytes, as: UTF8.self), fileName: "metrics.csv")
      require(values?.allSatisfy { $0.value.isFinite } ?? true, "a metric that is no number")
    case .manifest: ManifestChecks.read(Array(bytes))
    case .gzip: try FileChecks.readPacked(FuzzInput(bytes))
    case .utf16: try FileChecks.readUTF16(FuzzInput(bytes))
    case .declared: try FileChecks.readDeclared(FuzzInput(bytes))
    default: try FileChecks.read(FuzzInput(bytes))
    }
  }

  /// A block as it is, and with its check sum mended, so that what lies behind the check is reached too.
  private static func readBlock(_ bytes: [UInt8]) {
    _ = TraceBlockCodec.decode(bytes)
    let check = bytes.withUnsafeBytes { CyclicRedundancyCheck.value(of: $0) }
    let mended = bytes + stride(from: UInt32(0), to: 32, by: 8).map { UInt8(truncatingIfNeeded: check >> $0) }
    if let samples = TraceBlockCodec.decode(mended) {
      require(samples.times.count == samples.values.count, "times and values of a block differ in number")
      require(samples.times.count <= TraceBlockCodec.capacity, "a block of \(samples.times.count) samples")
    }
  }
}
