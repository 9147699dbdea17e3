/// What a training did when, as the loads that a power trace of its machine should show.
///
/// Times are seconds since a reference instant that schedule and power share.
struct LoadSchedule: Sendable, Hashable {
  /// A level of load.
  enum Load: Int, Sendable, CaseIterable {
    /// Before or after the training: idle, or other work.
    case outside
    /// Long before or after it: anything, steady or not.
    case far
    case startUp
    case epoch
    /// The last part of an epoch, which is online validation: less power, since nothing is propagated back.
    case epochEnd
    /// Between two epochs: plots, checkpoints.
    case between
    case validation
  }

  /// A stretch of one load.
  struct Stretch: Sendable, Hashable {
    var start: Double
    var end: Double
    var load: Load
  }

  /// The share of an epoch that is its end: nnU-Net validates for 50 of 300 iterations, which take less time each.
  static let epochEndShare = 0.08

  /// From the training's first stamp to its last, touching one another.
  let stretches: [Stretch]

  var start: Double { stretches.first?.start ?? 0 }
  var end: Double { stretches.last?.end ?? 0 }
  var duration: Double { end - start }

  var epochCount: Int { stretches.count { $0.load == .epoch } }

  /// The median length of an epoch in seconds; `nil` without epochs.
  let medianEpoch: Double?

  /// The same without times between epochs: start-up, training, validation.
  var outline: LoadSchedule {
    var merged: [Stretch] = []
    for var stretch in stretches {
      if stretch.load == .between || stretch.load == .epochEnd { stretch.load = .epoch }
      if let last = merged.last, last.load == stretch.load {
        merged[merged.count - 1].end = stretch.end
      } else {
        merged.append(stretch)
      }
    }
    return LoadSchedule(undivided: merged, medianEpoch: medianEpoch)
  }

  /// How much of the time before and after a training is near to it: an epoch, at least 30 s and at most 300 s.
  var nearMargin: Double { min(max(medianEpoch ?? 30, 30), 300) }

  private init(undivided: [Stretch], medianEpoch: Double?) {
    stretches = undivided
    self.medianEpoch = medianEpoch
  }

  /// Makes a schedule of touching stretches; epochs are divided here.
  init(stretches: [Stretch], medianEpoch: Double?) {
    self.stretches = stretches.flatMap { stretch -> [Stretch] in
      guard stretch.load == .epoch else { return [stretch] }
      let end = stretch.end - Self.epochEndShare * (stretch.end - stretch.start)
      return [
        Stretch(start: stretch.start, end: end, load: .epoch),
        Stretch(start: end, end: stretch.end, load: .epochEnd),
      ]
    }
    self.medianEpoch = medianEpoch
  }

  /// Consecutive pieces with about `epochs` epochs each, no more than `count`, spread over the training; the first and
  /// the last reach into the time before and after it.
  ///
  /// - Parameters:
  ///   - lead: how far the first reaches back, in seconds; `nil` takes ``nearMargin``.
  ///   - tail: how far the last reaches on.
  func pieces(of epochs: Int, atMost count: Int, lead: Double? = nil, tail: Double? = nil) -> [Piece] {
    let (lead, tail) = (lead ?? nearMargin, tail ?? nearMargin)
    let ends = stretches.indices.filter { stretches[$0].load == .epoch }
    let total = max(1, (ends.count + epochs - 1) / epochs)
    var bounds = [0]
    for number in 1..<max(total, 1) { bounds.append(ends[number * ends.count / total]) }
    bounds.append(stretches.count)
    let chosen = total <= count ? Array(0..<total) : (0..<count).map { $0 * (total - 1) / max(count - 1, 1) }
    return chosen.map { number in
      var members = Array(stretches[bounds[number]..<bounds[number + 1]])
      if number == 0, let first = members.first {
        let near = first.start - min(lead, nearMargin)
        members.insert(Stretch(start: near, end: first.start, load: .outside), at: 0)
        if lead > nearMargin { members.insert(Stretch(start: first.start - lead, end: near, load: .far), at: 0) }
      }
      if number == total - 1, let last = members.last {
        let near = last.end + min(tail, nearMargin)
        members.append(Stretch(start: last.end, end: near, load: .outside))
        if tail > nearMargin { members.append(Stretch(start: near, end: last.end + tail, load: .far)) }
      }
      return Piece(stretches: members)
    }
  }

  /// A part of a schedule that is compared with the power as a whole.
  struct Piece: Sendable, Hashable {
    let stretches: [Stretch]

    var start: Double { stretches.first?.start ?? 0 }
    var end: Double { stretches.last?.end ?? 0 }
    var middle: Double { (start + end) / 2 }
  }
}
