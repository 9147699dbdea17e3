import Accounting
import Alignment
import LogFormats
import Quantities

/// A data set's selection as a report of the BoAmps format, which Boavizta made for the energy of one AI task.
///
/// The keys are those of format version 0.1 as CodeCarbon 3.3.2 writes them (`codecarbon/output_methods/boamps`); the
/// schema is at github.com/Boavizta/BoAmps, folder `model`. What logs do not tell (publisher, licence, type of
/// infrastructure, operating system) is left out, and so is a date of the report.
struct BoAmpsReports {
  let footprint: StudyFootprint
  let tables: ReportTables
  let version: String

  /// The version of the format.
  static let formatVersion = "0.1"

  /// A file for each data set, by path below the report's folder.
  var files: [(path: String, text: String)] {
    var used: Set<String> = []
    return footprint.datasets.map { dataset in
      // Names that differ by marks only share their stem.
      let stem = FileStems.plain(dataset.dataset).lowercased()
      var name = stem
      var number = 2
      while !used.insert(name).inserted {
        name = "\(stem)-\(number)"
        number += 1
      }
      return ("cards/boamps-\(name).json", JSONWriter.text(report(dataset), layout: .indented) + "\n")
    }
  }

  private func report(_ dataset: SelectionFootprint) -> JSONOutput {
    var members: [JSONOutput.Member] = [
      .init(
        "header",
        [
          "formatVersion": .string(Self.formatVersion),
          "formatVersionSpecificationUri": "https://github.com/Boavizta/BoAmps/tree/main/model",
          "reportStatus": "draft",
        ]),
      .init("task", task(dataset)), .init("measures", JSONOutput(measures(dataset))),
    ]
    let components = components(dataset)
    if !components.isEmpty { members.append(.init("infrastructure", ["components": JSONOutput(components)])) }
    members.append(.init("environment", environment(dataset)))
    return .object(members)
  }

  private func task(_ dataset: SelectionFootprint) -> JSONOutput {
    let algorithms = dataset.models.map { model -> JSONOutput in
      let versions = Set(model.runs.flatMap(\.run.attempts).compactMap(\.version)).sorted()
      let classes = Set(model.runs.compactMap(\.run.architecture.networkClass))
      var members: [JSONOutput.Member] = [
        .init("algorithmName", .string(tables.model(model))), .init("framework", "nnU-Net"),
      ]
      if !versions.isEmpty { members.append(.init("frameworkVersion", .string(versions.joined(separator: ", ")))) }
      if classes.count == 1 { members.append(.init("classPath", JSONOutput(classes.first))) }
      members.append(.init("epochsNumber", JSONOutput(model.runs.reduce(0) { $0 + $1.run.executedEpochs })))
      return .object(members)
    }
    let name = tables.labels.dataset(dataset.dataset)
    return [
      "taskStage": "training", "taskFamily": "imageSegmentation", "algorithms": JSONOutput(algorithms),
      "dataset": [["dataUsage": "input", "dataType": "image"]],
      "taskDescription": .string(
        "Selection of a model for \(name): all \(dataset.attempts) trainings of \(dataset.runs.count) runs, failed and "
          + "repeated ones included. Energy is that of the computer, without PUE."),
    ]
  }

  /// The energy of each component by the way in which it is known: they add up to the selection's IT energy.
  private func measures(_ dataset: SelectionFootprint) -> [JSONOutput] {
    let attempts = dataset.runs.flatMap { zip($0.run.attempts, $0.attempts) }
    return Component.allCases.flatMap { component in
      EnergyMethod.allCases.compactMap { method -> JSONOutput? in
        let found = attempts.flatMap { attempt, measured in
          measured.components.filter { $0.component == component && $0.method == method && $0.total != nil }
            .map { (attempt.window.start, $0) }
        }
        guard let first = found.map(\.0).min() else { return nil }
        let energy = found.compactMap(\.1.total).compensatedSum()
        var members: [JSONOutput.Member] = [
          .init("measurementMethod", .string("\(ReportTables.names([component])): \(method.rawValue)")),
          .init("manufacturer", "fodspor"), .init("version", .string(version)),
        ]
        if component == .gpu { members.append(.init("gpuTrackingMode", .string(method.rawValue))) }
        if component == .cpu { members.append(.init("cpuTrackingMode", .string(method.rawValue))) }
        members += [
          .init("powerConsumption", .number(energy.kilowattHours)),
          .init("measurementDuration", .number(found.map(\.1.coveredTime.inSeconds).compensatedSum())),
          .init("measurementDateTime", .string(String(first.iso8601.prefix(19)).replacing("T", with: " "))),
        ]
        return .object(members)
      }
    }
  }

  /// The GPUs that evidence names, as many as one training used at most.
  private func components(_ dataset: SelectionFootprint) -> [JSONOutput] {
    var counts: [String: Int] = [:]
    for energy in dataset.runs.flatMap(\.attempts).flatMap(\.components) where energy.component == .gpu {
      // A device is "GPU 0 (NVIDIA A40)".
      let names = Set(energy.devices).compactMap { device -> String? in
        guard let open = device.lastIndex(of: "("), device.last == ")" else { return nil }
        return String(device[device.index(after: open)...].dropLast())
      }
      for (name, devices) in Dictionary(grouping: names, by: \.self) {
        counts[name] = max(counts[name] ?? 0, devices.count)
      }
    }
    return counts.sorted { $0.key < $1.key }.map { name, count in
      ["componentName": .string(name), "componentType": "gpu", "nbComponent": .integer(Int64(count))]
    }
  }

  private func environment(_ dataset: SelectionFootprint) -> JSONOutput {
    let intensity = footprint.basis(of: dataset.runs).intensity
    var members: [JSONOutput.Member] = []
    if let place = intensity.place, intensity.iso3 != "WLD" { members.append(.init("country", .string(place))) }
    members.append(.init("powerSourceCarbonIntensity", .number(intensity.value.gramsPerKilowattHour)))
    return .object(members)
  }
}
