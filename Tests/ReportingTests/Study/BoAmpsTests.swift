import Accounting
import Foundation
import Quantities
import Testing

@testable import Reporting

/// BoAmps reports against what CodeCarbon 3.3.2 writes and says of the format (`codecarbon/output_methods/boamps`); the
/// schema itself is not at hand.
@Suite("BoAmps reports")
struct BoAmpsTests {
  private static let files = Task {
    try await DemoStudy.report().render().filter { $0.path.hasPrefix("cards/boamps-") }.sorted { $0.path < $1.path }
  }

  /// What a member holds.
  private indirect enum Shape: Sendable {
    case text
    case number
    case object([String: Shape])
    case list(Shape)
  }

  /// The members that there can be, by `models.py` in camel case.
  private static let report = Shape.object([
    "header": .object([
      "licensing": .text, "formatVersion": .text, "formatVersionSpecificationUri": .text, "reportId": .text,
      "reportDatetime": .text, "reportStatus": .text,
      "publisher": .object([
        "name": .text, "division": .text, "projectName": .text, "confidentialityLevel": .text, "publicKey": .text,
      ]),
    ]),
    "task": .object([
      "taskStage": .text, "taskFamily": .text, "nbRequest": .number,
      "algorithms": .list(
        .object([
          "trainingType": .text, "algorithmType": .text, "algorithmName": .text, "algorithmUri": .text,
          "foundationModelName": .text, "foundationModelUri": .text, "parametersNumber": .number, "framework": .text,
          "frameworkVersion": .text, "classPath": .text, "layersNumber": .number, "epochsNumber": .number,
          "optimizer": .text, "quantization": .text,
        ])),
      "dataset": .list(
        .object([
          "dataUsage": .text, "dataType": .text, "dataFormat": .text, "dataSize": .number, "dataQuantity": .number,
          "shape": .text, "source": .text, "sourceUri": .text, "owner": .text,
        ])),
      "measuredAccuracy": .number, "estimatedAccuracy": .text, "taskDescription": .text,
    ]),
    "measures": .list(
      .object([
        "measurementMethod": .text, "manufacturer": .text, "version": .text, "cpuTrackingMode": .text,
        "gpuTrackingMode": .text, "averageUtilizationCpu": .number, "averageUtilizationGpu": .number,
        "powerCalibrationMeasurement": .number, "durationCalibrationMeasurement": .number,
        "powerConsumption": .number, "measurementDuration": .number, "measurementDateTime": .text,
      ])),
    "system": .object(["os": .text, "distribution": .text, "distributionVersion": .text]),
    "software": .object(["language": .text, "version": .text]),
    "infrastructure": .object([
      "infraType": .text, "cloudProvider": .text, "cloudInstance": .text, "cloudService": .text,
      "components": .list(
        .object([
          "componentName": .text, "componentType": .text, "nbComponent": .number, "memorySize": .number,
          "manufacturer": .text, "family": .text, "series": .text, "share": .number,
        ])),
    ]),
    "environment": .object([
      "country": .text, "latitude": .number, "longitude": .number, "location": .text, "powerSupplierType": .text,
      "powerSource": .text, "powerSourceCarbonIntensity": .number,
    ]),
    "quality": .text,
  ])

  /// The places at which a value is not what its shape says.
  private static func flaws(_ value: Any, _ shape: Shape, at place: String = "report") -> [String] {
    switch (shape, value) {
    case (.text, let text as String): text.isEmpty ? [place] : []
    case (.number, let number as NSNumber): number.doubleValue.isFinite && number.doubleValue >= 0 ? [] : [place]
    case (.list(let inner), let items as [Any]):
      items.isEmpty ? [place] : items.enumerated().flatMap { flaws($1, inner, at: "\(place)[\($0)]") }
    case (.object(let members), let object as [String: Any]):
      object.flatMap { key, value in
        members[key].map { flaws(value, $0, at: "\(place).\(key)") } ?? ["\(place).\(key) is no member"]
      }
    default: [place]
    }
  }

  @Test("have the members and types of the format")
  func shape() async throws {
    for (path, text) in try await Self.files.value {
      let report = try JSONSerialization.jsonObject(with: Data(text.utf8))
      #expect(Self.flaws(report, Self.report) == [], "\(path)")
    }
    #expect(
      Self.flaws(["task": ["taskStage": 3], "sum": 1] as [String: Any], Self.report).sorted() == [
        "report.sum is no member", "report.task.taskStage",
      ])
  }

  @Test("have what a task must have, and words of the format where it has a choice of words")
  func required() async throws {
    for (path, text) in try await Self.files.value {
      let report = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let task = try #require(report["task"] as? [String: Any])
      // By the warning of `mapper.py`.
      for key in ["taskStage", "taskFamily", "algorithms", "dataset"] { #expect(task[key] != nil, "\(path) \(key)") }
      let header = try #require(report["header"] as? [String: Any])
      // `BOAMPS_FORMAT_VERSION` and `BOAMPS_FORMAT_SPEC_URI`.
      #expect(header["formatVersion"] as? String == "0.1")
      #expect(
        header["formatVersionSpecificationUri"] as? String == "https://github.com/Boavizta/BoAmps/tree/main/model")
      let infrastructure = report["infrastructure"] as? [String: Any]
      for component in infrastructure?["components"] as? [[String: Any]] ?? [] {
        #expect(["cpu", "gpu", "ram"].contains(component["componentType"] as? String))
        #expect((component["nbComponent"] as? Int).map { $0 >= 1 } == true)
      }
      // `_to_boamps_datetime`: YYYY-MM-DD HH:MM:SS.
      for measure in try #require(report["measures"] as? [[String: Any]]) {
        let date = try #require(measure["measurementDateTime"] as? String)
        #expect(date.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) != nil)
      }
    }
  }

  @Test("have measures that add up to the selection's energy")
  func sum() async throws {
    let files = try await Self.files.value
    let (_, footprint) = try await DemoStudy.footprint.value
    #expect(files.count == footprint.datasets.count)
    for ((_, text), dataset) in zip(files, footprint.datasets) {
      let report = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let measures = try #require(report["measures"] as? [[String: Any]])
      let sum = measures.compactMap { $0["powerConsumption"] as? Double }.reduce(0, +)
      let energy = try #require(dataset.energy).joules / 3.6e6
      #expect(abs(sum / energy - 1) < 1e-9)
    }
  }
}
