import Foundation
import Quantities
import Testing

/// What one of the reference runs really did, as the driver and the hooks in its trainer noted it.
struct RunTruth: Decodable, Sendable {
  /// One epoch's hooks.
  struct Epoch: Decodable, Sendable {
    let epoch: Int
    let startUtc: String
    /// `nil` when the epoch was never completed.
    let endUtc: String?
  }

  /// Another hook.
  struct Event: Decodable, Sendable {
    let what: String
    let tUtc: String
  }

  /// Paths below the folder of the reference runs.
  struct Files: Decodable, Sendable {
    let trainingLogs: [String]
    let gpuTrace: String?
    let raplTrace: String?
    let raplDomains: String?
  }

  let slurmJob: Int
  let dataset: String
  let configuration: String
  let trainer: String
  let plans: String
  let timezone: String
  let note: String
  let epochsPlanned: Int?
  let completedEpochNumbers: [Int]
  let unfinishedEpochNumbers: [Int]
  let epochWallTimes: [Epoch]
  let events: [Event]
  let files: Files
  let fold: FoldName

  /// A fold as the driver wrote it: a number, or `all`.
  struct FoldName: Decodable, Sendable {
    let text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Int.self) {
        text = "\(number)"
      } else {
        text = try container.decode(String.self)
      }
    }
  }

  static func all(in file: URL) throws -> [RunTruth] {
    struct Whole: Decodable { let nnunetRuns: [RunTruth] }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Whole.self, from: Data(contentsOf: file)).nnunetRuns
  }
}

/// Reads the stamps of the reference runs: `2026-11-23T09:20:26.967Z`, `2026/11/23 10:26:54.281`, `1795425609.166`.
enum Stamp {
  /// The stamp in nanoseconds since 1970, no zone applied.
  static func nanoseconds(_ text: some StringProtocol) throws -> Int64 {
    let text = String(text).replacing("/", with: "-").replacing(" ", with: "T").replacing("Z", with: "")
    let parts = text.split(separator: ".")
    let fraction = try #require(Int64((parts.count > 1 ? parts[1] : "0").prefix(9).padded(to: 9)))
    if let seconds = Int64(parts[0]) { return seconds * 1_000_000_000 + fraction }
    let date = try Date(parts[0] + "Z", strategy: .iso8601)
    return Int64(date.timeIntervalSince1970) * 1_000_000_000 + fraction
  }

  static func instant(_ text: String) throws -> Instant { Instant(nanoseconds: try nanoseconds(text)) }
}

extension StringProtocol {
  /// The text with zeros behind it until it has so many characters.
  fileprivate func padded(to length: Int) -> String {
    self + String(repeating: "0", count: Swift.max(0, length - count))
  }
}
