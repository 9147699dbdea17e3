/// The likeliest assignment of devices to trainings, of which those side by side cannot have the same one.
struct DeviceAssignment {
  /// What a training got.
  struct Choice: Hashable {
    /// By place.
    var device: Int
    /// How well the device shows the training, in nats.
    var gain: Double
    /// By how many nats the best assignment in which the training has another device, or none, is less likely.
    var margin: Double
  }

  /// By training; `nil` where no device is left.
  let choices: [Choice?]

  /// More combinations than this are not tried: the best of those stands.
  private static let mostSteps = 2_000_000

  /// - Parameters:
  ///   - gains: how well each device shows each training, in nats: by training, by device.
  ///   - exclusive: by training, by training: both ran at a time.
  init(gains: [[Double]], exclusive: [[Bool]]) {
    var search = Search(gains: gains, exclusive: exclusive)
    let best = search.best(without: nil)
    choices = best.devices.enumerated().map { training, device in
      guard let device else { return nil }
      let rival = search.best(without: (training, device))
      return Choice(device: device, gain: gains[training][device], margin: best.total - rival.total)
    }
  }

  private struct Assignment {
    var devices: [Int?]
    var total: Double
  }

  /// Branch and bound over trainings, each with its devices from the best to none.
  private struct Search {
    let gains: [[Double]]
    let exclusive: [[Bool]]
    /// By training: devices with a positive gain, the best first.
    private let order: [[Int]]
    private var steps = 0

    init(gains: [[Double]], exclusive: [[Bool]]) {
      self.gains = gains
      self.exclusive = exclusive
      order = gains.map { row in row.indices.filter { row[$0] > 0 }.sorted { row[$0] > row[$1] } }
    }

    mutating func best(without barred: (training: Int, device: Int)?) -> Assignment {
      steps = 0
      var best = Assignment(devices: gains.map { _ in nil }, total: 0)
      var current = best
      // What the trainings from a place on can bring at most.
      var bounds = [0.0]
      for row in gains.reversed() { bounds.append((bounds.last ?? 0) + max(0, row.max() ?? 0)) }
      bounds.reverse()
      descend(0, &current, &best, bounds, barred)
      return best
    }

    private mutating func descend(
      _ training: Int, _ current: inout Assignment, _ best: inout Assignment, _ bounds: [Double],
      _ barred: (training: Int, device: Int)?
    ) {
      steps += 1
      guard training < gains.count else {
        if current.total > best.total { best = current }
        return
      }
      guard current.total + bounds[training] > best.total else { return }
      for device in order[training] {
        if let barred, barred.training == training, barred.device == device { continue }
        let isTaken = (0..<training).contains { current.devices[$0] == device && exclusive[training][$0] }
        guard !isTaken else { continue }
        current.devices[training] = device
        current.total += gains[training][device]
        descend(training + 1, &current, &best, bounds, barred)
        current.total -= gains[training][device]
        current.devices[training] = nil
        guard steps < DeviceAssignment.mostSteps else { return }
      }
      descend(training + 1, &current, &best, bounds, barred)
    }
  }
}
