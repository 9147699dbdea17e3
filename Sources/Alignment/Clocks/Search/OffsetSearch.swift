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
    /// The devices, by place in `profiles`, that it may have used; logs may tell.
    let candidates: [Int]
    /// How far the time before and after it is compared, in seconds: all of the trace, but not another training.
    fileprivate(set) var lead = Self.all
    fileprivate(set) var tail = Self.all

    /// More than a trace is long: 30 years.
    private static let all = 1e9

    init(schedule: LoadSchedule, profiles: [PowerProfile], candidates: [Int]? = nil) {
      self.schedule = schedule
      self.profiles = profiles
      self.candidates = candidates ?? Array(profiles.indices)
    }
  }

  let subjects: [Subject]
  let zones: [OffsetPrior.Zone]

  /// The residual shifts looked at around each zone, in seconds to either side.
  static let residualRange = 300.0
  /// With so many nats less, a shift is as good as the best.
  private static let plausible = 6.0

  /// One shift that was tried.
  private struct Trial {
    var shift: Double
    var zone: Int
    /// In nats.
    var value: Double
    /// The grid's step, by which trials of different grids weigh.
    var step: Double
  }

  /// The outlines of the trainings at one shift.
  struct OutlineTrial {
    var shift: Double
    var zone: Int
    var likelihood = 0.0
    var penalty = 0.0
    var prior: Double

    func value(_ correlation: Double) -> Double { likelihood / correlation - penalty + prior }
  }

  init(subjects: [Subject], zones: [OffsetPrior.Zone]) {
    self.subjects = Self.apart(subjects.filter { !$0.candidates.isEmpty })
    self.zones = zones
    period = self.subjects.flatMap(\.profiles).map(\.period).min() ?? 1
    epoch = self.subjects.compactMap(\.schedule.medianEpoch).max() ?? 60
    outlines = self.subjects.map { $0.outline() }
  }

  /// Trainings after one another, each with half of the time between them.
  private static func apart(_ subjects: [Subject]) -> [Subject] {
    subjects.map { subject in
      var own = subject
      for other in subjects {
        let (before, after) = (subject.schedule.start - other.schedule.end, other.schedule.start - subject.schedule.end)
        if before >= 0 { own.lead = min(own.lead, before / 2) }
        if after >= 0 { own.tail = min(own.tail, after / 2) }
      }
      return own
    }
  }

  /// Of each subject.
  private let outlines: [LoadSchedule.Piece]
  private let period: Double
  let epoch: Double

  /// Looks for the shift; `nil` when there is nothing to compare.
  func fit() -> OffsetFit? {
    guard !zones.isEmpty, !subjects.isEmpty else { return nil }
    let outlineStep = min(max(period, 1), max(1, epoch / 8), 5)
    let coarse = outlineTrials(step: outlineStep)
    let windows = closeWindows(of: coarse)
    let close = closeProfiles(at: windows)
    // Many epochs tell more than their sampling: each shows another part of the time between samples.
    let step = min(max(period / 2, 0.2), 0.5)
    let looks = windows.map {
      CloseLook(subjects: subjects, profiles: close, zone: $0.zone, from: $0.from, to: $0.to, step: step)
    }
    guard let rough = best(of: looks, correlation: 1) else { return nil }
    let correlation = correlation(at: rough.shift, profiles: close)
    guard let best = best(of: looks, correlation: correlation) else { return nil }
    var trials: [Trial] = []
    var unlooked = UnlookedShifts(
      best: zones[best.zone].seconds, duration: subjects.map(\.schedule.duration).max() ?? 0)
    for look in looks {
      for (place, gain) in look.gains(correlation: correlation).enumerated() {
        let shift = look[place]
        let prior = prior(of: shift, zone: look.zone)
        trials.append(Trial(shift: shift, zone: look.zone, value: gain + prior, step: step))
        guard look.zone != best.zone || abs(shift - best.shift) > max(min(epoch / 2, 10), 3 * period) else { continue }
        unlooked.take(
          value: gain + prior, outline: outlineTrial(shift, zone: look.zone).value(correlation),
          zone: zones[look.zone].seconds)
      }
    }
    for trial in coarse {
      let isLookedAt = windows.contains { $0.zone == trial.zone && $0.from <= trial.shift && trial.shift <= $0.to }
      guard !isLookedAt else { continue }
      let value = unlooked.value(outline: trial.value(correlation), zone: zones[trial.zone].seconds)
      trials.append(Trial(shift: trial.shift, zone: trial.zone, value: value, step: outlineStep))
    }
    return fit(trials, best: best, correlation: correlation, step: step)
  }

  /// The best shift that was looked at.
  private struct Best {
    var shift: Double
    var zone: Int
    /// In nats, without and with what was known beforehand.
    var gain: Double
    var value: Double
  }

  private func best(of looks: [CloseLook], correlation: Double) -> Best? {
    var best: Best?
    for look in looks {
      for (place, gain) in look.gains(correlation: correlation).enumerated() {
        let total = gain + prior(of: look[place], zone: look.zone)
        guard total > best?.value ?? -.infinity else { continue }
        best = Best(shift: look[place], zone: look.zone, gain: gain, value: total)
      }
    }
    return best
  }

  private func fit(_ trials: [Trial], best: Best, correlation: Double, step: Double) -> OffsetFit? {
    let top = trials.map(\.value).max() ?? 0
    var masses = [Double](repeating: 0, count: zones.count)
    for trial in trials { masses[trial.zone] += exp(trial.value - top) * trial.step }
    let total = masses.reduce(0, +)
    guard total > 0 else { return nil }
    let ranked = zones.indices.sorted { masses[$0] > masses[$1] }
    let zone = best.zone
    let zero = zones[zone].seconds
    let rival = ranked.first { $0 != zone }

    let devices = bestDevices(at: best.shift, correlation: correlation)
    let chosen = zip(subjects, devices).map { ($0.schedule, $0.profiles[$1.profile]) }
    let refined = OffsetRefinement(
      subjects: chosen, around: best.shift, zone: zero, reach: 2 * step + period, correlation: correlation
    ).result()
    let shift = refined.shift
    // A clock that drifts smears the peak over all that it drifts.
    let width = max(2 * period, 0.5) + refined.smear + step
    let members = trials.filter { $0.zone == zone }
    let mass = members.reduce(0) { $0 + exp($1.value - top) * $1.step }
    let inPeak = members.filter { abs($0.shift - best.shift) <= width }.reduce(0) { $0 + exp($1.value - top) * $1.step }
    let around = CloseLook(
      subjects: subjects, profiles: devices.map { [$0.profile] }, zone: zone, from: zero - period, to: zero + period,
      step: max(period / 4, 0.05))
    let atZero = around.gains(correlation: correlation).enumerated().map {
      $1 + prior(of: around[$0], zone: zone)
    }.max()
    let agreement = OffsetConsistency(subjects: chosen).statistic(
      better: { shift + refined.drift * ($0 - refined.reference) }, other: { _ in zero })
    let sampled = sampledShare(at: zero)
    let (explained, contrast) = quality(
      at: { shift + refined.drift * ($0 - refined.reference) }, devices: devices)
    return OffsetFit(
      zone: zero, zoneProbability: masses[zone] / total, rivalZone: rival.map { zones[$0].seconds },
      residual: shift - zero, deviation: refined.deviation, peakProbability: mass > 0 ? inPeak / mass : 0,
      drift: refined.drift, reach: refined.reach, reference: refined.reference, gain: best.gain, explained: explained,
      hasContrast: contrast, agreement: agreement, sampled: sampled,
      isZeroPlausible: sampled < 0.5 || agreement < OffsetConsistency.agreement
        || (atZero ?? -.infinity) > best.value - Self.plausible,
      period: period, hasChoice: subjects.contains { $0.candidates.count > 1 }, devices: devices)
  }

  // MARK: Trials

  /// What is known of a shift beforehand.
  private func prior(of shift: Double, zone: Int) -> Double {
    var prior = zones[zone].logPrior + OffsetPrior.residual(shift - zones[zone].seconds)
    for subject in subjects {
      prior += OffsetPrior.coverage(of: subject.schedule, by: subject.profiles[subject.candidates[0]], shift: shift)
    }
    return prior
  }

  /// All shifts in question against the outlines of the trainings.
  private func outlineTrials(step: Double) -> [OutlineTrial] {
    var trials: [OutlineTrial] = []
    for zone in zones.indices {
      var residual = -Self.residualRange
      while residual <= Self.residualRange {
        trials.append(outlineTrial(zones[zone].seconds + residual, zone: zone))
        residual += step
      }
    }
    return trials
  }

  func outlineTrial(_ shift: Double, zone: Int) -> OutlineTrial {
    var trial = OutlineTrial(shift: shift, zone: zone, prior: prior(of: shift, zone: zone))
    for (subject, outline) in zip(subjects, outlines) {
      var best = (likelihood: 0.0, penalty: 0.0, value: -Double.infinity)
      for number in subject.candidates {
        let gain = LoadMatch.gain(outline, subject.profiles[number], shift: shift)
        if gain.likelihood - gain.penalty > best.value {
          best = (gain.likelihood, gain.penalty, gain.likelihood - gain.penalty)
        }
      }
      trial.likelihood += best.likelihood
      trial.penalty += best.penalty
    }
    return trial
  }

  private func correlation(at shift: Double, profiles: [[Int]]) -> Double {
    let found = subjects.indices.map { place -> Double in
      let pieces = subjects[place].schedule.pieces(of: 16, atMost: 3)
      let piece = pieces[pieces.count / 2]
      let best = profiles[place].max {
        LoadMatch.gain(piece, subjects[place].profiles[$0], shift: shift).likelihood
          < LoadMatch.gain(piece, subjects[place].profiles[$1], shift: shift).likelihood
      }
      return best.map { LoadMatch.correlation(of: piece, subjects[place].profiles[$0], shift: shift) } ?? 1
    }
    return found.max() ?? 1
  }

  private func bestDevices(at shift: Double, correlation: Double) -> [OffsetFit.Device] {
    subjects.map { subject in
      let pieces = subject.closePieces()
      let values = subject.profiles.map { profile in
        pieces.reduce(0.0) {
          $0 + LoadMatch.gain($1, profile, shift: shift).value(correlation: correlation)
        }
      }
      let best = subject.candidates.max { values[$0] < values[$1] } ?? 0
      return OffsetFit.Device(profile: best, values: values)
    }
  }

  /// The share of the trainings' time in which a device has as many samples as its period lets expect.
  private func sampledShare(at shift: Double) -> Double {
    var (found, wanted) = (0.0, 0.0)
    for subject in subjects {
      let profile = subject.profiles[subject.candidates[0]]
      let count = profile.place(of: subject.schedule.end - shift) - profile.place(of: subject.schedule.start - shift)
      found += min(Double(count) * profile.period, subject.schedule.duration)
      wanted += subject.schedule.duration
    }
    return wanted > 0 ? found / wanted : 0
  }

  private func quality(
    at shift: (Double) -> Double, devices: [OffsetFit.Device]
  ) -> (explained: Double, contrast: Bool) {
    var (sum, points, contrast) = (0.0, 0.0, false)
    for (subject, device) in zip(subjects, devices) {
      for piece in subject.nearPieces() {
        let gain = LoadMatch.gain(piece, subject.profiles[device.profile], shift: shift(piece.middle))
        sum += gain.explained * gain.points
        points += gain.points
        contrast = contrast || gain.hasContrast
      }
    }
    return (points > 0 ? sum / points : 0, contrast)
  }
}
