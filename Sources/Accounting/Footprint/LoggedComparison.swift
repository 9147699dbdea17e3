public import Alignment
public import Quantities

/// What a tool logged for one component of one attempt, beside what was measured over the very same time.
public struct LoggedComparison: Sendable {
  public let component: Component
  public let method: EnergyMethod
  /// ``Evidence/id`` of the tool's log.
  public let evidence: String
  /// The epochs compared; `nil` when the tool has one value for the whole attempt.
  public let epochs: Int?
  /// The devices that the tool adds up or averages.
  public let devices: Int
  /// The devices that were measured; 0 when none was.
  public let measuredDevices: Int
  /// The tool's CPU value holds memory too; `measured` then is CPU and memory.
  public let includesMemory: Bool
  /// A model's result or a constant, no measurement.
  public let isModelled: Bool
  /// As the tool has it, the averaging of devices uncorrected.
  public let reported: Energy
  /// The same with the averaging corrected.
  public let corrected: Energy
  /// What a counter or power samples have over the same time; `nil` when there are none.
  public let measured: Energy?

  /// (corrected − measured) / measured; `nil` when nothing was measured.
  public var relativeDifference: Double? {
    measured.flatMap { $0.joules > 0 ? (corrected - $0) / $0 : nil }
  }
}

/// What one tool's log has of an attempt, and what it misses of what was measured.
///
/// `measured` is the sum of `logged`, `startUp`, `between`, `unmonitoredEpochs`, `validation`, `otherComponents` and
/// `rest`.
public struct LoggedBalance: Sendable {
  public let method: EnergyMethod
  /// ``Evidence/id`` of the tool's log.
  public let evidence: String
  /// All that the tool has within the attempt, corrected.
  public internal(set) var logged = Energy.zero
  /// All that counters and power samples have within the attempt.
  public internal(set) var measured = Energy.zero
  /// Measured before the first epoch, where the tool has nothing.
  public internal(set) var startUp = Energy.zero
  /// Measured between epochs, in checkpoints there and in idle time, where the tool has nothing.
  public internal(set) var between = Energy.zero
  /// Measured in epochs of which the tool has nothing.
  public internal(set) var unmonitoredEpochs = Energy.zero
  /// Measured in the final validation, where the tool has nothing.
  public internal(set) var validation = Energy.zero
  /// Measured of components that the tool does not have.
  public internal(set) var otherComponents = Energy.zero
  /// What is measured more than logged where the tool has a value: other devices, other powers; less what the tool has
  /// where nothing was measured.
  public internal(set) var rest = Energy.zero

  init(method: EnergyMethod, evidence: String) {
    self.method = method
    self.evidence = evidence
  }

  mutating func miss(_ energy: Energy, in kind: PartKind) {
    switch kind {
    case .startUp: startUp = startUp + energy
    case .betweenEpochs, .checkpointing, .idle: between = between + energy
    case .usefulEpoch, .redoneEpoch, .abortedEpoch: unmonitoredEpochs = unmonitoredEpochs + energy
    case .finalValidation: validation = validation + energy
    }
  }
}

extension AttemptFootprint {
  /// The components that a counter or power samples tell.
  private var measured: [ComponentEnergy] { components.filter { $0.method == .counter || $0.method == .samples } }

  /// The measured components that a tool's value is about.
  private func members(of logged: ComponentEnergy) -> [ComponentEnergy] {
    measured.filter { $0.component == logged.component || (logged.includesMemory && $0.component == .dram) }
  }

  /// What tools logged, beside what was measured over the same time; in order of evidence and component.
  public func loggedComparisons(of attempt: Attempt) -> [LoggedComparison] {
    logged.map { value in
      let members = members(of: value)
      let isMeasured = members.contains { $0.component == value.component }
      let places = attempt.parts.indices.filter { part in
        guard value.byPart[part] != nil,
          value.isSpread || value.includesPauses || attempt.parts[part].epoch != nil
        else { return false }
        return !isMeasured || members.allSatisfy { $0.byPart[part] != nil }
      }
      let amount = places.compactMap { value.byPart[$0] }.compensatedSum()
      let measured = places.flatMap { place in members.compactMap { $0.byPart[place] } }.compensatedSum()
      let factor = value.correctionFactor ?? 1
      return LoggedComparison(
        component: value.component, method: value.method, evidence: value.evidence.first ?? "",
        epochs: value.isSpread ? nil : places.count { attempt.parts[$0].epoch != nil }, devices: value.devices.count,
        measuredDevices: isMeasured ? members.reduce(0) { $0 + $1.devices.count } : 0,
        includesMemory: value.includesMemory, isModelled: value.isModelled,
        reported: value.isCorrected ? amount * (1 / factor) : amount,
        corrected: value.isCorrected ? amount : amount * factor,
        measured: isMeasured && !places.isEmpty ? measured : nil)
    }.sorted { ($0.evidence, $0.component) < ($1.evidence, $1.component) }
  }

  /// What each tool's log has and misses; none when nothing was measured.
  public func loggedBalances(of attempt: Attempt) -> [LoggedBalance] {
    guard !measured.isEmpty else { return [] }
    let tools = Dictionary(grouping: logged) { $0.evidence.first ?? "" }
    return tools.keys.sorted().compactMap { evidence in
      tools[evidence].flatMap { balance($0, evidence: evidence, attempt: attempt) }
    }
  }

  private func balance(_ values: [ComponentEnergy], evidence: String, attempt: Attempt) -> LoggedBalance? {
    guard let method = values.first?.method else { return nil }
    var balance = LoggedBalance(method: method, evidence: evidence)
    balance.measured = measured.compactMap(\.total).compensatedSum()
    var told: Set<Component> = []
    for value in values {
      let factor = value.isCorrected ? 1 : value.correctionFactor ?? 1
      let members = members(of: value)
      told.formUnion(members.map(\.component))
      for (place, part) in attempt.parts.enumerated() {
        let known = members.compactMap { $0.byPart[place] }
        let energy = known.isEmpty ? nil : known.compensatedSum()
        let amount = value.byPart[place].map { $0 * factor }
        switch (amount, energy) {
        case (let amount?, let energy?):
          balance.logged = balance.logged + amount
          balance.rest = balance.rest + energy - amount
        case (let amount?, nil):
          balance.logged = balance.logged + amount
          balance.rest = balance.rest - amount
        case (nil, let energy?): balance.miss(energy, in: part.kind)
        case (nil, nil): break
        }
      }
    }
    balance.otherComponents = measured.filter { !told.contains($0.component) }.compactMap(\.total).compensatedSum()
    return balance
  }
}
