public import LogFormats
import LogScanning
import Quantities
public import StudyFile

/// A time series of carbon intensities that a study file chose, with its source.
public struct SourcedSeries: Sendable, Hashable {
  /// The intensities.
  public let curve: IntensityCurve
  /// Where they come from; its value is the mean over time of the whole series, and says nothing of a training.
  public let source: SourcedIntensity
  /// The file, as the study file writes it.
  public let path: String
  /// Trainings that are covered in part are accounted for in that part.
  public let allowsGaps: Bool

  /// Takes the series of a file that a choice names.
  ///
  /// - Throws: ``IntensityLookupError/seriesUnusable(path:reason:)`` when the file has several zones, columns or kinds of
  ///   emissions and the choice does not say which, or when it has not what the choice names.
  public init(_ choice: IntensitySeriesChoice, in file: IntensityFile) throws(IntensityLookupError) {
    func refusal(_ reason: String) -> IntensityLookupError { .seriesUnusable(path: choice.path, reason: reason) }
    var series = file.series
    /// Keeps the series with the wanted value of a property.
    func narrow<Value: Hashable>(
      to wanted: Value?, by property: (IntensitySeries) -> Value?, key: String, text: (Value) -> String
    ) throws(IntensityLookupError) {
      var seen: [Value] = []
      for one in series { if let value = property(one), !seen.contains(value) { seen.append(value) } }
      let known = seen.map(text).joined(separator: ", ")
      if let wanted {
        // What a file does not tell, the study file may.
        guard !seen.isEmpty else { return }
        series = series.filter { property($0) == wanted }
        if series.isEmpty { throw refusal("it has no \(key) '\(text(wanted))'; it has \(known)") }
      } else if seen.count > 1 {
        throw refusal("it has several of \(key): \(known); name one")
      }
    }
    try narrow(to: choice.zone, by: \.zone, key: "zone") { $0 }
    if choice.column != nil {
      try narrow(to: choice.column, by: \.column, key: "column") { $0 }
    } else if series.contains(where: { !$0.isForecast }) {
      // Actual values go before forecasts.
      series.removeAll(where: \.isForecast)
    }
    try narrow(to: choice.boundary, by: \.boundary, key: "emissions") { $0.rawValue }
    guard let found = series.first, series.count == 1 else {
      let columns = series.map { "'\($0.column)'" }.joined(separator: ", ")
      throw refusal("it has several columns of intensities: \(columns); name one as column")
    }
    curve = IntensityCurve(found)
    guard let window = curve.window, let mean = curve.mean(over: window) else { throw refusal("it has no interval") }
    path = choice.path
    allowsGaps = choice.allowsGaps
    let fileName = choice.path.lastPathComponent
    let publisher = file.publisher == .other ? "" : file.publisher.rawValue + ", "
    source = SourcedIntensity(
      value: mean.intensity, place: found.zone,
      source: (choice.source ?? publisher + fileName) + (found.isForecast ? " (forecast)" : ""), kind: .series,
      boundary: found.boundary ?? choice.boundary)
  }
}
