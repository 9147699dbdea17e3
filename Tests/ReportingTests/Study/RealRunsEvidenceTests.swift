import Accounting
import Alignment
import Foundation
import LogFormats
import StudyFile
import TestSupport
import Testing

@Suite("The report of the reference runs: evidence and clocks", .enabled(if: SharedData.shouldRun))
struct RealRunsEvidenceTests {
  /// Folders with logs that are about no training: edited copies of a trace, toy runs, carbontracker by itself.
  static let strangers = ["traces/variants/", "codecarbon/toy_", "carbontracker/corpus/"]

  @Test("what is about no training, or repeats other evidence, is linked to none", arguments: strangers)
  func strangersAreNotLinked(_ prefix: String) async throws {
    for study in [try await RealRuns.plain.value, try await RealRuns.zoned.value] {
      let evidence = study.footprint.study.evidence.filter { $0.path.hasPrefix(prefix) }
      #expect(evidence.count > 5)
      for item in evidence { #expect(item.disposition != .linked, "\(item.id)") }
      let links = study.attempts.flatMap(\.attempt.links).filter { $0.evidence.hasPrefix(prefix) }
      #expect(links.map(\.evidence) == [])
    }
  }

  @Test("no evidence is linked to two trainings")
  func linkedOnce() async throws {
    let study = try await RealRuns.zoned.value
    let linked = study.attempts.flatMap(\.attempt.links).map(\.evidence)
    #expect(linked.count == Set(linked).count)
    #expect(linked.count > 80)
  }

  @Test("taking those folders away changes no training's energy")
  func strangersDoNotCount() async throws {
    let folder = try TemporaryFolder()
    let copy = folder.url.appending(path: "runs")
    try FileManager.default.copyItem(at: RealRuns.folder(), to: copy)
    let files = FileManager.default
    for path in ["traces/variants", "carbontracker/corpus"] { try files.removeItem(at: copy.appending(path: path)) }
    for name in try files.contentsOfDirectory(atPath: copy.appending(path: "codecarbon").path)
    where name.hasPrefix("toy_") {
      try files.removeItem(at: copy.appending(path: "codecarbon/\(name)"))
    }
    let plain = try await ReportedStudy(paths: [copy.path])
    let whole = try await RealRuns.plain.value
    #expect(plain.footprint.study.inputs.count < whole.footprint.study.inputs.count - 400)
    #expect(plain.energies == whole.energies)
    #expect(plain.energies.values.allSatisfy { $0 != nil })
    let zoned = try ReportedStudy(
      store: plain.store, study: StudyFile.parse(RealRuns.zones, fileName: "fodspor.yml"))
    #expect(zoned.energies == (try await RealRuns.zoned.value.energies))
  }

  @Test("without zones, those of trainings that ran an hour ahead are found, and the energies are those with zones")
  func zonesAreFound() async throws {
    let study = try await RealRuns.plain.value
    for truth in try await RealRuns.truth.value {
      let (_, attempt, _) = try #require(study.attempt(ofJob: truth.slurmJob))
      guard case .found(let probability) = attempt.clock.basis else {
        Issue.record("\(truth.slurmJob): no zone was found")
        continue
      }
      #expect(probability > 0.999, "\(truth.slurmJob)")
      #expect(attempt.clock.offset == .seconds(truth.timezone == "UTC" ? 0 : 3600), "\(truth.slurmJob)")
      #expect(attempt.links.contains { $0.evidence == "traces/rapl_\(truth.slurmJob).csv" }, "\(truth.slurmJob)")
      #expect(attempt.links.contains { $0.evidence == "traces/nvidia-smi_\(truth.slurmJob).csv" }, "\(truth.slurmJob)")
    }
    #expect(study.energies == (try await RealRuns.zoned.value.energies))
    // Edited copies of one trace, which no job's number ties to anything.
    #expect(study.paths(ofFindings: "clock.zone-needed").allSatisfy { $0.hasPrefix("traces/variants/") })
  }

  @Test("no clock is moved by what its power seems to show: all of them were one machine's")
  func clocksAreRight() async throws {
    for study in [try await RealRuns.plain.value, try await RealRuns.zoned.value] {
      #expect(study.paths(ofFindings: "clock.offset-found") == [])
      #expect(study.paths(ofFindings: "clock.offset-ambiguous") == [])
    }
  }

  @Test("the line that states the zones found, pasted into a study file, changes nothing")
  func suggestionWorks() async throws {
    let plain = try await RealRuns.plain.value
    let finding = try #require(
      plain.footprint.diagnostics.first {
        $0.diagnostic.code == "clock.zone-found" && $0.diagnostic.severity == .warning
      })
    let message = finding.diagnostic.message
    let start = try #require(message.range(of: "time-zones:")?.lowerBound)
    let file = try StudyFile.parse(String(message[start...]), fileName: "fodspor.yml")
    let study = try ReportedStudy(store: plain.store, study: file)
    for job in RealRuns.zonedJobs {
      let (_, attempt, measured) = try #require(study.attempt(ofJob: job))
      #expect(try #require(measured.coverage) > 0.998, "\(job)")
      #expect(attempt.clock.basis == .zoneRule("+01:00"), "\(job)")
    }
    #expect(study.energies == (try await RealRuns.zoned.value.energies))
  }
}
