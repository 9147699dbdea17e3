import Accounting
import Alignment
import LogFormats
import Quantities
import StudyFile

/// The machine-readable side of a report: `data/*.json`, numbers unrounded, units in the keys.
struct ReportData: Sendable {
  let footprint: StudyFootprint
  let tables: ReportTables
  let version: String

  /// Hands over `runs.json` run by run; with the parts of every training it is far larger than all other files.
  func writeRuns(to body: (String) -> Void) { JSONWriter.write(footprint.runs.lazy.map(run), to: body) }

  /// The other files by name.
  var files: [(name: String, text: String)] {
    [
      ("basis.json", text(basis)),
      ("models.json", text(JSONOutput(footprint.models.map(model)))),
      ("selection.json", text(JSONOutput(footprint.datasets.map(selection)))),
      ("evidence.json", text(JSONOutput(footprint.study.evidence.map(evidence)))),
      ("diagnostics.json", text(JSONOutput(footprint.diagnostics.map(diagnostic)))),
      ("inputs.json", text(JSONOutput(footprint.study.inputs.map(input)))),
    ] + (tables.comparison.byDice.isEmpty ? [] : [("comparison.json", text(comparison))])
  }

  private func text(_ value: JSONOutput) -> String { JSONWriter.text(value, layout: .indented) + "\n" }

  private var basis: JSONOutput {
    let basis = footprint.basis
    return [
      "fodspor_version": .string(version),
      "pue": [
        "value": .number(basis.pue.value.ratio), "source": .string(basis.pue.source),
        "year": JSONOutput(basis.pue.year),
        "kind": .string(basis.pue.kind.rawValue),
      ],
      "carbon_intensity": [
        "g_per_kwh": .number(basis.intensity.value.gramsPerKilowattHour), "place": JSONOutput(basis.intensity.place),
        "iso3": JSONOutput(basis.intensity.iso3), "year": JSONOutput(basis.intensity.year),
        "edition": JSONOutput(basis.intensity.edition), "source": .string(basis.intensity.source),
        "license": JSONOutput(basis.intensity.license), "kind": .string(basis.intensity.kind.rawValue),
        "emissions": JSONOutput(basis.intensity.boundary?.rawValue),
      ],
      "car": [
        "g_per_km": .number(basis.car.gramsPerKilometre), "year": JSONOutput(basis.car.year),
        "cycle": .string(basis.car.cycle), "source": .string(basis.car.source),
      ],
      "carbontracker": .string(basis.tracker.rawValue), "gaps": .string(basis.gaps.rawValue),
    ]
  }

  private func amounts(_ energy: Energy?, of attempts: [AttemptFootprint]) -> [JSONOutput.Member] {
    let basis = footprint.basis.together(attempts)
    let budgets = energy == nil ? nil : FootprintBudgets(sumOf: attempts, basis: footprint.basis)
    return [
      .init("it_energy_kwh", JSONOutput(energy?.kilowattHours)),
      .init("it_energy_u95_kwh", JSONOutput(budgets?.energy.expanded.kilowattHours)),
      .init("facility_energy_kwh", JSONOutput(energy.map { basis.facility($0).kilowattHours })),
      .init("facility_energy_u95_kwh", JSONOutput(budgets?.facility.expanded.kilowattHours)),
      .init("co2e_g", JSONOutput(energy.map { basis.carbon($0).grams })),
      .init("co2e_u95_g", JSONOutput(budgets?.carbon.expanded.grams)),
      .init("car_km", JSONOutput(energy.map { basis.distance($0).kilometres })),
    ]
  }

  private func identity(_ identity: ModelIdentity) -> [JSONOutput.Member] {
    [
      .init("dataset", JSONOutput(identity.dataset)), .init("trainer", JSONOutput(identity.trainer)),
      .init("plans", JSONOutput(identity.plans)), .init("configuration", JSONOutput(identity.configuration)),
    ]
  }

  private func run(_ footprint: RunFootprint) -> JSONOutput {
    let run = footprint.run
    let attempts = zip(run.attempts, footprint.attempts).map { attempt($0, of: run, $1) }
    return .object(
      identity(run.identity.model) + [
        .init("fold", JSONOutput(run.identity.fold?.description)), .init("location", .string(run.identity.location)),
        .init("finished", .boolean(run.isFinished)), .init("planned_epochs", .integer(Int64(run.planned.count))),
        .init("planned_epochs_source", .string(run.planned.source.rawValue)),
        .init("useful_epochs", .integer(Int64(run.usefulEpochs))),
        .init("executed_epochs", .integer(Int64(run.executedEpochs))),
        .init("validation_dice", JSONOutput(run.dice?.value)), .init("dice_source", JSONOutput(run.dice?.path)),
        .init("network", JSONOutput(run.architecture.networkClass)),
        .init("batch_size", JSONOutput(run.architecture.batchSize)),
        .init("gpu", JSONOutput(run.architecture.gpuName)), .init("host", JSONOutput(run.architecture.hostname)),
        .init("process_seconds", .number(run.processTime.inSeconds)),
        .init("wall_seconds", .number(run.wallTime.inSeconds)), .init("coverage", JSONOutput(footprint.coverage)),
      ] + amounts(footprint.energy, of: footprint.attempts) + [.init("attempts", JSONOutput(attempts))])
  }

  private func attempt(_ attempt: Attempt, of run: Run, _ measured: AttemptFootprint) -> JSONOutput {
    let remarks = OutcomeText.remarks(on: attempt, of: run, monitored: footprint.monitoredEpochs(of: attempt))
    let parts = attempt.parts.enumerated().map { place, part -> JSONOutput in
      .object(
        [
          .init("kind", .string(part.kind.rawValue)),
          .init("epoch", JSONOutput(part.epoch.map { attempt.epochs[$0].index })),
          .init("start", .string(part.window.start.iso8601)), .init("seconds", .number(part.window.duration.inSeconds)),
          .init("it_energy_j", JSONOutput(measured.energy(ofPart: place)?.joules)),
        ]
          + measured.components.map { .init("\($0.component.rawValue)_j", JSONOutput($0.byPart[place]?.joules)) })
    }
    return .object(
      [
        .init("training", .string(attempt.label)), .init("log", .string(attempt.logPath)),
        .init("copies", JSONOutput(attempt.copies.map(JSONOutput.string))),
        .init("slurm_job", JSONOutput(attempt.slurmJob)), .init("nnunet_version", JSONOutput(attempt.version)),
        .init("outcome", .string(OutcomeText.outcome(of: attempt))),
        .init("remarks", JSONOutput(remarks.map(JSONOutput.string))),
        .init("clock", .string(attempt.clock.printedOffset)), .init("start", .string(attempt.window.start.iso8601)),
        .init("end", .string(attempt.window.end.iso8601)), .init("seconds", .number(measured.duration.inSeconds)),
        .init("coverage", JSONOutput(measured.coverage)),
      ] + amounts(measured.energy, of: [measured]) + [
        .init("components", JSONOutput(measured.components.map(component))),
        .init("cross_checks", JSONOutput(measured.crossChecks.map(crossCheck))),
        .init("parts", JSONOutput(parts)),
        .init(
          "links",
          JSONOutput(
            attempt.links.map { link in
              [
                "evidence": .string(link.evidence), "reason": .string(link.explanation),
                "overlap": .number(link.overlap),
              ] as JSONOutput
            })),
      ])
  }

  private func component(_ energy: ComponentEnergy) -> JSONOutput {
    [
      "component": .string(energy.component.rawValue), "method": .string(energy.method.rawValue),
      "provenance": .string(energy.provenance.rawValue), "energy_j": JSONOutput(energy.total?.joules),
      "covered_seconds": .number(energy.coveredTime.inSeconds), "outside_j": .number(energy.outside.joules),
      "checkpoints_j": JSONOutput(energy.checkpoints?.joules),
      "gaps": energy.gaps.map(gaps) ?? .null, "reported_j": JSONOutput(energy.reported?.joules),
      "correction_factor": JSONOutput(energy.correctionFactor),
      "includes_dram": .boolean(energy.includesMemory),
      "devices": JSONOutput(energy.devices.map(JSONOutput.string)),
      "evidence": JSONOutput(energy.evidence.map(JSONOutput.string)),
    ]
  }

  private func gaps(_ effect: GapEffect) -> JSONOutput {
    .object(
      [.init("count", .integer(Int64(effect.count))), .init("seconds", .number(effect.seconds))]
        + GapEffect.policies.map { .init("\($0.rawValue)_j", JSONOutput(effect.totals[$0]?.joules)) })
  }

  private func crossCheck(_ check: CrossCheck) -> JSONOutput {
    [
      "component": .string(check.component.rawValue), "evidence": .string(check.evidence),
      "method": .string(check.method.rawValue), "chosen_method": .string(check.chosenMethod.rawValue),
      "epochs": JSONOutput(check.epochs), "chosen_j": .number(check.chosen.joules),
      "other_j": .number(check.other.joules), "relative_difference": .number(check.relativeDifference),
      "worst_epoch": JSONOutput(check.worst?.epoch), "worst_relative_difference": JSONOutput(check.worst?.relative),
    ]
  }

  private func summary(_ summary: SampleSummary?) -> JSONOutput {
    guard let summary else { return .null }
    return [
      "n": .integer(Int64(summary.count)), "mean": .number(summary.mean),
      "sd": JSONOutput(summary.standardDeviation), "min": .number(summary.minimum), "max": .number(summary.maximum),
    ]
  }

  private func model(_ model: ModelFootprint) -> JSONOutput {
    let budgets = model.budgets(footprint.basis)
    return .object(
      identity(model.identity) + [
        .init("label", .string(tables.model(model))), .init("all_cases", .boolean(model.isAllData)),
        .init("runs", .integer(Int64(model.runs.count))), .init("finished", .integer(Int64(model.finished.count))),
        .init("seconds", summary(model.seconds)), .init("it_energy_j", summary(model.energy)),
        .init("it_energy_u95_j", JSONOutput(budgets?.energy.expanded.joules)),
        .init("facility_energy_j", JSONOutput(budgets?.facility.value.joules)),
        .init("facility_energy_u95_j", JSONOutput(budgets?.facility.expanded.joules)),
        .init("co2e_g", JSONOutput(budgets?.carbon.value.grams)),
        .init("co2e_u95_g", JSONOutput(budgets?.carbon.expanded.grams)),
        .init("validation_dice", summary(model.dice)), .init("ema_pseudo_dice", summary(model.pseudoDice)),
        .init("coverage", JSONOutput(model.coverage)),
        .init("components", JSONOutput(model.components.sorted().map { .string($0.rawValue) })),
      ])
  }

  private func selection(_ dataset: SelectionFootprint) -> JSONOutput {
    let purposes = SelectionFootprint.Purpose.allCases.map { purpose in
      JSONOutput.Member(purpose.rawValue + "_j", JSONOutput(dataset.energyByPurpose[purpose]?.joules))
    }
    return .object(
      [
        .init("dataset", JSONOutput(dataset.dataset)), .init("runs", .integer(Int64(dataset.runs.count))),
        .init("trainings", .integer(Int64(dataset.attempts))),
        .init("unmeasured_trainings", .integer(Int64(dataset.unmeasuredAttempts))),
      ] + amounts(dataset.energy, of: dataset.runs.flatMap(\.attempts)) + [
        .init("purposes", .object(purposes)),
        .init("final_model", JSONOutput(tables.finalName(of: dataset))),
        .init("final_choice", JSONOutput(dataset.final.map { Self.words($0.choice) })),
        .init("final_it_energy_kwh", JSONOutput(dataset.finalEnergy?.kilowattHours)),
        .init("selection_factor", JSONOutput(dataset.factor)), .init("waste_share", JSONOutput(dataset.wasteShare)),
        .init("validation_share", JSONOutput(dataset.validationShare)),
        .init("folds", .integer(Int64(dataset.folds.count))),
      ])
  }

  private static func words(_ choice: FinalChoice.Ground) -> String {
    switch choice {
    case .declared: "declared"
    case .recorded: "nnU-Net's record"
    case .bestDice: "best Dice"
    }
  }

  private func evidence(_ evidence: Evidence) -> JSONOutput {
    let (state, reason) = ReportTables.disposition(evidence.disposition)
    return [
      "id": .string(evidence.id), "path": .string(evidence.path), "kind": .string(ReportTables.kind(evidence.content)),
      "state": .string(state), "reason": .string(reason), "clock": .string(evidence.clock.printedOffset),
      "start": JSONOutput(evidence.window?.start.iso8601), "end": JSONOutput(evidence.window?.end.iso8601),
    ]
  }

  private func diagnostic(_ finding: StudyDiagnostic) -> JSONOutput {
    [
      "severity": .string(finding.diagnostic.severity.rawValue), "code": .string(finding.diagnostic.code),
      "path": JSONOutput(finding.path), "line": JSONOutput(finding.diagnostic.line),
      "message": .string(finding.diagnostic.message),
    ]
  }

  private func input(_ input: AlignedStudy.Input) -> JSONOutput {
    [
      "path": .string(input.path), "copies": JSONOutput(input.copies.map(JSONOutput.string)),
      "format": .string(input.format.rawValue), "version": JSONOutput(input.version),
      "bytes": .integer(Int64(input.byteCount)), "sha256": .string(input.sha256),
    ]
  }
}
