import Accounting
import ArgumentParser
import Quantities

/// The places that `--to` names, with the PUEs that `--pue` gives them.
struct PlaceArguments {
  let places: [Relocation.Place]

  /// Looks the places up in the built-in tables.
  ///
  /// - Parameters:
  ///   - to: codes or names, or `NAME=GRAMS` for a value of one's own; several parted by commas.
  ///   - year: the year of all of them; `nil` for the latest.
  ///   - pue: `1.2` for all of them, or `SE=1.1`; several parted by commas.
  /// - Throws: `ValidationError` for texts that are none, ``IntensityLookupError`` for places that are not known.
  init(to: [String], year: Int?, pue: [String]) throws {
    var common: SourcedPUE?
    var own: [String: SourcedPUE] = [:]
    for text in Self.parts(pue) {
      let (name, value) = Self.pair(text)
      guard let ratio = Double(value), let ratio = PowerUsageEffectiveness(ratio) else {
        throw ValidationError("--pue takes numbers of at least 1, as in 1.2 or SE=1.1, not '\(text)'.")
      }
      let sourced = SourcedPUE(value: ratio, source: "command line", kind: .studyFile)
      if let name { own[name] = sourced } else { common = sourced }
    }
    let names = Self.parts(to)
    if let stray = own.keys.sorted().first(where: { name in !names.contains { Self.pair($0).name ?? $0 == name } }) {
      throw ValidationError("--pue names '\(stray)', which is not among the places of --to.")
    }
    places = try names.map { text in
      let (name, value) = Self.pair(text)
      let place = name ?? text
      let pue = own[place] ?? common
      guard name != nil else {
        return Relocation.Place(intensity: try CarbonIntensityTable.embedded.intensity(of: place, year: year), pue: pue)
      }
      guard let grams = Double(value), grams >= 0, grams.isFinite else {
        throw ValidationError("--to takes places and NAME=GRAMS, as in SE,site=25, not '\(text)'.")
      }
      let intensity = SourcedIntensity(
        value: .gramsPerKilowattHour(grams), place: place, year: year, source: "command line", kind: .user)
      return Relocation.Place(intensity: intensity, pue: pue)
    }
  }

  private static func parts(_ texts: [String]) -> [String] {
    texts.flatMap { $0.split(separator: ",") }.map { String($0).trimmingBlanks }.filter { !$0.isEmpty }
  }

  private static func pair(_ text: String) -> (name: String?, value: String) {
    guard let equals = text.lastIndex(of: "="), equals > text.startIndex else { return (nil, text) }
    return (String(text[..<equals]).trimmingBlanks, String(text[text.index(after: equals)...]).trimmingBlanks)
  }
}

extension String {
  /// The text without blanks at its ends.
  fileprivate var trimmingBlanks: String {
    var text = self[...]
    while text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
