import LogFormats
import Quantities
import Reporting

extension Inspection {
  /// The members of a carbontracker log.
  static func members(of log: TrackerLog) -> [JSONOutput.Member] {
    [.init("sessions", sessions(of: log))]
  }

  /// The sessions of a log, of which there may be none.
  static func sessions(of log: TrackerLog?) -> JSONOutput {
    JSONOutput((log?.sessions ?? []).map(session))
  }

  private static func session(_ session: TrackerSession) -> JSONOutput {
    [
      "tracker_version": JSONOutput(session.version),
      "inferred_version": JSONOutput(session.inferredVersion),
      "pue": JSONOutput(session.pue),
      "state": .string(session.state.rawValue),
      "damaged_line": JSONOutput(session.damagedLine),
      "first_stamp": JSONOutput(session.firstStamp?.iso8601),
      "last_stamp": JSONOutput(session.lastStamp?.iso8601),
      "components": .object(components(of: session)),
      "epoch_seconds": JSONOutput(session.epochs.map { JSONOutput($0.seconds) }),
      "it_energy_reported_kwh": JSONOutput(session.energyIT(corrected: false)?.kilowattHours),
      "it_energy_corrected_kwh": JSONOutput(session.energyIT(corrected: true)?.kilowattHours),
      "actual": block(session.actual),
      "predicted": block(session.predicted),
      "intensities": JSONOutput(session.intensities.map(intensity)),
    ]
  }

  /// One member per component name; a log that lists a name twice keeps the first.
  private static func components(of session: TrackerSession) -> [JSONOutput.Member] {
    var seen: Set<String> = []
    return session.components.filter { seen.insert($0.name).inserted }.map { component in
      let powers = session.epochs.map { epoch -> JSONOutput in
        guard let power = epoch.powers.first(where: { $0.component == component.name }) else { return nil }
        return JSONOutput(power.watts.map { JSONOutput($0) })
      }
      return .init(
        component.name,
        [
          "devices": JSONOutput(component.devices.map { .string($0) }),
          "device_count": JSONOutput(component.devices.count),
          "power_w": .array(powers),
          "correction_factor": .number(component.correctionFactor),
        ])
    }
  }

  private static func block(_ block: ConsumptionBlock?) -> JSONOutput {
    guard let block else { return nil }
    return [
      "epochs": JSONOutput(block.epochs),
      "seconds": JSONOutput(block.seconds),
      "energy_kwh": JSONOutput(block.kilowattHours),
      "co2e_g": JSONOutput(block.grams),
      "km": JSONOutput(block.kilometres),
    ]
  }

  private static func intensity(_ intensity: TrackerIntensity) -> JSONOutput {
    [
      "g_per_kwh": JSONOutput(intensity.gramsPerKilowattHour),
      "source": .string(intensity.source.rawValue),
      "place": JSONOutput(intensity.place),
      "line": JSONOutput(intensity.line),
    ]
  }
}
