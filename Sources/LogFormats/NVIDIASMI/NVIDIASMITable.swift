import LogScanning
import Quantities

/// Reads the table that `nvidia-smi` prints without options, as often as it stands in a file.
///
/// A board has two lines or more: the first with index, name and bus address, the second with `40W / 300W`. The line
/// above the table tells when. Watts are whole.
struct NVIDIASMITable {
  /// Rows with a power were seen.
  private(set) var hasRows = false
  private var time: Int64?
  /// The board whose second line is awaited.
  private var board: (index: Int, bus: String, model: String?)?

  private static let draw = NVIDIASMIProperty(tableColumn: "power usage of the table", role: .counted)
  private static let cap = NVIDIASMIProperty(tableColumn: "power cap of the table", role: .limit)

  /// Takes a line that belongs to a table; `false` when it does not.
  mutating func take(
    _ line: RawSpan, number: Int, boards: inout NVIDIASMIBoards, collector: inout TraceCollector
  ) -> Bool {
    switch line.firstByte {
    case 0x2B:  // +---
      board = nil
      return line.starts(with: "+-") || line.starts(with: "+=")
    case 0x7C:  // |
      if line.contains("Processes:") || line.contains("NVIDIA-SMI") { board = nil }
      if !usage(line, number: number, boards: &boards, collector: &collector) { head(line) }
      return true
    default:
      guard let stamp = line.leadingCTime(), stamp.length == line.byteCount else { return false }
      time = stamp.nanoseconds
      return true
    }
  }

  /// `|   0  Tesla V100-SXM2...  On   | 00000000:3A:00.0 Off |                    0 |`
  private mutating func head(_ line: RawSpan) {
    var cells: [String] = []
    for cell in line.text.split(separator: "|", omittingEmptySubsequences: false).dropFirst() {
      cells.append(String(cell))
    }
    guard cells.count >= 2 else { return }
    let words = cells[0].split(separator: " ", omittingEmptySubsequences: true)
    guard words.count >= 2, let index = Int(words[0]), (0..<1024).contains(index),
      let bus = cells[1].split(separator: " ").first, bus.count >= 12, bus.split(separator: ":").count == 3
    else { return }
    // The last word is the persistence mode, and a long name is cut off with dots.
    let name = words.dropFirst().dropLast().joined(separator: " ")
    board = (index, String(bus), name.isEmpty || name.hasSuffix("...") ? nil : name)
  }

  /// `| N/A   28C    P0    40W / 300W |      0MiB / 32510MiB |      0%      Default |`
  private mutating func usage(
    _ line: RawSpan, number: Int, boards: inout NVIDIASMIBoards, collector: inout TraceCollector
  ) -> Bool {
    guard let found = board, let end = line.firstOffset(of: 0x7C, from: 1) else { return false }
    let cell = line.extracting(1..<end)
    guard let slash = cell.firstOffset(of: " / ") else { return false }
    board = nil
    hasRows = true
    guard collector.accepts(time == nil ? .ordinal : .local, line: number) else { return true }
    let key = Array("GPU \(found.index) \(found.bus)".utf8)
    let known = boards.devices.firstIndex { $0.keys.contains(key) }
    guard let place = known ?? boards.add(key, index: found.index, uuid: nil, bus: found.bus, model: found.model) else {
      return true
    }
    let before = cell.extracting(0..<slash).trimmed()
    let used = before.dropping((before.lastOffset(of: 0x20) ?? -1) + 1)
    record(used, Self.draw, of: place, number: number, boards: &boards, collector: &collector)
    record(
      cell.dropping(slash + 3).trimmed(), Self.cap, of: place, number: number, boards: &boards, collector: &collector)
    return true
  }

  private func record(
    _ cell: RawSpan, _ property: NVIDIASMIProperty, of board: Int, number: Int, boards: inout NVIDIASMIBoards,
    collector: inout TraceCollector
  ) {
    guard let place = boards.series(of: board, property, collector: &collector) else { return }
    guard cell.lastByte == 0x57, let value = NVIDIASMICell.value(cell, exponent: 0)?.value else {
      return collector.missing(place, cell, line: number)
    }
    collector.sample(place, at: time, value: value, line: number)
  }
}
