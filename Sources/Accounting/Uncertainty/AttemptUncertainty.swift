import Alignment
import LogFormats
import Quantities
import StudyFile

/// How often a component was sampled, and what lies between samples.
public struct SamplingPeriod: Sendable, Hashable {
  /// The nominal period in seconds, of the slowest device.
  public var seconds: Double
  /// A sample holds all since the one before it, as counters and means do: nothing between samples is missed.
  public var isCumulative: Bool
}

/// The uncertainty terms of one attempt's energy.
struct AttemptUncertainty {
  let attempt: Attempt
  var sensors = SensorBoundsTable.embedded

  /// carbontracker reads power every 10 s unless told otherwise (`update_interval`, carbontracker/tracker.py).
  static let trackerPeriod = SamplingPeriod(seconds: 10, isCumulative: false)
  /// CodeCarbon reads every 15 s unless told otherwise (`measure_power_secs`).
  static let codecarbonPeriod = SamplingPeriod(seconds: 15, isCumulative: false)

  /// The terms of the components that count, in joules.
  ///
  /// - Parameter format: the name of the format of a component's evidence, which tells meters apart.
  func terms(of components: [ComponentEnergy], format: (ComponentEnergy) -> String) -> [UncertaintyTerm] {
    components.flatMap { component -> [UncertaintyTerm] in
      guard let total = component.total, total.joules.isFinite else { return [] }
      let name = component.component.shortName
      return sensorTerms(component, name: name, total: total, format: format(component))
        + [sampling(component, name: name), gaps(component, name: name), coverage(component, name: name, total: total)]
        .compactMap(\.self)
    }.filter { $0.standard.value > 0 }
  }

  // MARK: - Sensors

  /// Gains, the same in all devices of one model, and offsets, each device's own.
  private func sensorTerms(
    _ component: ComponentEnergy, name: String, total: Energy, format: String
  ) -> [UncertaintyTerm] {
    let devices = component.devices.isEmpty ? [""] : component.devices
    let seconds = component.coveredTime.inSeconds
    var gains: [(model: String, bounds: SensorBounds, count: Int)] = []
    var offsets: [UncertaintyTerm] = []
    for device in devices {
      let model = Self.model(of: device, component)
      let text = component.component == .node ? "\(device) \(format)" : model
      guard
        let bounds = sensors.bounds(of: component.component, device: text, isModelled: component.isModelled)
      else { continue }
      if let place = gains.firstIndex(where: { $0.model == model }) {
        gains[place].count += 1
      } else {
        gains.append((model, bounds, 1))
      }
      if bounds.offsetWatts > 0 {
        offsets.append(
          UncertaintyTerm(
            name: "\(name) offset",
            source: "±\(Self.printed(bounds.offsetWatts)) W of each device (nvidia-smi manual)",
            standard: .rectangular(halfWidth: bounds.offsetWatts * seconds), distribution: .rectangular,
            group: "offset/\(component.component.rawValue)/\(device)"))
      }
    }
    return gains.map { model, bounds, count in
      // What single devices took is not kept: those of other models are taken to have drawn as much.
      let energy = total.joules * Double(count) / Double(devices.count)
      return UncertaintyTerm(
        name: "\(name) \(component.isModelled ? "model" : "gain")",
        source: "±\(Self.printed(100 * bounds.gain)) %, \(bounds.sensor) (\(bounds.basis): \(bounds.source))",
        standard: .rectangular(halfWidth: bounds.gain * energy), distribution: .rectangular,
        group: "gain/\(component.component.rawValue)/\(component.isModelled ? "modelled" : model.lowercased())")
    } + offsets
  }

  /// The model in a device's name; a trace has it in brackets, a tracker has nothing else.
  private static func model(of device: String, _ component: ComponentEnergy) -> String {
    if let open = device.firstIndex(of: "("), device.hasSuffix(")") {
      return String(device[device.index(after: open)...].dropLast())
    }
    switch component.method {
    case .counter, .samples: return ""
    case .trackerMean, .codecarbon, .toolTotal: return component.component == .gpu ? device : ""
    }
  }

  // MARK: - Time

  /// What sampling misses of steps in power.
  ///
  /// A step of size S at any place within an interval of length h makes the trapezoid wrong by up to ± S h / 2 evenly
  /// spread, so by S h / √12 as a standard deviation; steps are independent. Steps are those between the mean powers of
  /// neighbouring parts of the training, and from and to nothing at its ends. Cumulative samples have only the ends.
  private func sampling(_ component: ComponentEnergy, name: String) -> UncertaintyTerm? {
    let period: SamplingPeriod
    switch component.method {
    case .counter, .samples:
      guard let known = component.sampling else { return nil }
      period = known
    case .trackerMean: period = Self.trackerPeriod
    case .codecarbon: period = Self.codecarbonPeriod
    case .toolTotal: return nil
    }
    let powers = zip(component.byPart, component.coveredByPart).compactMap { energy, time -> Double? in
      guard let energy, time > .zero else { return nil }
      return energy.joules / time.inSeconds
    }
    guard let first = powers.first, let last = powers.last else { return nil }
    var squares = [first * first, last * last]
    if !period.isCumulative, !component.isSpread {
      squares += zip(powers, powers.dropFirst()).map { ($1 - $0) * ($1 - $0) }
    }
    return UncertaintyTerm(
      name: "\(name) sampling",
      source: "steps of power within a period of \(Self.printed(period.seconds)) s, S h / √12 each",
      standard: StandardUncertainty((squares.compensatedSum() / 12).squareRoot() * period.seconds),
      distribution: .normal)
  }

  /// What was put into gaps, by how far the two ways to fill them differ.
  private func gaps(_ component: ComponentEnergy, name: String) -> UncertaintyTerm? {
    guard let gaps = component.gaps, let bridge = gaps.totals[.bridge], let mean = gaps.totals[.mean] else {
      return nil
    }
    return UncertaintyTerm(
      name: "\(name) gaps", source: "straight lines against the device's mean power",
      standard: .rectangular(halfWidth: abs((bridge - mean).joules)), distribution: .rectangular)
  }

  /// What was not measured, which is in no energy: up to the mean power for all of the uncovered time.
  ///
  /// The missing energy lies between nothing and this bound, and nothing was added for it; about the reported value that
  /// is b² / 12 for the spread and (b / 2)² for the bias, together b² / 3 as of ± b (GUM F.2.4.5). Its sign is the same
  /// in all trainings, which are one group therefore.
  private func coverage(_ component: ComponentEnergy, name: String, total: Energy) -> UncertaintyTerm? {
    let covered = component.coveredTime.inSeconds
    let missing = attempt.window.duration.inSeconds - covered
    guard covered > 0, missing > 1e-9 * covered else { return nil }
    return UncertaintyTerm(
      name: "\(name) coverage", source: "time without measurement, at up to the mean power",
      standard: .rectangular(halfWidth: total.joules / covered * missing), distribution: .rectangular,
      group: "coverage/\(component.component.rawValue)")
  }

  /// A number of few digits, without a trailing zero.
  private static func printed(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "--" }
    let hundredths = Int((abs(value) * 100).rounded())
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    if rest == 0 { return "\(whole)" }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension Component {
  /// The name that terms have.
  fileprivate var shortName: String {
    switch self {
    case .gpu: "GPU"
    case .cpu: "CPU"
    case .dram: "DRAM"
    case .node: "node"
    }
  }
}
