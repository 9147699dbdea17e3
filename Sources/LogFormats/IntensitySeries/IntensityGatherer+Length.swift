import Quantities

extension IntensityGatherer {
  /// How long the value of a row holds.
  enum Length: Equatable {
    case seconds(Int64)
    /// So many months of the calendar, in UTC.
    case months(Int)

    /// By the starts of rows, in order: the median step, or months where all rows begin with one.
    init?(starts: [Int64]) {
      guard starts.count > 1 else { return nil }
      let steps = zip(starts.dropFirst(), starts).map { $0.0 - $0.1 }.sorted()
      let step = steps[steps.count / 2] / 1_000_000_000
      if step >= 28 * 86_400, starts.allSatisfy({ Self.isFirstOfMonth($0) }) {
        self = .months(max(1, Int((Double(step) / (30.44 * 86_400)).rounded())))
      } else {
        self = .seconds(step)
      }
    }

    /// By the words that publishers put into files' names: `DK_2024_hourly.csv`.
    init?(fileName: String) {
      let name = fileName.lowercased()
      if name.contains("yearly") {
        self = .months(12)
      } else if name.contains("monthly") {
        self = .months(1)
      } else if name.contains("daily") {
        self = .seconds(86_400)
      } else if name.contains("hourly") {
        self = .seconds(3600)
      } else {
        return nil
      }
    }

    /// When a row that starts at a time ends.
    func end(of start: Int64) -> Int64 {
      switch self {
      case .seconds(let seconds):
        return start.addingReportingOverflow(seconds * 1_000_000_000).partialValue
      case .months(let months):
        var civil = CivilDateTime(nanosecondsSinceEpoch: start)
        let month = civil.month - 1 + months
        (civil.year, civil.month) = (civil.year + month / 12, month % 12 + 1)
        return civil.nanosecondsSinceEpoch ?? start
      }
    }

    private static func isFirstOfMonth(_ time: Int64) -> Bool {
      let civil = CivilDateTime(nanosecondsSinceEpoch: time)
      return civil.day == 1 && civil.hour == 0 && civil.minute == 0
    }
  }
}
