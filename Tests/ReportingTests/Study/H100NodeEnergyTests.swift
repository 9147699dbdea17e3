import Accounting
import Alignment
import Foundation
import Quantities
import Testing

/// Energies of epochs and trainings against the GPU's energy counter, read by the trainer at the same instants.
@Suite("One node with an H100: energies against the counter")
struct H100NodeEnergyTests {
  /// The worst errors of an epoch with the pause after it, of an epoch as the log has it, and of a training.
  ///
  /// `power.draw` is a mean of the last second, so it lags by half a second. Where a window begins and ends with a step of
  /// the power, the energy is off by up to 0.5 s × the step: 0.5 s × 390 W of 2900 J, 7 % of an epoch whose end is
  /// the step from 510 W to 127 W. Samples a second apart add as much. Between two starts of epochs, the steps are
  /// alike and cancel. The counter counts ten times a second: two readings of it are off by 40 J at most at 400 W.
  static let limits: [H100Node.Reading: (withPause: Double, alone: Double, training: Double)] = [
    .everySecond: (0.015, 0.11, 0.003),
    .average: (0.015, 0.05, 0.004),
    .instant: (0.05, 0.06, 0.015),
    .counter: (0.004, 0.02, 0.001),
  ]

  @Test("each epoch of at least 5 s", arguments: H100Node.Reading.allCases)
  func epochs(_ reading: H100Node.Reading) async throws {
    let study = try #require(try await H100Node.studies.value[reading])
    let limits = try #require(Self.limits[reading])
    for (withPauses, limit) in [(true, limits.withPause), (false, limits.alone)] {
      let epochs = try H100Node.epochs(study, withPauses: withPauses)
      #expect(epochs.count == (withPauses ? 15 : 17))
      for epoch in epochs {
        #expect(
          abs(epoch.error) <= limit,
          "\(epoch.job), epoch \(epoch.index): \(epoch.found) J, not \(epoch.truth) J, \(epoch.error)")
      }
    }
  }

  @Test("each training from its first epoch to the end", arguments: H100Node.Reading.allCases)
  func trainings(_ reading: H100Node.Reading) async throws {
    let study = try #require(try await H100Node.studies.value[reading])
    let limit = try #require(Self.limits[reading]).training
    for error in try Self.trainingErrors(study) { #expect(abs(error) <= limit, "\(error)") }
  }

  /// Relative errors of the trainings that were alone, from the first epoch to the end of the final validation, or of the
  /// last epoch where there was none.
  static func trainingErrors(_ study: ReportedStudy) throws -> [Double] {
    try H100Node.truth().filter { H100Node.alone.contains($0.job) }.map { truth in
      let (_, attempt, measured) = try #require(study.attempt(ofJob: truth.job))
      let gpu = try #require(measured.components.first { $0.component == .gpu })
      let first = try #require(attempt.parts.firstIndex { $0.epoch != nil })
      let start = try #require(truth.event("epoch_start", attempt.epochs[0].index))
      let end = try #require(
        truth.event("final_validation_end")
          ?? truth.events.last { $0.name == "epoch_end" }.flatMap { event in
            event.joules.map { (event.time, $0) }
          })
      let last = attempt.parts.lastIndex { $0.window.start < end.time.advanced(by: .milliseconds(-50)) } ?? first
      let found = try (first...last).map { try #require(gpu.byPart[$0]).joules }.reduce(0, +)
      return found / (end.joules - start.joules) - 1
    }
  }

  @Test("the table in docs/alignment.md is of these numbers")
  func documented() async throws {
    let page = try String(
      contentsOf: DemoStudy.packageRoot.appending(path: "docs/alignment.md"), encoding: .utf8)
    let studies = try await H100Node.studies.value
    for reading in H100Node.Reading.allCases {
      let study = try #require(studies[reading])
      let cells = [
        Self.text(try H100Node.epochs(study, withPauses: true).map(\.error)),
        Self.text(try H100Node.epochs(study, withPauses: false).map(\.error)),
        Self.text(try Self.trainingErrors(study)),
      ]
      let row = "| \(reading.rawValue) | \(cells.joined(separator: " | ")) |"
      #expect(page.contains(row), "\(row)")
    }
  }

  /// The mean, and the largest: `−0.12 %, 1.21 %`.
  private static func text(_ errors: [Double]) -> String {
    func percent(_ value: Double) -> String {
      let rounded = (value * 10_000).rounded() / 100
      return String(format: "%.2f %%", abs(rounded))
    }
    let mean = errors.reduce(0, +) / Double(max(1, errors.count))
    let sign = (mean * 10_000).rounded() < 0 ? "−" : "+"
    return "\(sign)\(percent(mean)) | \(percent(errors.map(abs).max() ?? 0))"
  }
}
