import Accounting
import Alignment
import Foundation
import LogFormats
import Quantities
import TestSupport
import Testing

/// What must not change a study, whatever stands in it.
@Suite struct StudyPropertyTests {
  /// What was found of each training, by its first epoch's start: statuses, parts and energies by part.
  private struct Outline: Equatable {
    var statuses: [AlignedEpoch.Status]
    var kinds: [PartKind]
    var outcome: Attempt.Outcome
    /// Bits of the joules of each component and part.
    var joules: [[UInt64?]]
    var methods: [EnergyMethod]
  }

  private func outlines(_ footprint: StudyFootprint) -> [Outline] {
    footprint.attempts.sorted { $0.attempt.window.start < $1.attempt.window.start }.map { attempt, measured in
      Outline(
        statuses: attempt.epochs.map(\.status), kinds: attempt.parts.map(\.kind), outcome: attempt.outcome,
        joules: measured.components.map { $0.byPart.map { $0?.joules.bitPattern } },
        methods: measured.components.map(\.method))
    }
  }

  private func analyse(_ files: [String: String], parts: [String]? = nil) async throws -> StudyFootprint {
    let folder = try StudyFolder()
    try RandomStudy.write(files, to: folder)
    return try await folder.analyse(parts: parts)
  }

  @Test("Neither the order of ingest nor names that sort otherwise change an energy", arguments: 0..<3)
  func names(seed: Int) async throws {
    let files = RandomStudy(seed: seed).files
    let reference = outlines(try await analyse(files))
    #expect(reference.count == 2 && reference.allSatisfy { $0.joules.count == 3 })
    let backwards = ["trackers", "traces", "slurm", "nnUNet_results"]
    #expect(outlines(try await analyse(files, parts: backwards)) == reference)
    // What was first comes last: the GPUs' traces after the counters', tracker and console after the logs.
    var renamed: [String: String] = [:]
    for (path, text) in files {
      let name = path.replacing("traces/nvidia-smi", with: "zz/nvidia-smi").replacing("slurm/", with: "zzz/")
      renamed[name.replacing("trackers/", with: "a/")] = text
    }
    #expect(outlines(try await analyse(renamed)) == reference)
  }

  @Test("All clocks moved by the same hours: the same energies", arguments: 0..<3)
  func shift(seed: Int) async throws {
    let reference = try await analyse(RandomStudy(seed: seed).files)
    let hours = [1.0, -7, 26][seed]
    let shifted = try await analyse(RandomStudy(seed: seed, shift: hours * 3600).files)
    #expect(outlines(shifted).map(\.kinds) == outlines(reference).map(\.kinds))
    for (first, second) in zip(reference.attempts, shifted.attempts) {
      let (expected, found) = (first.footprint.energy?.joules ?? 0, second.footprint.energy?.joules ?? 0)
      #expect(expected > 0 && abs(found - expected) <= 1e-9 * expected)
      #expect(first.attempt.links.map(\.evidence).count == second.attempt.links.count)
    }
  }

  @Test("A second copy of any file changes nothing but copies and findings", arguments: ["a_copy/", "zz_copy/"])
  func copies(folder: String) async throws {
    let files = RandomStudy(seed: 7).files
    let reference = try await analyse(files)
    for path in files.keys.sorted() {
      var more = files
      more[folder + StudyPropertyTests.name(path)] = files[path]
      let found = try await analyse(more)
      #expect(outlines(found) == outlines(reference), "\(path)")
      #expect(found.runs.map(\.run.identity.fold) == reference.runs.map(\.run.identity.fold), "\(path)")
      #expect(found.runs.map(\.run.identity.model) == reference.runs.map(\.run.identity.model), "\(path)")
      let copies = [reference, found].map { $0.study.inputs.map(\.copies.count).reduce(0, +) }
      #expect(copies[1] == copies[0] + 1, "\(path)")
      #expect(found.codes.isSuperset(of: reference.codes), "\(path)")
    }
  }

  private static func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }
}

/// A trace that was split into two files.
@Suite struct SplitTracePropertyTests {
  /// The lines of a table, cut at a row; the second part has the header again.
  private func cut(_ text: String, before row: Int) -> (String, String) {
    let lines = text.split(separator: "\n")
    let (first, second) = (lines[...row], lines[(row + 1)...])
    return (first.joined(separator: "\n") + "\n", lines[0] + "\n" + second.joined(separator: "\n") + "\n")
  }

  private func analyse(_ study: RandomStudy, replacing path: String, at row: Int?) async throws -> StudyFootprint {
    let folder = try StudyFolder()
    var files = study.files
    if let row, let text = files.removeValue(forKey: path) {
      let (first, second) = cut(text, before: row)
      files[path] = first
      files[path.replacing("traces/", with: "more-traces/")] = second
      if path.contains("rapl") {
        let side = path.replacing(".csv", with: ".domains.json")
        files[side.replacing("traces/", with: "more-traces/")] = files[side]
      }
    }
    try RandomStudy.write(files, to: folder)
    return try await folder.analyse()
  }

  /// Both files' ends reach half an interval into the cut one: with equal intervals the two levels have the area of the
  /// line, and a part that ends inside gets at most |P₂ − P₁| · h / 8 more or less.
  @Test("Power samples: every total stays, to 1e-9; a part within the cut interval by its rule", arguments: 0..<4)
  func powers(seed: Int) async throws {
    let study = RandomStudy(seed: seed)
    let training = study.trainings[0]
    var random = SeededGenerator(seed: UInt64(seed) + 50)
    let whole = try await analyse(study, replacing: "", at: nil)
    let path = "traces/nvidia-smi_\(training.job).csv"
    for _ in 0..<3 {
      // Two rows a time; cut where the interval lies within the training.
      let times = training.powers.times.indices.filter {
        Double(training.powers.times[$0]) / 1000 > training.story.start
          && Double(training.powers.times[$0]) / 1000 < training.story.end - 1
      }
      let time = try #require(times.randomElement(using: &random))
      let split = try await analyse(study, replacing: path, at: 2 * (time + 1))
      let (expected, found) = (whole.attempts[0].footprint, split.attempts[0].footprint)
      let (all, other) = (try #require(expected.component(.gpu)), try #require(found.component(.gpu)))
      #expect(other.evidence.count == 2)
      let joules = try #require(all.total).joules
      #expect(abs((other.total?.joules ?? 0) - joules) <= 1e-9 * joules)
      let step = training.powers.centiwatts.map { abs(Double($0[time + 1] - $0[time])) / 100 }.reduce(0, +)
      for (a, b) in zip(all.byPart, other.byPart) {
        #expect(abs((a?.joules ?? 0) - (b?.joules ?? 0)) <= step * 0.5 / 8 + 1e-6)
      }
      #expect(abs(other.coveredTime.inSeconds - all.coveredTime.inSeconds) < 1e-6)
    }
  }

  /// What a counter counted between the last reading of one file and the first of the other stands in neither: both ends
  /// reach half an interval at the power of the interval beside it.
  @Test("Counters: the total changes by the cut interval's rule, and by nothing else", arguments: 0..<4)
  func counters(seed: Int) async throws {
    let study = RandomStudy(seed: seed)
    let training = study.trainings[0]
    var random = SeededGenerator(seed: UInt64(seed) + 90)
    let whole = try await analyse(study, replacing: "", at: nil)
    let times = training.counters.times.indices.filter {
      Double(training.counters.times[$0]) / 1000 > training.story.start + 1
        && Double(training.counters.times[$0]) / 1000 < training.story.end - 3
    }
    let time = try #require(times.randomElement(using: &random))
    let split = try await analyse(study, replacing: "traces/rapl_\(training.job).csv", at: 2 * (time + 1))
    for (zone, component) in [Component.cpu, .dram].enumerated() {
      let spent = training.counters.zones[zone].spent
      func energy(_ from: Int) -> Double { Double(spent[from + 1] - spent[from]) / 1e6 }
      let rule = (energy(time - 1) + energy(time + 1)) / 2 - energy(time)
      let expected = try #require(whole.attempts[0].footprint.component(component)?.total).joules
      let found = try #require(split.attempts[0].footprint.component(component)?.total).joules
      #expect(abs(found - expected - rule) <= 1e-9 * expected, "\(found - expected) J, not \(rule) J")
    }
  }
}

/// A training log that ends at any byte.
@Suite struct CutLogPropertyTests {
  @Test("Cut anywhere, a log gives parts that add up to the trace over its shorter window", arguments: 0..<4)
  func cut(seed: Int) async throws {
    var random = SeededGenerator(seed: UInt64(seed) + 300)
    let training = RandomStudy(seed: seed).trainings[0]
    let bytes = Array(training.story.log().utf8)
    let total = training.powers.joules(from: training.story.start, to: training.story.end)
    var found = 0
    for _ in 0..<8 {
      let folder = try StudyFolder()
      let text = String(decoding: bytes[..<Int.random(in: 0...bytes.count, using: &random)], as: UTF8.self)
      try folder.write(text, to: training.story.path)
      try folder.write(training.powers.nvidiaSMI(), to: "traces/power.csv")
      let attempts = try await folder.analyse().attempts
      #expect(attempts.count <= 1)
      guard let (attempt, measured) = attempts.first else { continue }
      let (start, end) = (HostTime.seconds(attempt.window.start), HostTime.seconds(attempt.window.end))
      #expect(start >= training.story.start - 1e-6 && end <= training.story.end + 1e-6)
      let expected = training.powers.joules(from: start, to: end)
      let parts = attempt.parts.indices.compactMap { measured.energy(ofPart: $0)?.joules }.reduce(0, +)
      #expect(abs(parts - expected) <= 1e-9 * total, "\(text.suffix(60))")
      #expect((measured.energy?.joules ?? 0) <= total * (1 + 1e-9))
      found += 1
    }
    #expect(found > 0)
  }
}
