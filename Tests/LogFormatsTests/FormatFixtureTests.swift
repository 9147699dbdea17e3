import Foundation
import LogFormats
import TestSupport
import Testing

/// Every format has made-up files in `fixtures/formats`, and they are read rightly, whole and damaged.
@Suite("A fixture of every format")
struct FormatFixtureTests {
  private static let names = FormatRegistry.definitions.map { $0.format.rawValue }

  /// Files that are not known by their content alone, and why.
  private static let needName = [
    "nnunet-instructions/inference_instructions.txt": "its commands could stand in anyone's script",
    "pmd/PMD_data.bin": "its numbers have no mark, and only the meter's name makes them powers",
    "pmd/PMD_start_ts.txt": "it is one time stamp",
    "rapl-bare-watts/rapl_watts.txt": "it is bare numbers",
    "slurm-output/slurm-4410206.out": "what a program prints is not looked for in a .csv",
  ]

  private static let isRenewing = ProcessInfo.processInfo.environment["FODSPOR_RENEW_GOLDEN"] == "1"

  private struct Unregistered: Error {}

  private func definition(_ format: String) throws -> any LogFormatDefinition.Type {
    guard let found = FormatRegistry.definitions.first(where: { $0.format.rawValue == format }) else {
      throw Unregistered()
    }
    return found
  }

  @Test("Every folder is of a format")
  func folders() throws {
    let folders = try FormatFixture.folders()
    #expect(folders == Self.names.sorted())
  }

  @Test("There are files, small ones, and each is known by its content", arguments: names)
  func recognition(format: String) throws {
    let files = try FormatFixture.files(of: format)
    #expect(!files.isEmpty)
    let folder = try TemporaryFolder()
    for file in files {
      #expect(file.bytes.count <= 4096, "\(file.name)")
      let named = try FormatFixture.read(file.bytes, name: file.name, in: folder).format.rawValue
      #expect(named == format, "\(file.name)")
      var found: [String] = []
      for name in ["x.txt", "x.csv"] {
        found.append(try FormatFixture.read(file.bytes, name: name, in: folder).format.rawValue)
      }
      if Self.needName["\(format)/\(file.name)"] == nil {
        #expect(found == [format, format], "\(file.name)")
      } else {
        #expect(found != [format, format], "\(file.name) is known without its name too")
      }
    }
  }

  @Test("What is read is what is expected", arguments: names)
  func golden(format: String) throws {
    let folder = try TemporaryFolder()
    var text = ""
    for file in try FormatFixture.files(of: format) {
      let summary = try ReadingSummary(FormatFixture.read(file.bytes, name: file.name, in: folder))
      text += (text.isEmpty ? "" : "\n") + "\(file.name)\n" + summary.lines.map { "  \($0)\n" }.joined()
    }
    let url = FormatFixture.folder.appending(path: "\(format)/\(FormatFixture.expectedName)")
    if Self.isRenewing { return try Data(text.utf8).write(to: url) }
    let expected = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    for (line, other) in zip(text.split(separator: "\n"), expected.split(separator: "\n")) where line != other {
      Issue.record("\(format): \(line)\nis not \(other)")
      return
    }
    #expect(text.utf8.count == expected.utf8.count)
  }

  @Test("Packing, marks, line ends and encodings change nothing", arguments: names)
  func variants(format: String) throws {
    let isBinary = try definition(format).isBinary
    let folder = try TemporaryFolder()
    for file in try FormatFixture.files(of: format) {
      let plain = try ReadingSummary(FormatFixture.read(file.bytes, name: file.name, in: folder)).lines
      // Of one member, and of two, the first of which is too short to show the format.
      let members = FileVariants.gzip(Array(file.bytes.prefix(1))) + FileVariants.gzip(Array(file.bytes.dropFirst()))
      var variants = [
        ("gzip", FileVariants.gzip(file.bytes), file.name + ".gz"), ("two gzip members", members, file.name + ".gz"),
      ]
      if !isBinary {
        variants += [
          ("byte order mark", FileVariants.marked(file.bytes), file.name),
          ("carriage returns", FileVariants.carriageReturns(file.bytes), file.name),
          ("UTF-16, little-endian", FileVariants.utf16(file.bytes, isBigEndian: false), file.name),
          ("UTF-16, big-endian", FileVariants.utf16(file.bytes, isBigEndian: true), file.name),
        ]
      }
      for (what, bytes, name) in variants {
        let reading = try FormatFixture.read(bytes, name: name, in: folder)
        #expect(reading.format.rawValue == format, "\(file.name): \(what)")
        let lines = try ReadingSummary(reading).lines
        #expect(lines == plain, "\(file.name): \(what)")
      }
    }
  }

  @Test("A file cut at any byte, or at 250 of them", arguments: names)
  func cut(format: String) throws {
    let definition = try definition(format)
    for file in try FormatFixture.files(of: format) {
      let step = max(1, (file.bytes.count + 249) / 250)
      for length in stride(from: 0, through: file.bytes.count, by: step) {
        let bytes = Array(file.bytes[..<length])
        check(FormatFixture.parse(bytes, as: definition, name: file.name), "\(file.name) cut at \(length)")
      }
      // Every format looks at a part of every other's file.
      for length in stride(from: 1, to: file.bytes.count, by: max(1, file.bytes.count / 5)) {
        file.bytes[..<length].withUnsafeBytes { _ = FormatRegistry.recognise(head: $0.bytes, fileName: file.name) }
      }
    }
  }

  @Test("A file with a line that is missing, there twice, or rubbish", arguments: names)
  func lines(format: String) throws {
    let definition = try definition(format)
    let rubbish: [[UInt8]] = [
      Array("\u{0}\u{1}é,;\t\"{[<99999999999999999999999e999".utf8) + [0xFF, 0xFE], Array("-1,-1,-1,-1,-1,-1".utf8),
    ]
    for file in try FormatFixture.files(of: format) {
      let lines = file.bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
      for place in lines.indices {
        let changes: [[[UInt8]]] = [[], [lines[place], lines[place]]] + rubbish.map { [$0] }
        for (number, change) in changes.enumerated() {
          var damaged = lines
          damaged.replaceSubrange(place...place, with: change)
          let bytes = Array(damaged.joined(separator: [0x0A]))
          let what = "\(file.name), line \(place + 1), change \(number)"
          check(FormatFixture.parse(bytes, as: definition, name: file.name), what)
        }
      }
    }
  }

  /// What holds for any file.
  private func check(_ reading: FormatFixture.Reading, _ what: String) {
    let content = reading.content
    var problems: [String] = []
    for finding in content.diagnostics where !(1...max(reading.lineCount, 1)).contains(finding.line ?? 1) {
      problems.append("\(finding.code) is of line \(finding.line ?? 0) of \(reading.lineCount)")
    }
    switch content.record {
    case .trace(let log):
      for (place, series) in log.series.enumerated() {
        let count = place < reading.columns.count ? reading.columns[place].values.count : 0
        if series.samples != count { problems.append("\(series.device): \(series.samples) samples, \(count) given") }
      }
      if Set(log.series.map(\.device)).count < log.series.count { problems.append("two series of one name") }
    case .energyRecords(let log):
      for record in log.records {
        if !record.parts.allSatisfy({ $0.joules.isFinite && $0.joules >= 0 }) {
          problems.append("an impossible energy")
        }
        if Set(record.parts.map(\.device)).count < record.parts.count { problems.append("two parts of one name") }
        if let seconds = record.seconds, !(seconds.isFinite && seconds >= 0) { problems.append("an impossible length") }
      }
    case .none:
      if content.diagnostics.isEmpty { problems.append("nothing was read and nothing was said") }
    default: break
    }
    #expect(problems.isEmpty, "\(what): \(problems)")
  }
}
