import CFuzzer
import Foundation
import LogFormats
import LogScanning
import StudyFile

/// Readings of one file, and what they must agree in.
enum FileChecks {
  /// The most that a packed input may unpack to and still be compared.
  private static let maximumUnpacked = 256 << 10

  /// The same path as any file: it lies in memory, and is opened, recognised, parsed and hashed.
  static func read(_ input: FuzzInput, declaration: TraceDeclaration? = nil) throws {
    let samples = CheckedSamples()
    // Damaged compression is told so, and is no broken invariant.
    guard let file = try? FuzzFile.read(input, samples: samples, declaration: declaration) else { return }
    try ContentChecks.check(file, samples: samples)
  }

  /// A trace whose columns a study file declares, which stands before it.
  static func readDeclared(_ input: FuzzInput) throws {
    let (yaml, trace) = input.studyFileAndTrace
    guard let study = try? StudyFile.parse(String(decoding: yaml, as: UTF8.self), fileName: "fodspor.yml") else {
      return
    }
    let declaration = study.traceDeclaration(ofFile: input.fileName) ?? study.traces.first?.declaration
    try read(FuzzInput(fileName: input.fileName, content: trace), declaration: declaration)
  }

  /// Packed data is read as what it packs, or refused where it is damaged.
  static func readPacked(_ input: FuzzInput) throws {
    let samples = CheckedSamples()
    let packed = Result { try FuzzFile.read(input, samples: samples) }
    guard input.content.starts(with: [0x1F, 0x8B]) else { return }
    var count = 0
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: maximumUnpacked, alignment: 16)
    defer { bytes.deallocate() }
    let outcome = fuzz_unpack(input.content.baseAddress, input.content.count, bytes.baseAddress, bytes.count, &count)
    switch (outcome, packed) {
    case (FuzzUnpackedWhole, .success(let file)):
      try ContentChecks.check(file, samples: samples)
      guard count < 2 || bytes[0] != 0x1F || bytes[1] != 0x8B else { return }
      let name = input.fileName.hasSuffix(".gz") ? String(input.fileName.dropLast(3)) : input.fileName
      let content = UnsafeRawBufferPointer(rebasing: bytes[..<count])
      let plain = try FuzzFile.read(FuzzInput(fileName: name, content: content), samples: CheckedSamples())
      require(plain == file, "a packed file is read as another than its content")
    case (FuzzUnpackedWhole, .failure(let error)): require(false, "whole gzip data is refused: \(error)")
    case (FuzzUnpackedDamaged, .success): require(false, "damaged gzip data is taken")
    default: break
    }
  }

  /// Text is read as UTF-16 as it is read as UTF-8; one input in eight is taken for UTF-16 as it is.
  static func readUTF16(_ input: FuzzInput) throws {
    let choice = input.content.reduce(UInt8(0)) { ($0 &* 31) &+ $1 }
    let isBigEndian = choice & 1 == 1
    let mark: [UInt8] = isBigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
    if choice & 14 == 0 {
      return try (mark + input.content).withUnsafeBytes {
        try read(FuzzInput(fileName: input.fileName, content: $0))
      }
    }
    // A mark of the order of bytes at the beginning is no text, and NUL makes bytes look like UTF-16.
    let text = String(decoding: input.content, as: UTF8.self)
    guard !text.isEmpty, !text.utf8.contains(0), !text.unicodeScalars.starts(with: ["\u{FEFF}"]) else { return }
    let units = text.utf16.flatMap { unit -> [UInt8] in
      let (high, low) = (UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit))
      return isBigEndian ? [high, low] : [low, high]
    }
    let samples = CheckedSamples()
    let wide = try (mark + units).withUnsafeBytes {
      try FuzzFile.read(FuzzInput(fileName: input.fileName, content: $0), samples: samples)
    }
    try ContentChecks.check(wide, samples: samples)
    let narrow = try Array(text.utf8).withUnsafeBytes {
      try FuzzFile.read(FuzzInput(fileName: input.fileName, content: $0), samples: CheckedSamples())
    }
    require(
      wide.content == narrow.content && wide.format == narrow.format && wide.lineCount == narrow.lineCount,
      "UTF-16 is read as another than UTF-8")
  }
}
