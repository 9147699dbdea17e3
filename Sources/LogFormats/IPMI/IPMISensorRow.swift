import LogScanning
import Quantities

/// A power sensor's row: `Pwr Consumption | 168.000 | Watts | ok | …` of `ipmitool sensor`, `… | 168 Watts | ok` of
/// `sdr`, `73,Pwr Consumption,Current,Nominal,168.00,W,'OK'` of `ipmi-sensors`.
struct IPMISensorRow: Equatable {
  var name: String
  /// As it stands there; not always a number.
  var value: String

  init?(_ line: RawSpan) {
    guard line.contains("Watts") || line.contains("W"), line.byteCount < 1024 else { return nil }
    let separator: DelimitedFields.Separator = line.contains(byte: 0x7C) ? .pipe : .comma
    let cells = DelimitedFields.texts(in: line, separator: separator)
    guard cells.count >= 3, let name = cells.first(where: Self.isName) else { return nil }
    let numbered = separator == .pipe || Int(cells[0]) != nil
    if let unit = cells.firstIndex(where: { $0 == "Watts" || $0 == "W" }), unit >= 2, numbered {
      self.init(name: name, value: cells[unit - 1])
    } else if separator == .pipe, let cell = cells.dropFirst().first(where: { $0.hasSuffix(" Watts") }) {
      self.init(name: name, value: String(cell.dropLast(6)))
    } else {
      return nil
    }
  }

  private init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  private static func isName(_ cell: String) -> Bool {
    cell.contains(where: \.isLetter) && Double(cell) == nil
  }

  /// What a sensor measures, by the names that makers give.
  enum Kind {
    /// All of the node.
    case total
    /// What one power supply takes from the mains.
    case supplyInput
    /// What one power supply gives: the node without the supply's loss.
    case supplyOutput
    case part(Component)
  }

  static func kind(of name: String) -> Kind {
    let lower = name.lowercased()
    let supply = lower.contains("psu") || lower.contains("ps1") || lower.contains("ps2") || lower.contains("supply")
    if supply { return lower.contains("out") ? .supplyOutput : .supplyInput }
    if lower.contains("gpu") { return .part(.gpu) }
    if lower.contains("cpu") || lower.contains("proc") { return .part(.cpu) }
    if lower.contains("mem") || lower.contains("dimm") || lower.contains("dram") { return .part(.dram) }
    if lower.contains("fan") || lower.contains("hdd") || lower.contains("disk") || lower.contains("pcie") {
      return .part(.cpu)
    }
    return .total
  }
}
