import Foundation
package import TestSupport

/// A study in which every text that comes from elsewhere is a payload: `fixtures/hostile/study` with payloads in place of
/// its marks.
///
/// `<<dataset>>` is a channel's text, `<<n>>` the payload's number, `<<time:6>>` a time so many seconds after the start
/// of the payload's training (`iso`, `slashed`, `unix` and `name` are other forms of it). A line that begins with
/// `<<each>>` stands once for each payload, one with `<<some>>` for some of them, and so does a file whose
/// path has a mark for each.
package struct HostileStudy: Sendable {
  private struct Description: Decodable {
    struct Channel: Decodable {
      let name: String
      let fit: HostileText.Fit
    }
    let channels: [Channel]
    let files: [String: String]
  }

  package let payloads: [HostilePayload]
  private let fits: [String: HostileText.Fit]
  private let files: [String: String]
  private let most: Int

  /// That the enumeration and the fixture have other channels.
  private struct OtherChannels: Error {}

  /// Takes the fixture.
  ///
  /// - Parameters:
  ///   - payloads: the payloads, a training for each.
  ///   - most: how many of them stand where each would make a row for every training.
  package init(_ payloads: [HostilePayload], most: Int = 8) throws {
    let data = try Data(contentsOf: HostilePayload.folder.appending(path: "study.json"))
    let description = try JSONDecoder().decode(Description.self, from: data)
    guard description.channels.map(\.name) == HostileChannel.allCases.map(\.rawValue) else { throw OtherChannels() }
    self.payloads = payloads
    self.most = most
    fits = Dictionary(description.channels.map { ($0.name, $0.fit) }, uniquingKeysWith: { first, _ in first })
    files = description.files
  }

  /// The text of a channel: what of the payload fits there, and a word by which it is found again.
  package func text(_ channel: HostileChannel, _ payload: HostilePayload) -> String {
    HostileText.fitted(payload.text, fits[channel.rawValue] ?? .line) + HostileMark(channel, payload).word
  }

  /// Writes the study below a folder, its logs and `fodspor.yml` into `logs`.
  package func write(to folder: TemporaryFolder) throws {
    for (source, path) in files {
      let lines = try String(contentsOf: HostilePayload.folder.appending(path: "study/\(source)"), encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      for position in path.contains("<<") ? Array(payloads.indices) : [0] {
        let text = lines.flatMap { line in
          let isSome = line.hasPrefix("<<some>>")
          return isSome || line.hasPrefix("<<each>>")
            ? payloads.indices.prefix(isSome ? most : .max).map { expanded(line.dropFirst(8), $0) }
            : [expanded(line[...], position)]
        }
        // Byte by byte, as URLs would take some names for others.
        try write(text.joined(separator: "\n"), to: folder.path + "/" + expanded(path[...], position))
      }
    }
  }

  private func write(_ text: String, to path: String) throws {
    let parts = path.split(separator: "/").map(String.init)
    for count in 1..<parts.count {
      let above = "/" + parts.prefix(count).joined(separator: "/")
      if !FileManager.default.fileExists(atPath: above) {
        try FileManager.default.createDirectory(atPath: above, withIntermediateDirectories: false)
      }
    }
    guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  /// A text with its marks replaced, for the first of the payloads.
  package func expanded(_ text: String) -> String { expanded(text[...], 0) }

  private func expanded(_ text: Substring, _ position: Int) -> String {
    var output = ""
    var rest = text
    while let start = rest.firstRange(of: "<<"), let end = rest[start.upperBound...].firstRange(of: ">>") {
      output += rest[..<start.lowerBound]
      output += value(of: rest[start.upperBound..<end.lowerBound], position)
      rest = rest[end.upperBound...]
    }
    return output + rest
  }

  private func value(of mark: Substring, _ position: Int) -> String {
    let payload = payloads[position]
    if mark == "n" { return String(payload.number) }
    if let channel = HostileChannel(rawValue: String(mark)) {
      return HostileText.quoted(text(channel, payload), fits[channel.rawValue] ?? .line)
    }
    let parts = mark.split(separator: ":")
    let seconds = 600 * (position + 1) + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    // 2026-11-23 00:00:00 UTC, and times of that day.
    if parts.first == "unix" { return String(1_795_392_000 + seconds) }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(two)
    return switch parts.first {
    case "iso": "2026-11-23T" + clock.joined(separator: ":")
    case "slashed": "2026/11/23 " + clock.joined(separator: ":")
    case "name": "2026_11_23_" + clock.joined(separator: "_")
    default: "2026-11-23 " + clock.joined(separator: ":")
    }
  }
}

/// The word behind a payload that tells which one it is, and by which channel it came.
package struct HostileMark: Sendable, Hashable, CustomStringConvertible {
  package let channel: HostileChannel
  /// The payload's number.
  package let payload: Int

  package init(_ channel: HostileChannel, _ payload: HostilePayload) {
    self.channel = channel
    self.payload = payload.number
  }

  private init?(place: Int?, payload: Int?) {
    guard let place, let payload, HostileChannel.allCases.indices.contains(place) else { return nil }
    channel = HostileChannel.allCases[place]
    self.payload = payload
  }

  package var word: String { "Zc\(channel.place < 10 ? "0" : "")\(channel.place)p\(payload)z" }

  package var description: String {
    let name = (try? HostilePayload.all())?.first { $0.number == payload }?.name
    return "payload \(name ?? String(payload)) × channel \(channel.rawValue)"
  }

  /// The marks in a text, in order.
  package static func all(in text: some StringProtocol) -> [HostileMark] {
    String(text).matches(of: #/Zc(\d\d)p(\d\d)z/#).compactMap { HostileMark(place: Int($0.1), payload: Int($0.2)) }
  }
}

/// Something active in what was written, with enough of it to find the mark of the payload behind it.
package struct HostileFinding: Sendable, CustomStringConvertible {
  package let what: String
  package let excerpt: String

  package init(_ what: String, _ excerpt: some StringProtocol) {
    self.what = what
    self.excerpt = String(excerpt.prefix(1500))
  }

  /// The payload and the channel, as far as they are known, and what is wrong.
  package var description: String {
    let mark = HostileMark.all(in: excerpt).first.map(\.description) ?? "unknown payload"
    return "\(mark): \(what): \(String(excerpt.prefix(300)).debugDescription)"
  }
}
