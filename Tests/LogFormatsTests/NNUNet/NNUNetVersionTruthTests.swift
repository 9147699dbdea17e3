import Foundation
import LogScanning
import TestSupport
import Testing

@testable import LogFormats

/// The version that each public log tells, by the order of its lines, against a second reading of the same text.
@Suite("nnU-Net versions in the wild", .enabled(if: SharedData.shouldRun))
struct NNUNetVersionTruthTests {
  @Test func everyLogThatTellsItsVersionDoes() throws {
    let truth = try NNUNetTruthTests.truth()
    var counts: [String: Int] = [:]
    var wrong: [String] = []
    for member in truth["logs"]?.members ?? [] {
      let url = try #require(SharedData.url("corpus/nnunet/" + member.key))
      let file = try LogFileReader.read(path: url.path, samples: TraceColumns())
      let lines = String(decoding: try Data(contentsOf: url), as: UTF8.self).split(whereSeparator: \.isNewline)
      let expected = Self.version(lines.map(Self.body), member.value)
      let version = file.content.version
      if version != expected { wrong.append("\(member.key): \(version ?? "-"), not \(expected ?? "-")") }
      counts[version ?? "-", default: 0] += 1
    }
    #expect(wrong.isEmpty)
    #expect(
      counts == [
        "1.6.6 or later 1.x": 209, "2.0 or 2.1": 5, "2.0 to 2.3.1": 2, "2.3.1 or later": 3, "2.4 to 2.5.2": 97,
        "2.6 or later": 81, "2.x": 1,
      ])
  }

  /// A line without its stamp and outer blanks.
  private static func body(_ line: Substring) -> Substring {
    var text = line
    if text.count > 20, text.dropFirst(4).first == "-", text.dropFirst(10).first == " ",
      let end = text.dropFirst(19).firstIndex(of: ":")
    {
      text = text[text.index(after: end)...]
    }
    while text.last == " " { text.removeLast() }
    while text.first == " " { text.removeFirst() }
    return text
  }

  /// What the lines tell, by the rules of the format's description.
  private static func version(_ lines: [Substring], _ facts: JSONValue) -> String? {
    func first(_ prefixes: String...) -> Int? { lines.firstIndex { line in prefixes.contains { line.hasPrefix($0) } } }
    guard let major = facts["major"]?.int ?? (first("Starting...") != nil ? 1 : 2) as Int? else { return nil }
    if major == 1 {
      if first("Desired fold for training:") != nil { return "1.6.6 or later 1.x" }
      return first("Val glob dc per class:", "val loss (train=False):") != nil ? "1.x before 1.5" : "1.x"
    }
    let configuration = first("Configuration name:")
    let splits = first("Using splits from", "Creating new ", "do_dummy_2d_data_aug:")
    let hasEpochs = facts["epochs_started"]?.int ?? 0 > 0
    let hasShapes = lines.contains { $0.contains(", shape torch.Size(") }
    let isDone = facts["training_done"]?.bool == true
    let predicts = first("predicting ") != nil
    if let configuration, splits.map({ configuration < $0 }) ?? true {
      if hasShapes || first("Using torch.compile...") != nil { return "2.3.1" }
      if first("Compiling network...") != nil { return "2.2 or 2.2.1" }
      if predicts { return isDone || !hasEpochs ? "2.2 or 2.2.1" : "2.0 or 2.1" }
      return isDone ? "2.2 to 2.3.1" : "2.0 to 2.3.1"
    }
    if splits != nil, first("unpacking ") != nil { return "2.4 to 2.5.2" }
    if splits != nil, configuration != nil { return hasEpochs ? "2.6 or later" : "2.4 or later" }
    if hasShapes { return "2.3.1 or later" }
    return !hasEpochs && first("Validation complete", "Mean Validation Dice:") != nil ? "2.0 to 2.2.1" : "2.x"
  }
}
