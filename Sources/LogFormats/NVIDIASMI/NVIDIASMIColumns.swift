import LogScanning

/// Where the cells stand that a power trace needs, in the rows of `nvidia-smi --query-gpu`.
struct NVIDIASMIColumns: Equatable {
  /// A column with a power or an energy.
  struct Reading: Equatable {
    var column: Int
    var property: NVIDIASMIProperty
  }

  /// Cells in a row.
  var width: Int
  var time: Int?
  /// In order of column.
  var readings: [Reading] = []
  var index: Int?
  var uuid: Int?
  var bus: Int?
  var name: Int?
  /// At least two columns have names that only `nvidia-smi` gives, or one is a power draw.
  var isCertain = true

  /// Some column is a draw or an energy, and no mere limit.
  var hasPower: Bool { readings.contains { $0.property.isReading } }

  /// The cell that tells devices apart: uuid, then bus address, then index, then name.
  var key: Int? { uuid ?? bus ?? index ?? name }

  /// Whether two boards of one machine can share a key: there is none, or it is the model's name.
  var keyIsAmbiguous: Bool { uuid == nil && bus == nil && index == nil }

  init(width: Int) { self.width = width }

  /// Reads a header row; `nil` when the line is none.
  ///
  /// A header's first cell is never a number, and one cell is `timestamp` or a power draw, or at least two are property
  /// names of `nvidia-smi --help-query-gpu`.
  init?(header line: RawSpan) {
    guard let first = line.trimmed().firstByte, first &- 0x30 > 9, first != 0x5B, Self.mayBeHeader(line) else {
      return nil
    }
    let cells = DelimitedFields.texts(in: line, separator: .comma).map(Self.nameAndUnit)
    let names = cells.map(\.name)
    // Prose and scripts that mention properties are no headers.
    guard names.allSatisfy({ $0.utf8.allSatisfy(Self.isNameByte) }) else { return nil }
    let known = names.count(where: Self.isProperty)
    let hasDraw = names.contains {
      $0.hasPrefix("power.draw") || $0.hasPrefix("module.power.draw") || $0.hasPrefix("gpu.power.draw")
        || $0 == "total_energy_consumption"
    }
    guard hasDraw || known >= 2 || names.contains("timestamp") else { return nil }
    isCertain = hasDraw || (known >= 2 && names.contains { Self.isProperty($0) && $0.contains(".") })
    width = names.count
    time = names.firstIndex(of: "timestamp")
    index = names.firstIndex { $0 == "index" || $0 == "gpu_index" }
    uuid = names.firstIndex { $0 == "uuid" || $0 == "gpu_uuid" }
    bus = names.firstIndex { $0 == "pci.bus_id" || $0 == "gpu_bus_id" }
    name = names.firstIndex { $0 == "name" || $0 == "gpu_name" }
    for (column, cell) in cells.enumerated() {
      guard let property = NVIDIASMIProperty(name: cell.name, unit: cell.unit) else { continue }
      // The same column twice, as a copy of another option has it: the first one is read.
      guard !readings.contains(where: { $0.property.name == property.name }) else { continue }
      readings.append(Reading(column: column, property: property))
    }
  }

  private static let properties: Set<String> = [
    "timestamp", "index", "name", "gpu_name", "uuid", "gpu_uuid", "gpu_bus_id", "pci.bus_id", "serial", "pstate",
    "driver_version", "count", "vbios_version", "fan.speed", "temperature.gpu", "temperature.memory",
    "utilization.gpu", "utilization.memory", "memory.total", "memory.used", "memory.free", "compute_mode",
    "power.limit", "enforced.power.limit", "power.management",
  ]

  private static func isProperty(_ name: String) -> Bool {
    properties.contains(name) || name.hasPrefix("clocks.") || name.hasPrefix("power.")
  }

  /// Whether no cell of a line has a byte that no name has: most lines of other files have one, and need no text.
  private static func mayBeHeader(_ line: RawSpan) -> Bool {
    var fields = DelimitedFields()
    while let range = fields.next(in: line) {
      for offset in range {
        let byte = line[byte: offset]
        if byte == 0x5B { break }
        // Upper case is made lower case; what is not ASCII is left to that.
        let isLetter = (byte | 0x20) &- 0x61 < 26
        guard isLetter || byte >= 0x80 || byte == 0x20 || isNameByte(byte) else { return false }
      }
    }
    return true
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, 0x2E, 0x5F: true
    default: false
    }
  }

  /// `power.draw [W]` is the property `power.draw` in `w`.
  private static func nameAndUnit(_ cell: String) -> (name: String, unit: String) {
    let name = cell.prefix { $0 != "[" }
    let unit = cell[name.endIndex...].filter { $0 != "[" && $0 != "]" }
    var end = name.endIndex
    while end > name.startIndex, name[name.index(before: end)] == " " { end = name.index(before: end) }
    return (name[..<end].lowercased(), unit.lowercased())
  }
}

extension RawSpan {
  /// The first byte; `nil` when the span is empty.
  var firstByte: UInt8? { byteCount > 0 ? self[byte: 0] : nil }
}
