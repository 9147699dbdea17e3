import Accounting
import Alignment
import LogFormats
import Quantities

extension ReportTables {
  /// Energy in tools' logs beside the energy measured over the same time, for every training and component.
  public var loggedVersusMeasured: Table {
    var rows: [Table.Row] = []
    for footprint in footprint.runs {
      let dataset = labels.dataset(footprint.run.identity.dataset)
      var compared: [LoggedComparison] = []
      for (attempt, measured) in zip(footprint.run.attempts, footprint.attempts) {
        let values = measured.loggedComparisons(of: attempt)
        for value in values {
          rows.append(
            Table.Row([.text(dataset), .text(attempt.label)] + cells([value]), group: dataset))
        }
        // Two tools over one training say the same twice: a run's sum takes the first.
        compared += values.enumerated().filter { place, value in
          !values[..<place].contains { $0.method == value.method && $0.component == value.component }
        }.map(\.element)
      }
      rows += runRows(compared, of: footprint, dataset: dataset)
    }
    return Table(
      name: "logged-vs-measured", caption: "Energy in trackers' logs against the energy measured over the same time",
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true),
        .init(key: "training", header: "Training", hidesRepeats: true),
        .init(key: "tool", header: "Tool"), .init(key: "component", header: "Part"),
        .init(key: "epochs", header: "Epochs", unit: .count),
        .init(key: "devices", header: "Devices", unit: .count),
        .init(key: "measured_devices", header: "Measured", unit: .count),
        .init(key: "reported_energy", header: "Logged", unit: .energy, provenance: .logged, scaleGroup: "energy"),
        .init(key: "corrected_energy", header: "Corrected", unit: .energy, provenance: .logged, scaleGroup: "energy"),
        .init(key: "measured_energy", header: "Measured", unit: .energy, provenance: .measured, scaleGroup: "energy"),
        .init(key: "difference", header: "Difference", unit: .percent, format: .decimals(1)),
      ], rows: rows,
      notes: [
        "Over the epochs that both have, for carbontracker's epochs; over the time that both have, for totals of a whole training. IT energy, the tool's own PUE left out. Corrected: carbontracker 2.x logs the mean over devices. Measured: an energy counter or power samples. Difference: corrected against measured.",
        .init(mark: "m", "A constant or a share of the TDP, not measured."),
      ])
  }

  private func cells(_ values: [LoggedComparison]) -> [Table.Cell] {
    guard let first = values.first else { return [] }
    let epochs = values.compactMap(\.epochs)
    let measured = values.compactMap(\.measured)
    let corrected = values.map(\.corrected).compensatedSum()
    let sum = measured.count == values.count ? measured.compensatedSum() : nil
    return [
      .text(Self.short(first.method), mark: first.isModelled ? "m" : nil),
      .text(first.includesMemory ? "CPU, DRAM" : Self.names([first.component])),
      .integer(epochs.isEmpty ? nil : epochs.reduce(0, +)), .integer(first.devices == 0 ? nil : first.devices),
      .integer(first.measuredDevices == 0 ? nil : first.measuredDevices),
      .quantity(values.map(\.reported).compensatedSum().joules), .quantity(corrected.joules), .quantity(sum?.joules),
      .quantity(sum.flatMap { $0.joules > 0 ? (corrected - $0) / $0 : nil }),
    ]
  }

  /// Sums over the trainings of a run, where a tool logged several of them.
  private func runRows(_ compared: [LoggedComparison], of run: RunFootprint, dataset: String) -> [Table.Row] {
    struct Key: Hashable, Comparable {
      let method: EnergyMethod
      let component: Component
      let includesMemory: Bool

      static func < (left: Key, right: Key) -> Bool {
        (left.method, left.component, left.includesMemory ? 1 : 0)
          < (right.method, right.component, right.includesMemory ? 1 : 0)
      }
    }
    let grouped = Dictionary(grouping: compared) {
      Key(method: $0.method, component: $0.component, includesMemory: $0.includesMemory)
    }
    let name = [modelName(run.run.identity), run.run.identity.fold.map { "fold \($0)" }].compactMap(\.self)
      .joined(separator: ", ")
    return grouped.keys.sorted().compactMap { key in
      guard let values = grouped[key], values.count > 1 else { return nil }
      return Table.Row([.text(dataset), .text("\(name): all")] + cells(values), group: dataset, kind: .subtotal)
    }
  }

  /// What each tool's log misses of what was measured, for every training.
  public var missedByTools: Table {
    var rows: [Table.Row] = []
    for footprint in footprint.runs {
      let dataset = labels.dataset(footprint.run.identity.dataset)
      for (attempt, measured) in zip(footprint.run.attempts, footprint.attempts) {
        for balance in measured.loggedBalances(of: attempt) {
          let parts = [
            balance.logged, balance.startUp, balance.between, balance.unmonitoredEpochs, balance.validation,
            balance.otherComponents, balance.rest, balance.measured,
          ]
          let share = balance.measured.joules > 0 ? balance.logged / balance.measured : nil
          rows.append(
            Table.Row(
              [.text(dataset), .text(attempt.label), .text(Self.short(balance.method))]
                + parts.map { .quantity($0.joules) } + [.quantity(share)], group: dataset))
        }
      }
    }
    let headers: [(key: String, header: RichText)] = [
      ("logged_energy", "Logged"), ("start_up_energy", "Start-up"), ("between_energy", "Between"),
      ("unmonitored_energy", "Epochs"), ("validation_energy", "Validation"), ("other_parts_energy", "Other parts"),
      ("rest_energy", "Rest"), ("measured_energy", "Measured"),
    ]
    return Table(
      name: "missed-by-trackers", caption: "What trackers' logs miss of what was measured",
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true),
        .init(key: "training", header: "Training", hidesRepeats: true), .init(key: "tool", header: "Tool"),
      ] + headers.map { .init(key: $0.key, header: $0.header, unit: .energy, scaleGroup: "energy") } + [
        .init(key: "logged_share", header: "Share", unit: .percent, format: .decimals(0))
      ], rows: rows,
      notes: [
        "IT energy. Logged and the six columns after it add up to measured. Logged: all that the tool has within the training, corrected. Start-up, between epochs, epochs, validation: measured where the tool has no value. Other parts: components that the tool does not have. Rest: measured more than logged over the same time (devices that the tool does not see, other powers), less what only the tool has. Share: logged of measured."
      ])
  }

  /// Every epoch with its energy, measured and logged; for scripts and plots.
  public var epochs: Table { epochs(of: footprint.runs) }

  /// Hands over the text of `epochs.csv` run by run: it has as many lines as the study has epochs.
  func writeEpochs(to body: (String) -> Void) {
    let renderer = CSVTableRenderer()
    body(renderer.render(epochs(of: [])))
    for run in footprint.runs { body(renderer.render(epochs(of: [run]), hasHeader: false)) }
  }

  private func epochs(of runs: [RunFootprint]) -> Table {
    let components = Component.allCases
    var rows: [Table.Row] = []
    for footprint in runs {
      for (attempt, measured) in zip(footprint.run.attempts, footprint.attempts) {
        let label = attempt.label
        let sensed = measured.components.filter { $0.provenance == .measured }
        for (place, part) in attempt.parts.enumerated() {
          guard let number = part.epoch else { continue }
          rows.append(Table.Row(epochCells(place, number, attempt, label, measured, sensed, of: footprint.run)))
        }
      }
    }
    func energy(_ key: String, _ provenance: Provenance) -> Table.Column {
      .init(key: key, header: RichText(key), unit: .energy, provenance: provenance)
    }
    return Table(
      name: "epochs", caption: "Every epoch with its energy, measured and logged",
      columns: [
        .init(key: "run", header: "Run"), .init(key: "training", header: "Training"), .init(key: "log", header: "Log"),
        .init(key: "epoch", header: "Epoch", unit: .count), .init(key: "status", header: "Status"),
        .init(key: "start", header: "Start"), .init(key: "time", header: "Time", unit: .duration),
        energy("measured_energy", .measured),
      ] + components.map { energy("measured_\($0.rawValue)", .measured) } + [
        .init(key: "coverage", header: "Measured", unit: .percent)
      ]
        + [Component.gpu, .cpu].flatMap { component -> [Table.Column] in
          [
            energy("tracker_reported_\(component.rawValue)", .logged),
            energy("tracker_corrected_\(component.rawValue)", .logged),
            .init(key: "difference_\(component.rawValue)", header: "Difference", unit: .percent),
          ]
        } + [.init(key: "pseudo_dice", header: "Pseudo Dice", unit: .ratio)], rows: rows)
  }

  private func epochCells(
    _ place: Int, _ number: Int, _ attempt: Attempt, _ label: String, _ measured: AttemptFootprint,
    _ sensed: [ComponentEnergy], of run: Run
  ) -> [Table.Cell] {
    let epoch = attempt.epochs[number]
    let window = attempt.parts[place].window
    func energy(_ component: Component) -> Energy? { sensed.first { $0.component == component }?.byPart[place] }
    var sum = CompensatedSum()
    var isKnown = false
    for case let energy? in sensed.lazy.map({ $0.byPart[place] }) {
      sum.add(energy.joules)
      isKnown = true
    }
    let covered = sensed.map { $0.coveredByPart[place].inSeconds }.min()
    let seconds = window.duration.inSeconds
    var cells: [Table.Cell] = [
      .text(run.identity.location), .text(label), .text(attempt.logPath), .integer(epoch.index),
      .text(epoch.status.rawValue), .text(window.start.iso8601), .quantity(seconds),
      .quantity(isKnown ? sum.value : nil),
    ]
    cells += Component.allCases.map { .quantity(energy($0)?.joules) }
    cells.append(.quantity(covered.flatMap { seconds > 0 ? min($0 / seconds, 1) : nil }))
    for component in [Component.gpu, .cpu] {
      let tracker = measured.logged.first {
        $0.component == component && $0.method == .trackerMean && !$0.isSpread && $0.byPart[place] != nil
      }
      let amount = tracker?.byPart[place]
      let factor = tracker?.correctionFactor ?? 1
      let corrected = amount.map { tracker?.isCorrected == true ? $0 : $0 * factor }
      var same = energy(component)
      if tracker?.includesMemory == true, let memory = energy(.dram) { same = same.map { $0 + memory } }
      cells += [
        .quantity(corrected.map { $0.joules / factor }), .quantity(corrected?.joules),
        .quantity(corrected.flatMap { value in same.flatMap { $0.joules > 0 ? (value - $0) / $0 : nil } }),
      ]
    }
    return cells + [.quantity(epoch.logged.meanPseudoDice)]
  }
}
