public import Accounting
import Alignment
import LogFormats
public import Plotting
import Quantities

/// The figures of work at other places and at other times.
public struct CarbonFigures {
  let tables: ReportTables

  /// Makes the figures of the study that tables are made of.
  public init(_ tables: ReportTables) { self.tables = tables }

  private var footprint: StudyFootprint { tables.footprint }

  // MARK: - Elsewhere

  /// Finished work where it ran and at other places; `nil` when no energy is known.
  ///
  /// - Parameters:
  ///   - relocation: the other places.
  ///   - work: what is relocated.
  public func places(_ relocation: Relocation, of work: ReportTables.RelocatedWork, _ style: FigureStyle)
    -> RenderedFigure?
  {
    let items = tables.items(work).filter { $0.energy != nil }
    guard !items.isEmpty, !relocation.places.isEmpty else { return nil }
    let own = items.map { item in item.energy.map(item.basis.carbon) }
    let others = relocation.places.map { place in
      items.map { item in item.energy.map { relocation.amounts($0, by: item.basis, at: place).carbon } }
    }
    let grams = ([own] + others).flatMap { $0.compactMap { $0?.grams } }
    guard let unit = UnitScale.fitting(grams, of: .carbon) else { return nil }
    func amount(_ mass: CarbonMass?) -> Double? { mass.map { $0.grams / unit.divisor } }
    let ownNames = items.map { $0.basis.intensity.place ?? "where it ran" }
    var seen: Set<String> = []
    let ownPlaces = ownNames.filter { seen.insert($0).inserted }.map { name in
      PlacesFigure.Place(
        label: name, isOwn: true, amounts: zip(ownNames, own).map { $0 == name ? amount($1) : nil }, factor: 1)
    }
    let otherPlaces = zip(relocation.places, others).map { place, masses in
      let factors = items.map { item in
        item.energy.flatMap { relocation.factor($0, by: item.basis, at: place) }
      }
      return PlacesFigure.Place(
        label: ReportTables.name(place.intensity), amounts: masses.map(amount), factor: Self.common(factors))
    }
    let isComparable = items.allSatisfy { relocation.isComparable(with: $0.basis.intensity) }
    let remark =
      isComparable
      ? "" : "The place where it ran counts other emissions (direct, or with the whole life cycle) than the others. "
    return PlacesFigure(
      name: "places", title: Self.title(work), unit: "\(unit.symbol) CO2e",
      items: items.map { ([$0.dataset] + $0.parts.compactMap(\.self)).joined(separator: ", ") },
      places: ownPlaces + otherPlaces,
      remark: remark + tables.sources(relocation).map(\.text.plainText).joined(separator: " ")
    ).render(style)
  }

  /// Training one fold of each model at the places that the study file names; `nil` when it names none.
  func places(_ style: FigureStyle) -> RenderedFigure? {
    let named = footprint.basis.places.map { Relocation.Place(intensity: $0) }
    return (try? Relocation(to: named)).flatMap { places($0, of: .models, style) }
  }

  /// What stands under ``places(_:)`` in a report.
  static let placesCaption: RichText =
    "What training one fold of each model, mean over finished folds, would have emitted on other grids: the same energy and PUE at their carbon intensities, on a logarithmic axis."

  private static func title(_ work: ReportTables.RelocatedWork) -> String {
    switch work {
    case .models: "Emissions of training one fold at other places"
    case .runs: "Emissions of each run at other places"
    case .selection: "Emissions of all trainings of each data set at other places"
    }
  }

  /// The factor that all have, give or take rounding; `nil` when they differ or one is missing.
  private static func common(_ factors: [Double?]) -> Double? {
    let known = factors.compactMap(\.self)
    guard known.count == factors.count, let least = known.min(), let greatest = known.max(),
      greatest - least <= 1e-9 * greatest
    else { return nil }
    return least
  }

  // MARK: - Later

  /// Starts over a day, as reports show them: half-hourly, or farther apart where so many stretches would take long.
  func usualDelays(of runs: [Int]) -> [Duration] {
    let stretches = tables.courses(of: runs).reduce(0) { $0 + $1.course.stretches.count }
    let hours = [0.5, 1, 2].first { Double(stretches) * 24 / $0 <= 1e7 } ?? 4
    return (0...Int(24 / hours)).map { .seconds(Double($0) * hours * 3600) }
  }

  /// The carbon intensity over the time of runs, and their emissions had each begun later by the same time.
  ///
  /// - Parameters:
  ///   - runs: places in ``StudyFootprint/runs``.
  ///   - delays: how much later.
  public func timeShift(of runs: [Int], by delays: [Duration], _ style: FigureStyle)
    throws(ReportTables.TimeShiftProblem) -> RenderedFigure
  {
    let shift = try tables.shift(of: runs, by: delays)
    guard let series = footprint.basis.series else { throw .noSeries }
    let unit = UnitScale.fitting(shift.points.compactMap { $0.carbon?.grams }, of: .carbon) ?? .grams
    let work = tables.courses(of: runs).map { course in
      TimeShiftFigure.Window(start: Self.seconds(course.window.start), end: Self.seconds(course.window.end))
    }
    let kind = series.source.boundary.map { $0 == .direct ? ", direct emissions" : ", life-cycle emissions" } ?? ""
    return TimeShiftFigure(
      name: "time-shift", title: "Carbon intensity, and emissions of \(Self.count(runs.count)) begun later",
      unit: "\(unit.symbol) CO2e",
      series: series.curve.intervals.map { interval in
        .init(
          start: Self.seconds(interval.window.start), end: Self.seconds(interval.window.end),
          intensity: interval.intensity.gramsPerKilowattHour)
      }, work: work,
      starts: shift.points.map { point in
        .init(hours: point.delay.inHours, amount: point.carbon.map { $0.grams / unit.divisor })
      },
      remark:
        "Intensity: \([series.source.place, series.source.source].compactMap(\.self).joined(separator: ", "))\(kind)."
    ).render(style)
  }

  private static func count(_ runs: Int) -> String { runs == 1 ? "one run" : "\(runs) runs" }

  private static func seconds(_ instant: Instant) -> Double { Double(instant.nanoseconds) / 1e9 }

  /// What stands under ``timeShift(of:by:_:)`` of all runs in a report.
  static let timeShiftCaption: RichText =
    "Carbon intensity over the time of the trainings, and what all of them would have emitted had each begun later by the same time, with power and order unchanged. Average intensities say what is accounted for a time, not what a decision changes."
}
