import LogScanning
import Quantities

/// Reads a layout off the first rows of delimited text that has no header.
///
/// Only what shows itself is taken: cells with units, a time stamp and one number in a file that is named for powers, or
/// such a file's single column of numbers.
struct DelimitedHeaderless {
  let rows: [[UInt8]]
  let hints: DelimitedNameHints

  enum Finding {
    case layout(DelimitedLayout, String)
    /// Numbers without names.
    case unnamed
    case nothing
  }

  func find() -> Finding {
    var votes: [Shape: (count: Int, row: Int)] = [:]
    for (place, row) in rows.enumerated() {
      guard let shape = row.withUnsafeBytes({ shape(of: $0.bytes) }) else { continue }
      votes[shape, default: (0, place)].count += 1
    }
    let best = votes.max { ($0.value.count, $1.value.row) < ($1.value.count, $0.value.row) }
    guard let best, best.value.count * 2 > rows.count else { return isNumbers ? .unnamed : .nothing }
    return .layout(layout(best.key), best.key.description)
  }

  /// How a row is made.
  private struct Shape: Hashable, CustomStringConvertible {
    var separator: DelimitedFields.Separator
    var width: Int
    var time: Int?
    var power: Int

    var description: String {
      "power in column \(power + 1)" + (time.map { ", time in column \($0 + 1)" } ?? ", no time")
    }
  }

  private func layout(_ shape: Shape) -> DelimitedLayout {
    let component = hints.component ?? .gpu
    return DelimitedLayout(
      separator: shape.separator, width: shape.width, time: shape.time == nil ? nil : DelimitedTimeReader(),
      timeColumn: shape.time,
      values: [
        .init(
          column: shape.power, device: component == .gpu ? "GPU" : "power", unit: .watts, quantity: .power,
          component: component)
      ])
  }

  private func shape(of line: RawSpan) -> Shape? {
    let separator = DelimitedHeader.separator(of: line)
    let cells = DelimitedFields.texts(in: line, separator: separator)
    guard cells.count <= 64 else { return nil }
    if cells.count == 1, separator == .blanks, hints.namesWatts, Double(cells[0]) != nil {
      return Shape(separator: separator, width: 1, time: nil, power: 0)
    }
    let time = cells.firstIndex(where: Self.isTime)
    // `163.0 W`; with blanks as separators number and unit are two cells and tell nothing.
    let powers = cells.indices.filter { Self.hasPowerUnit(cells[$0]) }
    if let power = powers.first, time != nil || hints.namesPower || hints.namesGPU {
      return Shape(separator: separator, width: cells.count, time: time, power: power)
    }
    if hints.namesWatts, cells.count == 2, time == 0, Double(cells[1]) != nil {
      return Shape(separator: separator, width: 2, time: 0, power: 1)
    }
    return nil
  }

  /// Bytes of the longest cell that is looked at; text by characters takes fifty times its size.
  private static let longestCell = 256

  /// A stamp, or a number with a unit of time.
  private static func isTime(_ cell: String) -> Bool {
    guard cell.utf8.count <= longestCell else { return false }
    let bytes = Array(cell.utf8)
    let isStamp = bytes.withUnsafeBytes { buffer in
      CounterStamp(leading: buffer.bytes).map { $0.length == buffer.count } ?? false
    }
    if isStamp { return true }
    let parts = cell.split(separator: " ")
    return parts.count == 2 && Double(parts[0]) != nil && DelimitedTimeUnit(name: parts[1]) != nil
  }

  private static func hasPowerUnit(_ cell: String) -> Bool {
    guard cell.utf8.count <= longestCell else { return false }
    let digits = cell.prefix { $0.isNumber || ".,-+".contains($0) }
    guard Double(digits) != nil, digits.count < cell.count else { return false }
    return DelimitedUnit(cell.dropFirst(digits.count).filter { $0 != " " }).map { !$0.isEnergy } ?? false
  }

  private var isNumbers: Bool {
    rows.contains { row in row.contains { $0 &- 0x30 <= 9 } }
  }
}
