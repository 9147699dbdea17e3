import Foundation
import LogFormats
import LogScanning
import StudyFile

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
  /// The JSON reader alone.
  case json
  /// Blocks of samples in the store.
  case blocks
  case studyFile = "study-file"
  /// `metrics` files of a study.
  case metrics

  /// The family that this process fuzzes; it is set once, before libFuzzer runs.
  nonisolated(unsafe) static var current = FuzzFamily.nnunet

  /// Inputs are files of which the name counts too.
  var namesFiles: Bool {
    switch self {
    case .json, .blocks, .studyFile, .metrics: false
    default: true
    }
  }

  func run(_ bytes: UnsafeRawBufferPointer) {
    do {
      switch self {
      case .json: _ = try? JSONValue(parsing: bytes.bytes)
      case .blocks: Self.readBlock(Array(bytes))
      case .studyFile: _ = try? StudyFile.parse(String(decoding: bytes, as: UTF8.self), fileName: "fodspor.yml")
      case .metrics:
        let values = try? MetricFileReader.values(in: String(decoding: bytes, as: UTF8.self), fileName: "metrics.csv")
        require(values?.allSatisfy { $0.value.isFinite } ?? true, "a metric that is no number")
      default: try Self.readFile(FuzzInput(bytes))
      }
    } catch {
      require(false, "an error of reading: \(error)")
    }
  }

  /// A block as it is, and with its check sum mended, so that what lies behind the check is reached too.
  private static func readBlock(_ bytes: [UInt8]) {
    _ = TraceBlockCodec.decode(bytes)
    let check = CyclicRedundancyCheck.value(of: bytes[...])
    let mended = bytes + stride(from: UInt32(0), to: 32, by: 8).map { UInt8(truncatingIfNeeded: check >> $0) }
    if let samples = TraceBlockCodec.decode(mended) {
      require(samples.times.count == samples.values.count, "times and values of a block differ in number")
      require(samples.times.count <= TraceBlockCodec.capacity, "a block of \(samples.times.count) samples")
    }
  }

  /// The same path as any file: it lies in memory, and is opened, recognised, parsed and hashed.
  private static func readFile(_ input: FuzzInput) throws {
    let path = FuzzFolder.path + "/" + input.fileName
    try Data(input.content).write(to: URL(fileURLWithPath: path))
    defer { unlink(path) }
    let samples = CheckedSamples()
    let file: LogFile
    do {
      file = try LogFileReader.read(path: path, samples: samples)
    } catch {
      // Damaged compression is told so, and is no broken invariant.
      return
    }
    try ContentChecks.check(file, samples: samples)
  }
}

/// The folder of this process for inputs, in memory.
enum FuzzFolder {
  static let path: String = {
    let path = "/dev/shm/fodspor-fuzz-\(getpid())"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: FuzzFolder.path) }
    return path
  }()
}
