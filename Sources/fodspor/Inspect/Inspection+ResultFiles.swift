import LogFormats
import Quantities
import Reporting

extension Inspection {
  /// The members of a `summary.json`.
  static func members(of summary: ValidationSummary) -> [JSONOutput.Member] {
    [
      .init("foreground_mean_dice", JSONOutput(summary.foregroundMeanDice)),
      .init("dice_by_label", .object(summary.diceByLabel.map { .init($0.label, JSONOutput($0.dice)) })),
      .init("cases", JSONOutput(summary.caseCount)),
      .init("scope", scope(summary.scope)),
    ]
  }

  /// The members of a `plans.json`.
  static func members(of plans: PlansFile) -> [JSONOutput.Member] {
    [
      .init("dataset", JSONOutput(plans.datasetName)),
      .init("plans", JSONOutput(plans.plansName)),
      .init("configurations", JSONOutput(plans.configurations.map(configuration))),
    ]
  }

  private static func configuration(_ configuration: PlansFile.Configuration) -> JSONOutput {
    [
      "name": .string(configuration.name),
      "batch_size": JSONOutput(configuration.batchSize),
      "patch_size": configuration.patchSize.map { JSONOutput($0.map { JSONOutput($0) }) } ?? .null,
      "spacing": configuration.spacing.map { JSONOutput($0.map { JSONOutput($0) }) } ?? .null,
      "network": JSONOutput(configuration.networkClass),
    ]
  }

  /// The members of a `dataset.json`.
  static func members(of dataset: DatasetFile) -> [JSONOutput.Member] {
    [
      .init("name", JSONOutput(dataset.name)),
      .init("training_cases", JSONOutput(dataset.trainingCases)),
      .init("channels", JSONOutput(dataset.channels.map { .string($0) })),
      .init("labels", JSONOutput(dataset.labels.map { .string($0) })),
      .init("file_ending", JSONOutput(dataset.fileEnding)),
    ]
  }

  /// The members of a `debug.json`.
  static func members(of debug: DebugFile) -> [JSONOutput.Member] {
    [
      .init("fold", JSONOutput(debug.fold)),
      .init("configuration", JSONOutput(debug.configuration)),
      .init("planned_epochs", JSONOutput(debug.plannedEpochs)),
      .init("current_epoch", JSONOutput(debug.currentEpoch)),
      .init("batch_size", JSONOutput(debug.batchSize)),
      .init("gpu", JSONOutput(debug.gpuName)),
      .init("host", JSONOutput(debug.hostname)),
      .init("device", JSONOutput(debug.device)),
      .init("torch_version", JSONOutput(debug.torchVersion)),
      .init("distributed", debug.isDistributed.map { .boolean($0) } ?? .null),
      .init("log_file", JSONOutput(debug.logFile)),
    ]
  }

  /// The members of a CodeCarbon `emissions.csv`.
  static func members(of log: CodeCarbonLog) -> [JSONOutput.Member] {
    [
      .init("superseded_rows", JSONOutput(log.supersededRows)),
      .init("runs", JSONOutput(log.rows.map(row))),
    ]
  }

  private static func row(_ row: CodeCarbonRow) -> JSONOutput {
    [
      "run_id": JSONOutput(row.runID),
      "project": JSONOutput(row.project),
      "tracker_version": JSONOutput(row.toolVersion),
      "country": JSONOutput(row.countryISO3),
      "tracking_mode": JSONOutput(row.trackingMode),
      "end": .string(row.end.iso8601),
      "seconds": .number(row.seconds),
      "cpu_energy_kwh": JSONOutput(row.cpuKilowattHours),
      "gpu_energy_kwh": JSONOutput(row.gpuKilowattHours),
      "ram_energy_kwh": JSONOutput(row.ramKilowattHours),
      "energy_kwh": JSONOutput(row.totalKilowattHours),
      "co2e_g": JSONOutput(row.grams),
      "pue": JSONOutput(row.pue),
      "cpu_model": JSONOutput(row.cpuModel),
      "gpu_model": JSONOutput(row.gpuModel),
      "gpu_count": JSONOutput(row.gpuCount),
      "line": JSONOutput(row.line),
    ]
  }

  /// The members of a `.domains.json`.
  static func members(of domains: RAPLDomains) -> [JSONOutput.Member] {
    let zones = domains.zones.map { zone -> JSONOutput in
      ["key": .string(zone.key), "name": .string(zone.name), "counter_range_uj": .integer(zone.counterRange)]
    }
    return [.init("zones", .array(zones))]
  }
}
