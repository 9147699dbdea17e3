public import Quantities

/// How wrong the readings of a sensor may be.
public struct SensorBounds: Sendable, Hashable {
  /// What was held against a meter, or whose accuracy was stated: a board model, a kind of counter.
  public let sensor: String
  /// The bound of the gain error, a share of the reading.
  public let gain: Double
  /// The bound of the offset of each device, in watts.
  public let offsetWatts: Double
  /// `metered`, `stated`, `literature` or `assumed`.
  public let basis: String
  /// Who says so.
  public let source: String
}

/// The bounds of all known sensors (`Resources/sensor-bounds.csv`, which has the sources).
public struct SensorBoundsTable: Sendable {
  /// The table that is built into the program.
  public static let embedded = SensorBoundsTable(parsing: PackageResources.sensor_bounds_csv)

  private let rows: [(component: String, words: [String], bounds: SensorBounds)]

  init(parsing bytes: [UInt8]) {
    let table = ReferenceTable(parsing: bytes)
    rows = table.rows.compactMap { row in
      guard let component = table.field("component", of: row), let sensor = table.field("sensor", of: row),
        let gain = table.field("gain_percent", of: row).flatMap(Double.init),
        let offset = table.field("offset_watts", of: row).flatMap(Double.init),
        let basis = table.field("basis", of: row), let source = table.field("source", of: row)
      else { return nil }
      let words = Self.words(table.field("words", of: row) ?? "")
      return (
        component, words,
        SensorBounds(
          sensor: sensor, gain: gain / 100, offsetWatts: offset, basis: basis, source: table.note("source-\(source)"))
      )
    }
  }

  /// Every row in order: the component it is for, the words that a device's name has, and the bounds.
  public var entries: [(component: String, words: String, bounds: SensorBounds)] {
    rows.map { ($0.component, $0.words.joined(separator: " "), $0.bounds) }
  }

  /// The bounds of a device; `nil` only for a component that the table lacks.
  ///
  /// - Parameters:
  ///   - component: what is measured.
  ///   - device: its name with the model, as `GPU 0 (NVIDIA A100-SXM4-40GB)`; what is not known is taken for the worst of
  ///     what is usual.
  ///   - isModelled: no sensor was read.
  public func bounds(of component: Component, device: String, isModelled: Bool) -> SensorBounds? {
    let wanted = isModelled ? "modelled" : component.rawValue
    let named = Set(Self.words(device))
    return rows.first { row in
      row.component == wanted && row.words.allSatisfy(named.contains)
    }?.bounds
  }

  /// Lower-case words; `Tesla_M40` and `A100-SXM4` are two each.
  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
