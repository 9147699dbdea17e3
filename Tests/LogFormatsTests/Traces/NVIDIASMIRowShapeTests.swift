import LogFormats
import TestSupport
import Testing

/// Rows that are read by the shape of earlier ones give what rows give that are read cell by cell.
@Suite("Shapes of nvidia-smi's rows")
struct NVIDIASMIRowShapeTests {
  private static let headers = [
    "timestamp, index, name, power.draw [W], utilization.gpu [%]", "timestamp, index, name, power.draw [W]",
    "timestamp, index, name, power.draw.instant [W], power.draw.average [W]",
    "timestamp, index, name, power.draw [W], utilization.gpu [%], power.limit [W], temperature.gpu",
    "timestamp, name, index, utilization.gpu [%], power.draw [W], memory.used [MiB]",
    "timestamp, index, name, power.draw [mW], utilization.gpu [%]", "timestamp, name, power.draw [W], index",
  ]

  /// Mostly plain powers, and whatever else may stand in their place.
  private static func power(_ generator: inout SeededGenerator) -> String {
    let watts = "\(Int.random(in: 0...400, using: &generator)).\(Int.random(in: 10...99, using: &generator))"
    let odd = [
      "[N/A]", "[Not Supported]", "", "300", "300 W", "300.5", "300.5W", "300.50  W", "-3.00 W", "+3.00 W", ".50 W",
      "3. W", "250.123456 W", "250.1234567 W", "250.12345670 W", "9999999999.00 W", "12345678901.00 W", "250.00 mW",
      "250.00 w", "1e2 W", "nan", "\"12.00 W\"", "12.00 W x", "20000.00 W",
    ]
    let place = Int.random(in: 0..<(odd.count * 8), using: &generator)
    return place < odd.count ? odd[place] : "\(watts) W"
  }

  private static func row(_ second: Int, _ names: [String], _ generator: inout SeededGenerator) -> [String] {
    names.enumerated().map { place, name in
      switch name {
      case "timestamp":
        let stamp = "2026/03/02 08:0\(second / 600 % 10):\(10 + second / 10 % 50).\(100 + second % 10 * 90)"
        let odd = ["2026/03/02", "", "x", "2026/03/02 08:00:61", "2026-03-02T08:00:00Z", "1772438400.25", "\(stamp) "]
        let chance = Int.random(in: 0..<200, using: &generator)
        return chance < odd.count ? odd[chance] : stamp
      case "index": return String(second % 3 == 2 && second % 5 == 0 ? second % 7 : second % 3)
      case "name": return "NVIDIA A40"
      case "utilization.gpu [%]":
        return Int.random(in: 0..<40, using: &generator) == 0 ? "\"9,9\"" : "\(second % 100) %"
      case "memory.used [MiB]", "temperature.gpu": return "\(second) MiB"
      default: return power(&generator)
      }
    }
  }

  private static func text(_ header: String, seed: UInt64, quotesName: Bool) -> String {
    var generator = SeededGenerator(seed: seed)
    let names = header.split(separator: ", ").map(String.init)
    var lines = [header]
    for second in 0..<600 {
      var cells = row(second, names, &generator)
      switch Int.random(in: 0..<120, using: &generator) {
      case 0: cells.removeLast()
      case 1: cells.append("more")
      case 2: cells.append("")
      case 3: lines.append(header)
      default: break
      }
      // A quoted cell between stamp and reading keeps the row's shape from being remembered.
      if quotesName { cells = cells.map { $0 == "NVIDIA A40" ? "\"NVIDIA A40\"" : $0 } }
      lines.append(cells.joined(separator: seed % 2 == 0 ? ", " : ","))
    }
    return lines.joined(separator: "\n") + (seed % 3 == 0 ? "" : "\n")
  }

  @Test("Rows of all kinds, odd ones among them", arguments: headers, 0..<6)
  func sameAsCells(header: String, seed: Int) throws {
    let plain = try TraceFile(Self.text(header, seed: UInt64(seed), quotesName: false))
    let quoted = try TraceFile(Self.text(header, seed: UInt64(seed), quotesName: true))
    #expect(plain.trace != nil)
    #expect(plain.trace == quoted.trace)
    #expect(plain.columns == quoted.columns)
    #expect(plain.file.content.diagnostics == quoted.file.content.diagnostics)
    #expect(plain.columns.contains { $0.values.count > 50 })
  }

  @Test("A column before the reading that changes with every row")
  func changing() throws {
    let read = try TraceFile(
      "timestamp, index, memory.used [MiB], power.draw [W]\n"
        + (0..<3000).map { second in
          let (minute, rest) = (10 + second / 60, second % 60)
          return
            "2026/03/02 08:\(minute):\(rest < 10 ? "0" : "")\(rest), 0, \(second) MiB, \(100 + second % 100).25 W\n"
        }.joined())
    #expect(read.columns.first?.values.count == 3000)
    #expect(read.columns.first?.values.last == 199_250_000)
    #expect(read.file.content.diagnostics.isEmpty)
  }
}
