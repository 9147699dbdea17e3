import Foundation
import LogFormats

@testable import StudyStore

/// Makes the inputs that a family begins with.
enum FuzzSeeds {
  /// Longer files are cut: what stands in them comes again, and short inputs are tried more often.
  private static let maximumSize = 24_000

  /// Writes the seeds of a family and returns how many.
  ///
  /// - Parameters:
  ///   - folder: where they go.
  ///   - roots: folders of files; each file goes to the family of its format.
  static func write(_ family: FuzzFamily, to folder: String, from roots: [String]) throws -> Int {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var count = 0
    func add(_ bytes: Data) throws {
      try bytes.write(to: URL(fileURLWithPath: "\(folder)/seed-\(count)"))
      count += 1
    }
    if family == .blocks {
      for number in [0, 1, 3, 200, 4096] {
        let times = (0..<number).map { Int64($0) * 1_000_000_000 + Int64($0 % 7) }
        let values = (0..<number).map { Int64($0 * $0 % 30_011) }
        try add(Data(TraceBlockCodec.encode(times: times, values: values)))
        try add(Data(TraceBlockCodec.encode(times: times, values: values).dropLast(4)))
      }
      return count
    }
    for root in roots {
      for case let place as String in FileManager.default.enumerator(atPath: root) ?? .init() {
        let path = root + "/" + place
        let name = String(place.split(separator: "/").last ?? "")
        guard name != "expected.txt", name != "README.md", !name.hasSuffix(".gz"), count < 2000,
          let content = try? Data(contentsOf: URL(fileURLWithPath: path)), !content.isEmpty, content.count < 4 << 20
        else { continue }
        let head = content.prefix(maximumSize)
        switch family {
        case .studyFile: if name == "fodspor.yml" { try add(head) }
        case .metrics: if name.hasSuffix(".csv") { try add(head.prefix(2000)) }
        case .json: if content.first == UInt8(ascii: "{") || content.first == UInt8(ascii: "[") { try add(head) }
        default:
          guard self.family(of: path, content) == family else { continue }
          // A document that is cut is none.
          let isDocument = [.documents, .xml].contains(family) || name.hasSuffix(".json")
          if isDocument, content.count > 8 * maximumSize { continue }
          try add(Data((name.prefix(78) + "\n").utf8) + (isDocument ? content : head))
        }
      }
    }
    if family == .metrics {
      try add(Data("run,fold,metric,value\nDataset027_ACDC/a,0,HD95,3.5\n".utf8))
      try add(Data("dataset,trainer,plans,configuration,fold,metric,value\nA,b,c,d,0,Dice,0.85\n".utf8))
    }
    return count
  }

  private static func family(of path: String, _ content: Data) -> FuzzFamily? {
    guard let file = try? LogFileReader.read(path: path, samples: CheckedSamples()), file.format != .unknown else {
      return nil
    }
    let format = file.format.rawValue
    if format.hasPrefix("nnunet") { return .nnunet }
    if format.hasPrefix("carbontracker") { return .carbontracker }
    if ["nvidia-smi-xml", "powermetrics-plist"].contains(format) { return .xml }
    if format.hasPrefix("nvidia-smi") { return .nvidiaSMI }
    if format == "delimited" { return .delimited }
    return content.first == UInt8(ascii: "{") || content.first == UInt8(ascii: "[") ? .documents : .traces
  }
}
