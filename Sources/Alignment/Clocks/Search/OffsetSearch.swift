import Foundation

/// Finds what must be added to a trace's times so that its power shows what training logs say.
///
/// Every shift in question gets a log-probability: how well the power fits the loads (``LoadMatch``), how likely the
/// shift was beforehand (``OffsetPrior``), and how well the trace covers the training. From these follow the
/// probability of each shift between zones, and, for the likeliest, the residual shift with its deviation and drift.
struct OffsetSearch {
  /// A training, and the devices any of which it may have used.
  struct Subject {
    let schedule: LoadSchedule
    let profiles: [PowerProfile]
  }

  let subjects: [Subject]
  let zones: [OffsetPrior.Zone]

  /// The residual shifts looked at around each zone, in seconds to either side.
  static let residualRange = 300.0
  /// So many separate places are looked at closely.
  private static let windowCount = 4
  /// Only so many devices of each training are looked at closely.
  private static let closeProfiles = 2
  /// With so many nats less, a shift is as good as the best.
  private static let plausible = 6.0

  /// One shift that was tried.
  private struct Trial {
    var shift: Double
    var zone: Int
    var likelihood = 0.0
    var penalty = 0.0
    var prior: Double
    /// The grid's step, by which trials of different grids weigh.
    var step: Double

    func value(_ correlation: Double) -> Double { likelihood / correlation - penalty + prior }
  }

  init(subjects: [Subject], zones: [OffsetPrior.Zone]) {
    self.subjects = subjects.filter { !$0.profiles.isEmpty }
    self.zones = zones
    period = self.subjects.flatMap(\.profiles).map(\.period).min() ?? 1
    epoch = self.subjects.compactMap(\.schedule.medianEpoch).max() ?? 60
  }

  private let period: Double
  private let epoch: Double

  /// Looks for the shift; `nil` when there is nothing to compare.
  func fit() -> OffsetFit? {
    guard !zones.isEmpty, !subjects.isEmpty else { return nil }
    let coarse = outlineTrials()
    let windows = closeWindows(of: coarse)
    let close = closeProfiles(at: windows)
    let pieces = subjects.map { $0.schedule.pieces(of: 16, atMost: 4) }
    var fine: [Trial] = []
    let step = min(max(period / 2, 0.12), 5)
    for window in windows {
      var shift = window.from
      while shift <= window.to {
        fine.append(trial(shift, zone: window.zone, step: step, pieces: pieces, profiles: close))
        shift += step
      }
    }
    guard let best = fine.max(by: { $0.value(1) < $1.value(1) }) else { return nil }
    let correlation = correlation(at: best.shift, pieces: pieces, profiles: close)
    let others = coarse.filter { trial in !windows.contains { $0.from <= trial.shift && trial.shift <= $0.to } }
    return fit(fine: fine, others: others, correlation: correlation, close: close, step: step)
  }

  private func fit(
    fine: [Trial], others: [Trial], correlation: Double, close: [[Int]], step: Double
  ) -> OffsetFit? {
    let all = fine + others
    let top = all.map { $0.value(correlation) }.max() ?? 0
    var masses = [Double](repeating: 0, count: zones.count)
    for trial in all { masses[trial.zone] += exp(trial.value(correlation) - top) * trial.step }
    let total = masses.reduce(0, +)
    let ranked = zones.indices.sorted { masses[$0] > masses[$1] }
    let zone = ranked[0]
    let members = all.filter { $0.zone == zone }
    // Where all zones are alike, the likeliest may be one at which no close look was taken.
    let looked = fine.filter { $0.zone == zone }
    guard total > 0,
      let inZone = (looked.isEmpty ? members : looked).max(by: {
        $0.value(correlation) < $1.value(correlation)
      })
    else { return nil }

    let devices = bestDevices(at: inZone.shift, correlation: correlation)
    let refined = OffsetRefinement(
      subjects: zip(subjects, devices).map { ($0.schedule, $0.profiles[$1.profile]) }, around: inZone.shift,
      zone: zones[zone].seconds, reach: 2 * step + period, correlation: correlation
    ).result()
    let shift = refined.shift
    // A clock that drifts smears the peak over all that it drifts.
    let width = max(2 * period, 0.5) + refined.smear + step
    let mass = members.reduce(0) { $0 + exp($1.value(correlation) - top) * $1.step }
    let inPeak = members.filter { abs($0.shift - inZone.shift) <= width }.reduce(0) {
      $0 + exp($1.value(correlation) - top) * $1.step
    }
    let pieces = subjects.map { $0.schedule.pieces(of: 16, atMost: 4) }
    let atZero = stride(from: -period, through: period, by: max(period / 4, 0.05)).map {
      trial(zones[zone].seconds + $0, zone: zone, step: step, pieces: pieces, profiles: close).value(correlation)
    }.max()
    let zero = zones[zone].seconds
    let agreement = OffsetConsistency(
      subjects: zip(subjects, devices).map { ($0.schedule, $0.profiles[$1.profile]) }
    ).statistic(better: { shift + refined.drift * ($0 - refined.reference) }, other: { _ in zero })
    let sampled = sampledShare(at: zones[zone].seconds)
    let (explained, contrast) = quality(at: shift, devices: devices)
    return OffsetFit(
      zone: zones[zone].seconds, zoneProbability: masses[zone] / total,
      rivalZone: ranked.count > 1 ? zones[ranked[1]].seconds : nil, residual: shift - zones[zone].seconds,
      deviation: refined.deviation, peakProbability: mass > 0 ? inPeak / mass : 0, drift: refined.drift,
      reach: refined.reach, reference: refined.reference, explained: explained, hasContrast: contrast,
      agreement: agreement, sampled: sampled,
      isZeroPlausible: sampled < 0.8 || agreement < OffsetConsistency.agreement
        || (atZero ?? -.infinity) > inZone.value(correlation) - Self.plausible,
      period: period, hasChoice: subjects.contains { $0.profiles.count > 1 }, devices: devices)
  }

  // MARK: Trials

  /// All shifts in question against the outlines of the trainings.
  private func outlineTrials() -> [Trial] {
    let pieces = subjects.map { [$0.schedule.outline.whole] }
    let profiles = subjects.map { Array($0.profiles.indices) }
    let step = min(max(period, 1), max(1, epoch / 8), 5)
    var trials: [Trial] = []
    for zone in zones.indices {
      var residual = -Self.residualRange
      while residual <= Self.residualRange {
        trials.append(
          trial(zones[zone].seconds + residual, zone: zone, step: step, pieces: pieces, profiles: profiles))
        residual += step
      }
    }
    return trials
  }

  private func trial(
    _ shift: Double, zone: Int, step: Double, pieces: [[LoadSchedule.Piece]], profiles: [[Int]]
  ) -> Trial {
    var trial = Trial(
      shift: shift, zone: zone,
      prior: zones[zone].logPrior + OffsetPrior.residual(shift - zones[zone].seconds), step: step)
    for (place, subject) in subjects.enumerated() {
      trial.prior += OffsetPrior.coverage(of: subject.schedule, by: subject.profiles[0], shift: shift)
      var best = (likelihood: 0.0, penalty: 0.0, value: -Double.infinity)
      for number in profiles[place] {
        var (likelihood, penalty) = (0.0, 0.0)
        for piece in pieces[place] {
          let gain = LoadMatch.gain(piece, subject.profiles[number], shift: shift)
          likelihood += gain.likelihood
          penalty += gain.penalty
        }
        if likelihood - penalty > best.value { best = (likelihood, penalty, likelihood - penalty) }
      }
      trial.likelihood += best.likelihood
      trial.penalty += best.penalty
    }
    return trial
  }

  /// Where a close look is worth it: around the best outlines, and around no residual in the best zone.
  private func closeWindows(of trials: [Trial]) -> [(zone: Int, from: Double, to: Double)] {
    let reach = min(1.5 * epoch + 5, 120)
    let ranked = trials.sorted { $0.value(1) > $1.value(1) }
    var windows: [(zone: Int, from: Double, to: Double)] = []
    func add(_ shift: Double, zone: Int, reach: Double) {
      // Windows of one zone do not overlap, so that no shift weighs twice.
      var (from, to) = (shift - reach, shift + reach)
      for window in windows where window.zone == zone {
        if window.from <= shift, shift <= window.to { return }
        if window.to < shift { from = max(from, window.to + 1e-6) } else { to = min(to, window.from - 1e-6) }
      }
      windows.append((zone, from, to))
    }
    // The best places of the best zones, so that none is judged by its outline alone.
    for limit in [1, 2] {
      var counts: [Int: Int] = [:]
      for trial in ranked {
        guard windows.count < Self.windowCount * limit else { break }
        let count = windows.count
        guard counts[trial.zone, default: 0] < limit else { continue }
        add(trial.shift, zone: trial.zone, reach: reach)
        if windows.count > count || limit == 1 { counts[trial.zone, default: 0] += 1 }
      }
    }
    if let best = ranked.first { add(zones[best.zone].seconds, zone: best.zone, reach: 10) }
    return windows
  }

  /// The devices of each training that show it best at the middles of windows.
  private func closeProfiles(at windows: [(zone: Int, from: Double, to: Double)]) -> [[Int]] {
    subjects.map { subject in
      guard subject.profiles.count > Self.closeProfiles else { return Array(subject.profiles.indices) }
      let outline = subject.schedule.outline.whole
      let scores = subject.profiles.map { profile in
        windows.map { window in
          let gain = LoadMatch.gain(outline, profile, shift: (window.from + window.to) / 2)
          return gain.hasContrast ? gain.likelihood : 0
        }.max() ?? 0
      }
      return Array(scores.indices.sorted { scores[$0] > scores[$1] }.prefix(Self.closeProfiles))
    }
  }

  private func correlation(at shift: Double, pieces: [[LoadSchedule.Piece]], profiles: [[Int]]) -> Double {
    let found = subjects.indices.map { place -> Double in
      let piece = pieces[place][0]
      let best = profiles[place].max {
        LoadMatch.gain(piece, subjects[place].profiles[$0], shift: shift).likelihood
          < LoadMatch.gain(piece, subjects[place].profiles[$1], shift: shift).likelihood
      }
      return best.map { LoadMatch.correlation(of: piece, subjects[place].profiles[$0], shift: shift) } ?? 1
    }
    return found.max() ?? 1
  }

  private func bestDevices(at shift: Double, correlation: Double) -> [OffsetFit.Device] {
    subjects.indices.map { place in
      let pieces = subjects[place].schedule.pieces(of: 16, atMost: 4)
      let values = subjects[place].profiles.map { profile in
        pieces.reduce(0.0) {
          $0 + LoadMatch.gain($1, profile, shift: shift).value(correlation: correlation)
        }
      }
      let best = values.indices.max { values[$0] < values[$1] } ?? 0
      return OffsetFit.Device(profile: best, values: values)
    }
  }

  /// The share of the trainings' time in which a device has as many samples as its period lets expect.
  private func sampledShare(at shift: Double) -> Double {
    var (found, wanted) = (0.0, 0.0)
    for subject in subjects {
      let profile = subject.profiles[0]
      let count = profile.place(of: subject.schedule.end - shift) - profile.place(of: subject.schedule.start - shift)
      found += min(Double(count) * profile.period, subject.schedule.duration)
      wanted += subject.schedule.duration
    }
    return wanted > 0 ? found / wanted : 0
  }

  private func quality(at shift: Double, devices: [OffsetFit.Device]) -> (explained: Double, contrast: Bool) {
    var (sum, points, contrast) = (0.0, 0.0, false)
    for (subject, device) in zip(subjects, devices) {
      for piece in subject.schedule.pieces(of: 16, atMost: 4) {
        let gain = LoadMatch.gain(piece, subject.profiles[device.profile], shift: shift)
        sum += gain.explained * gain.points
        points += gain.points
        contrast = contrast || gain.hasContrast
      }
    }
    return (points > 0 ? sum / points : 0, contrast)
  }
}
