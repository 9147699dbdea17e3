import Foundation
import Plotting

/// Made-up runs at other places and other times.
enum CarbonSamples {
  /// 2026-03-04T00:00:00Z.
  static let midnight = 1_772_582_400.0

  /// Hourly intensities that fall at noon, over some days.
  static func hourly(days: Int, skipping: Range<Int> = 0..<0) -> [TimeShiftFigure.Stretch] {
    (0..<24 * days).filter { !skipping.contains($0) }.map { hour in
      let ofDay = Double(hour % 24)
      let intensity = 210 - 9 * max(0, 6 - abs(ofDay - 13)) * 2 + 8 * Double((hour * 5) % 7) / 7
      let start = midnight + 3600 * Double(hour)
      return .init(start: start, end: start + 3600, intensity: intensity)
    }
  }

  /// What work of constant power emits when it begins later by half hours.
  static func starts(of work: [TimeShiftFigure.Window], along grid: [TimeShiftFigure.Stretch], count: Int)
    -> [TimeShiftFigure.Start]
  {
    (0..<count).map { place in
      let hours = 0.5 * Double(place)
      var (sum, covered, whole) = (0.0, 0.0, 0.0)
      for window in work {
        whole += window.end - window.start
        for stretch in grid {
          let from = max(stretch.start, window.start + 3600 * hours)
          let shared = max(0, min(stretch.end, window.end + 3600 * hours) - from)
          sum += shared / 3600 * 0.32 * stretch.intensity
          covered += shared
        }
      }
      return .init(hours: hours, amount: covered > whole - 1 ? sum : nil)
    }
  }

  /// A run in the evening, on a day of which the next is known, too.
  static let timeShift: TimeShiftFigure = {
    let work = [TimeShiftFigure.Window(start: midnight + 17.4 * 3600, end: midnight + 22.1 * 3600)]
    let grid = hourly(days: 2)
    return TimeShiftFigure(
      name: "time-shift", title: "Carbon intensity, and emissions of one run begun later", unit: "g CO2e",
      series: grid, work: work, starts: starts(of: work, along: grid, count: 49),
      remark: "Intensity: DK-DK2, Electricity Maps, life-cycle emissions.")
  }()

  /// Several trainings over days, with hours missing in the series.
  static let timeShiftGaps: TimeShiftFigure = {
    let work = (0..<9).map { place -> TimeShiftFigure.Window in
      let start = midnight + 3600 * (3 + 9.3 * Double(place))
      return .init(start: start, end: start + 3600 * Double(3 + place % 3 * 2))
    }
    let grid = hourly(days: 6, skipping: 46..<49)
    return TimeShiftFigure(
      name: "time-shift-gaps", title: "Carbon intensity, and emissions of 9 runs begun later", unit: "g CO2e",
      series: grid, work: work, starts: starts(of: work, along: grid, count: 97))
  }()

  /// The intensity alone, since the series ends with the run.
  static let intensity = TimeShiftFigure(
    name: "intensity", title: "Carbon intensity", series: hourly(days: 1),
    work: [.init(start: midnight + 2 * 3600, end: midnight + 24 * 3600)], starts: [.init(hours: 0, amount: 3.1)])

  private static let grids: [(name: String, grams: Double)] = [
    ("Sweden", 36), ("France", 44), ("Denmark", 143.3), ("Germany", 344), ("United States", 384), ("Poland", 615),
    ("Estonia", 341), ("World", 473), ("Norway", 31), ("South Africa", 708),
  ]

  static func places(energies: [Double], names: [String], own: String = "Denmark", name: String) -> PlacesFigure {
    let places = grids.map { grid in
      PlacesFigure.Place(
        label: grid.name, isOwn: grid.name == own, amounts: energies.map { $0 * grid.grams / 1000 },
        factor: grid.grams / 143.3)
    }
    return PlacesFigure(
      name: name, title: "Emissions of training one fold at other places", items: names, places: places,
      remark: "Carbon intensity: made up for this figure.")
  }

  static let placesSingle = places(energies: [7.2], names: ["Hippocampus, 2d"], name: "places-single")
  static let placesModels = places(
    energies: [4.4, 7.3, 12.4, 23.8],
    names: ["Hippocampus, 2d", "Hippocampus, 3d_fullres", "Prostate, 2d", "Prostate, 3d_fullres"], name: "places")
  static let placesRange = places(
    energies: (0..<120).map { 0.4 + 0.7 * Double($0 * 37 % 41) }, names: (0..<120).map { "model \($0)" },
    name: "places-range")

  /// Both figures of hostile values.
  static func hostile(_ value: Double, label: String) -> [(FigureStyle) -> RenderedFigure] {
    let shift = TimeShiftFigure(
      name: "t", title: label, unit: label,
      series: [
        .init(start: midnight, end: midnight + value, intensity: value),
        .init(start: midnight + 60, end: midnight + 3600, intensity: 100), .init(start: value, end: 1, intensity: 1),
        .init(start: midnight + 9000, end: midnight + 9600, intensity: value),
      ], work: [.init(start: midnight, end: midnight + 1000), .init(start: value, end: value)],
      starts: [0, 1, value, value / 3, -1].map { .init(hours: $0, amount: value * (1 + $0)) }, remark: label)
    let places = [value, 1, value * 2, 0, -1].enumerated().map { place, amount in
      PlacesFigure.Place(label: label, isOwn: place == 1, amounts: [amount, nil, amount], factor: amount)
    }
    let single = PlacesFigure(name: "p", title: label, unit: label, items: [label], places: places, remark: label)
    let several = PlacesFigure(name: "p", title: label, items: [label, label, label], places: places)
    return [{ shift.render($0) }, { single.render($0) }, { several.render($0) }]
  }
}
