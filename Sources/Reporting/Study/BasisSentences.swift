import Accounting
import Quantities

extension ReportTables {
  /// Which components were measured, and how the rest is marked.
  var methodSentence: String {
    let components = Set(footprint.runs.flatMap { $0.components })
    return components.isEmpty
      ? "No energy was measured."
      : "Energy of \(Self.names(components)); other parts of the machine were not measured."
  }

  /// PUE and carbon intensity with their sources.
  var carbonSentence: String {
    let basis = footprint.basis
    let pue = pueText
    let intensity = NumberFormat.fixed(basis.intensity.value.gramsPerKilowattHour, decimals: 1) ?? "--"
    let place = [basis.intensity.place, basis.intensity.year.map { String($0) }].compactMap(\.self).joined(
      separator: ", ")
    return "PUE \(pue) (\(basis.pue.source)); carbon intensity \(intensity)\u{A0}g/kWh"
      + (place.isEmpty ? "" : " (\(place))") + "."
  }
}
