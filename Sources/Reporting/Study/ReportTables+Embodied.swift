import Accounting
import Alignment
import LogFormats
import Quantities
import StudyFile

extension ReportTables {
  /// Operational and embodied emissions of each run side by side, and their sum per run as ISO/IEC 21031 has it.
  ///
  /// The table has no rows when the study file states no embodied emissions.
  func softwareCarbonIntensity(_ embodied: [EmbodiedChoice]) -> Table {
    let hardware = embodied.map(EmbodiedEmissions.init)
    let rows = hardware.isEmpty ? [] : footprint.runs.map { row(of: $0, hardware) }
    let sources = embodied.map { choice in
      let kilograms = NumberFormat.significant(choice.mass.kilograms, digits: 3) ?? "--"
      let hours = NumberFormat.fixed(choice.lifetime.inHours, decimals: 0) ?? "--"
      let share = choice.share < 1 ? ", a share of \(choice.share)" : ""
      return
        "\(choice.name): \(kilograms) kg CO2e per \(choice.unit.rawValue), \(hours) h of life\(share) (\(choice.source))."
    }
    return Table(
      name: "sci", caption: "Software Carbon Intensity of each run (ISO/IEC 21031:2024)",
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true),
        .init(key: "configuration", header: "Configuration", hidesRepeats: true),
        .init(key: "fold", header: "Fold", alignment: .right),
        .init(key: "facility_energy", header: RichText("E, with PUE \(pueText)"), unit: .energy),
        .init(key: "carbon_intensity", header: "I", unit: .custom("g/kWh"), format: .decimals(1)),
        .init(key: "operational_co2e", header: "E × I", unit: .carbon, scaleGroup: "carbon"),
        .init(key: "embodied_co2e", header: "M", unit: .carbon, scaleGroup: "carbon"),
        .init(key: "sci", header: "SCI per run", unit: .carbon, scaleGroup: "carbon"),
      ], rows: rows,
      notes: [
        "SCI = (E × I + M) / R with R = one run. E: energy of the facility. I: average, location-based; no market-based instrument is in it. M: embodied emissions of the hardware below, by the time that the trainings used it; they are in no other table and no total.",
        Table.Note(RichText("M = TE × time / life × share. " + sources.joined(separator: " "))),
      ])
  }

  private func row(of run: RunFootprint, _ hardware: [EmbodiedEmissions]) -> Table.Row {
    let basis = footprint.basis(of: [run])
    let energy = headline(run.energy, coverage: run.coverage).value
    let masses = hardware.flatMap { one in
      zip(run.run.attempts, run.attempts).map { attempt, measured in
        one.mass(over: measured.duration, devices: measured.deviceCount(of: attempt))
      }
    }
    let sum = energy.map {
      SoftwareCarbonIntensity(operational: basis.carbon($0), embodied: masses.compensatedSum())
    }
    let dataset = labels.dataset(run.run.identity.dataset)
    return Table.Row(
      [
        .text(dataset), .text(modelName(run.run.identity)), .text(run.run.identity.fold?.description),
        .quantity(energy.map { basis.facility($0).joules }),
        .quantity(energy == nil ? nil : basis.intensity.value.gramsPerKilowattHour),
        .quantity(sum?.operational.grams), .quantity(masses.compensatedSum().grams), .quantity(sum?.perRun.grams),
      ], group: dataset)
  }
}
