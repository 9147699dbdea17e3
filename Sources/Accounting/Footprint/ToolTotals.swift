import Alignment
import LogFormats
import Quantities

/// A CodeCarbon run's energy, spread evenly over its time.
enum CodeCarbonEnergy {
  /// One energy per component that the row has; zero is CodeCarbon's word for "not found" and counts as missing.
  static func components(_ row: CodeCarbonRow, of evidence: Evidence, over attempt: Attempt) -> [ComponentEnergy] {
    let known: [(Component, Double?)] = [
      (.gpu, row.gpuKilowattHours), (.cpu, row.cpuKilowattHours), (.dram, row.ramKilowattHours),
    ]
    return known.compactMap { component, kilowattHours in
      guard let kilowattHours, kilowattHours > 0 else { return nil }
      var energy = ComponentEnergy(
        component: component, method: .codecarbon, evidence: [evidence.id], devices: [], parts: attempt.parts.count)
      // CodeCarbon has no sensor for memory, and 42.5 W is its CPU when RAPL cannot be read (half of 85 W).
      energy.isModelled = component == .dram || (component == .cpu && row.cpuWatts == 42.5)
      return energy.spreading(.kilowattHours(kilowattHours), of: evidence, over: attempt)
    }
  }
}

/// The energy of another tool's window, spread evenly over its time.
enum EnergyRecordEnergy {
  /// One energy per component that the record has counted parts of; zero is no measurement.
  static func components(_ record: EnergyRecord, of evidence: Evidence, over attempt: Attempt) -> [ComponentEnergy] {
    let counted = record.parts.filter { $0.role == .counted && $0.joules > 0 && $0.joules.isFinite }
    return Component.allCases.compactMap { component in
      let parts = counted.filter { $0.component == component }
      guard !parts.isEmpty else { return nil }
      var energy = ComponentEnergy(
        component: component, method: .toolTotal, evidence: [evidence.id], devices: parts.map(\.device),
        parts: attempt.parts.count)
      energy.isModelled = parts.contains { $0.isModelled }
      return energy.spreading(.joules(parts.map(\.joules).compensatedSum()), of: evidence, over: attempt)
    }
  }
}

extension ComponentEnergy {
  /// The energy with a total given to all parts by the time that they share with the evidence.
  fileprivate func spreading(_ total: Energy, of evidence: Evidence, over attempt: Attempt) -> ComponentEnergy? {
    guard let window = evidence.window else { return nil }
    var energy = self
    energy.reported = total
    TrackerEnergy.spread(total, lasting: window.duration, window, over: attempt, wholly: false, into: &energy)
    return energy
  }
}
