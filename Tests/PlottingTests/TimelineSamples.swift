import Plotting

/// Made-up timelines of runs.
enum TimelineSamples {
  typealias Stretch = TimelineFigure.Stretch

  /// 2026-11-23T09:46:10Z.
  static let start = 1_795_427_170.0

  /// The parts of an attempt: start-up, epochs with pauses, and perhaps an aborted epoch or a validation.
  static func attempt(
    at start: Double, epochs: Range<Int>, seconds: Double, pause: Double, startUp: Double, redoneFrom: Int = .max,
    isKilled: Bool = false, validation: Double = 0
  ) -> [Stretch] {
    var time = start
    var parts: [Stretch] = []
    func add(_ kind: TimelineFigure.Kind, _ length: Double, _ epoch: Int? = nil) {
      parts.append(Stretch(kind, start: time, end: time + length, epoch: epoch))
      time += length
    }
    add(.startUp, startUp)
    for epoch in epochs {
      add(epoch >= redoneFrom ? .redone : .useful, seconds, epoch)
      add(.between, pause)
    }
    if isKilled { add(.aborted, seconds * 0.6, epochs.upperBound) }
    if validation > 0 { add(.validation, validation) }
    return parts
  }

  static func curve(_ label: String, from start: Double, to end: Double, watts: Double, count: Int = 400)
    -> TimelineFigure.Curve
  {
    let length = (end - start) / Double(count)
    return .init(
      label: label,
      buckets: (0..<count).filter { $0 % 97 != 96 }.map { place in
        let wobble = Double((place * 37) % 23) / 23
        let mean = watts * (place < count / 40 ? 0.25 : 0.9 + 0.1 * wobble)
        return .init(
          start: start + Double(place) * length, end: start + Double(place + 1) * length, low: mean * 0.7, mean: mean,
          high: mean * 1.15)
      })
  }

  /// A thousand epochs, killed, resumed from a checkpoint two days later.
  static let resumed: TimelineFigure = {
    let first = attempt(
      at: start, epochs: 0..<640, seconds: 40, pause: 1.2, startUp: 95, redoneFrom: 600, isKilled: true)
    let again = start + 3 * 86_400
    let second = attempt(
      at: again, epochs: 600..<1000, seconds: 40, pause: 1.2, startUp: 70, validation: 1500)
    let firstEnd = first.last?.end ?? start
    let secondEnd = second.last?.end ?? again
    let gpu = [
      Stretch(.measured, start: start - 20, end: firstEnd + 30),
      Stretch(.gap, start: start + 9000, end: start + 11_500),
      Stretch(.gap, start: start + 14_000, end: start + 14_020),
      Stretch(.measured, start: again - 20, end: secondEnd + 9e5),
    ]
    let cpu = [
      Stretch(.measured, start: start - 20, end: firstEnd + 30),
      Stretch(.measured, start: again + 900, end: secondEnd - 2000),
    ]
    let tracker = second.filter { $0.kind == .useful }.map { part in
      Stretch(.monitored, start: part.start, end: part.end, epoch: (part.epoch ?? 0) - 599, isCounted: false)
    }
    return TimelineFigure(
      name: "timeline", title: "Tubes, 3d_fullres, fold 3: what ran and what measured it",
      groups: [
        .init(
          label: "Trainings of 3d_fullres, fold 3",
          lanes: [
            .init(label: "4410221", remark: "killed", stretches: first),
            .init(label: "4410223", remark: "finished", stretches: second),
          ], isWork: true),
        .init(
          label: "Power and energy traces",
          lanes: [.init(label: "GPU 0 · 2 gaps", stretches: gpu), .init(label: "package-0", stretches: cpu)],
          isWork: false),
        .init(
          label: "Trackers and other tools",
          lanes: [
            .init(label: "carbontracker", stretches: tracker),
            .init(label: "CodeCarbon", stretches: [Stretch(.total, start: start + 5, end: firstEnd - 200)]),
          ], isWork: false),
      ],
      curves: [
        curve("GPU", from: start, to: firstEnd, watts: 310),
        curve("CPU", from: start, to: firstEnd, watts: 95, count: 300),
      ])
  }()

  /// Eight epochs in three minutes, and the second start of the fold.
  static let short: TimelineFigure = {
    let first = attempt(at: start, epochs: 0..<3, seconds: 17, pause: 1, startUp: 6, redoneFrom: 0, isKilled: true)
    let second = attempt(at: start + 90, epochs: 0..<8, seconds: 15, pause: 0.8, startUp: 5, validation: 22)
    let idle = [Stretch(.idle, start: start + 250, end: start + 280)]
    return TimelineFigure(
      name: "timeline-short", title: "Blobs, 2d, fold 0",
      groups: [
        .init(
          label: "Trainings",
          lanes: [
            .init(label: "4410201", remark: "out of memory", stretches: first),
            .init(label: "4410226", remark: "finished", stretches: second + idle),
          ], isWork: true),
        .init(
          label: "Power and energy traces",
          lanes: [.init(label: "GPU 0", stretches: [Stretch(.measured, start: start + 80, end: start + 262)])],
          isWork: false),
        .init(
          label: "Trackers and other tools",
          lanes: [
            .init(
              label: "carbontracker",
              stretches: second.filter { $0.kind == .useful }.map {
                Stretch(.monitored, start: $0.start + 0.1, end: $0.end - 0.1, epoch: ($0.epoch ?? 0) + 1)
              })
          ], isWork: false),
      ])
  }()

  /// So many attempts of a minute, one a day.
  static func many(_ count: Int, names: [String] = ["job"]) -> TimelineFigure {
    let lanes = (0..<count).map { place -> TimelineFigure.Lane in
      let name = names[place % names.count]
      let stretches = attempt(
        at: start + Double(place) * 86_400, epochs: 0..<5, seconds: 10, pause: 0.5, startUp: 2,
        isKilled: place % 3 == 1)
      return TimelineFigure.Lane(label: "\(name) \(place)", remark: name, stretches: stretches)
    }
    return TimelineFigure(
      name: "many", title: names.joined(), groups: [.init(label: names[0], lanes: lanes, isWork: true)])
  }
}
