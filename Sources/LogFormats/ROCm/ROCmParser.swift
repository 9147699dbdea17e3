import LogScanning
import Quantities

/// Reads what `rocm-smi` and `amd-smi` printed: blocks of CSV, or JSON documents, one for each call.
///
/// Neither tool tells the time unless `amd-smi` watches; stamps that a script wrote between the calls are used.
struct ROCmParser: LogParser {
  /// The series of one device's readings, by name.
  private struct Device {
    var series: [(name: String, place: Int)] = []
    /// Among the ranked readings.
    var ranked: Int
  }

  private var collector: TraceCollector
  private var documents = JSONDocumentStream()
  private var columns: ROCmColumns?
  private var devices: [String: Device] = [:]
  private var ranked = RankedReadings()
  /// What a script wrote before the block.
  private var stamp: (nanoseconds: Int64, clock: TraceLog.Clock)?
  private var hasPower = false
  private var secondaryDies = 0
  private var firstSecondaryDie: Int?

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    if let found = ROCmColumns(header: line) {
      columns = found
      return
    }
    if line.starts(with: "GPU[") { return textRow(line, number: number) }
    if columns != nil, line.firstByte != 0x7B { return row(line, number: number) }
    var pieces: [JSONDocumentStream.Piece] = []
    documents.take(line) { pieces.append($0) }
    for piece in pieces {
      switch piece {
      case .document(let value): document(value, line: number)
      case .text(let text): other(text, line: number)
      case .malformed: collector.malformed(number)
      }
    }
  }

  /// A line that is neither row nor document: a stamp, or the tool's complaint.
  private mutating func other(_ text: String, line: Int) {
    if let time = StampLine.time(text) {
      stamp = time
    } else if text.lowercased().contains("error") || text.hasPrefix("WARNING") {
      collector.toolError(line, text)
    } else if !text.hasPrefix("==="), !text.hasPrefix("---") {
      collector.malformed(line)
    }
  }

  /// `GPU[0]          : Average Graphics Package Power (W): 19.0`; lines of other sensors are made alike.
  private mutating func textRow(_ line: RawSpan, number: Int) {
    guard let close = line.firstOffset(of: 0x5D), let colon = line.firstOffset(of: 0x3A, from: close),
      let last = line.lastOffset(of: 0x3A)
    else { return collector.malformed(number) }
    guard last > colon else { return }
    let name = line.extracting((colon + 1)..<last).trimmed().text
    guard let reading = ROCmColumns.reading(name), accepts(stamp, line: number) else { return }
    let text = line.dropping(last + 1).trimmed().text
    take(
      [(name, reading, text)], device: line.extracting(4..<close).text, model: nil, uuid: nil, time: stamp, line: number
    )
  }

  // MARK: CSV

  private mutating func row(_ line: RawSpan, number: Int) {
    guard let columns else { return }
    let cells = DelimitedFields.texts(in: line, separator: .comma)
    guard cells.count == columns.width, columns.width > 1 else { return other(line.text, line: number) }
    var time = stamp
    if let column = columns.time {
      var reader = DelimitedTimeReader()
      guard let read = Array(cells[column].utf8).withUnsafeBytes({ reader.read($0.bytes) }) else {
        return collector.malformed(number)
      }
      time = read
    }
    if cells[columns.device] == "system" { return }
    guard accepts(time, line: number) else { return }
    let readings = columns.powers.map { (name: $0.name, reading: $0.reading, text: cells[$0.column]) }
    take(readings, device: cells[columns.device], model: nil, uuid: nil, time: time, line: number)
  }

  private mutating func accepts(_ time: (nanoseconds: Int64, clock: TraceLog.Clock)?, line: Int) -> Bool {
    collector.accepts(time?.clock ?? .ordinal, line: line)
  }

  // MARK: JSON

  private mutating func document(_ value: JSONValue, line: Int) {
    guard accepts(stamp, line: line) else { return }
    if let members = value.members {
      for member in members where member.key.hasPrefix("card") { rocmCard(member.key, member.value, line: line) }
      if let list = value["gpu_data"]?.array { for gpu in list { amdDevice(gpu, line: line) } }
      if value["gpu"] != nil { amdDevice(value, line: line) }
    } else {
      for gpu in value.array ?? [] { amdDevice(gpu, line: line) }
    }
  }

  private mutating func rocmCard(_ name: String, _ card: JSONValue, line: Int) {
    var readings: [(name: String, reading: ROCmColumns.Reading, text: String)] = []
    for member in card.members ?? [] {
      guard let reading = ROCmColumns.reading(member.key) else { continue }
      readings.append((member.key, reading, member.value.string ?? member.value.double.map { "\($0)" } ?? ""))
    }
    func text(_ keys: String...) -> String? {
      keys.lazy.compactMap { card[$0]?.string }.first { !$0.isEmpty && !$0.hasPrefix("N/A") && $0 != "0" }
    }
    take(
      readings, device: name, model: text("Card series", "Card Series", "Device Name"), uuid: text("Unique ID"),
      time: stamp, line: line)
  }

  private mutating func amdDevice(_ gpu: JSONValue, line: Int) {
    guard let index = gpu["gpu"]?.int else { return }
    var readings: [(name: String, reading: ROCmColumns.Reading, text: String)] = []
    for group in [gpu["power"], gpu["energy"], gpu] {
      for member in group?.members ?? [] {
        guard let reading = ROCmColumns.reading(member.key) else { continue }
        let value = member.value["value"] ?? member.value
        readings.append((member.key, reading, value.string ?? value.double.map { "\($0)" } ?? ""))
      }
    }
    take(readings, device: String(index), model: nil, uuid: nil, time: stamp, line: line)
  }

  // MARK: Samples

  private mutating func take(
    _ readings: [(name: String, reading: ROCmColumns.Reading, text: String)], device: String, model: String?,
    uuid: String?, time: (nanoseconds: Int64, clock: TraceLog.Clock)?, line: Int
  ) {
    let digits = device.hasPrefix("card") ? String(device.dropFirst(4)) : device
    let index = Int(digits)
    let title = index.map { "GPU \($0)" } ?? device
    for reading in readings {
      var quantity = TraceSeries.Quantity.power
      var unit = DelimitedUnit.watts
      if case .counter(let joules) = reading.reading {
        quantity = .energyCounter
        unit = joules < 1 ? DelimitedUnit("uJ") ?? .joules : .joules
      }
      let series = TraceSeries(
        device: title, component: .gpu, quantity: quantity, decimals: 6, model: model, uuid: uuid, index: index)
      guard let place = place(of: reading.name, reading.reading, device: device, series) else { continue }
      sample(place, reading.text, unit: unit, time: time, line: line)
    }
  }

  /// The place of a device's reading, made when it is new; of several readings of a device one counts.
  private mutating func place(
    of name: String, _ reading: ROCmColumns.Reading, device: String, _ series: TraceSeries
  ) -> Int? {
    let known = devices[device] ?? Device(ranked: ranked.addDevice(name: series.device))
    devices[device] = known
    if let found = known.series.first(where: { $0.name == name }) { return found.place }
    var series = series
    let rank: Int?
    switch reading {
    case .power(let order): rank = order
    // After the powers: its unit depends on the release.
    case .counter: rank = 10
    case .limit: rank = nil
    }
    if rank == nil {
      series.role = .limit
      series.device += " " + name
    } else {
      hasPower = true
      series.device = ranked.seriesName(of: known.ranked, reading: name)
    }
    guard let place = collector.add(series) else { return nil }
    if let rank { ranked.add(place, rank: rank, name: name, device: known.ranked) }
    devices[device]?.series.append((name, place))
    return place
  }

  private mutating func sample(
    _ place: Int, _ text: String, unit: DelimitedUnit, time: (nanoseconds: Int64, clock: TraceLog.Clock)?, line: Int
  ) {
    let bytes = Array(text.utf8)
    bytes.withUnsafeBytes { buffer in
      let cell = buffer.bytes.trimmed()
      // `45 W`.
      var end = cell.byteCount
      while end > 0, cell[byte: end - 1] == 0x57 || cell[byte: end - 1] == 0x4A || cell[byte: end - 1] == 0x20 {
        end -= 1
      }
      let digits = cell.extracting(0..<end)
      guard let number = digits.double(), number.isFinite, abs(number * unit.factor) < 9e12 else {
        if cell.contains("Secondary die") {
          secondaryDies += 1
          firstSecondaryDie = firstSecondaryDie ?? line
        }
        return collector.missing(place, cell, line: line)
      }
      let value = Int64((number * unit.factor * 1e6).rounded())
      if let time {
        collector.sample(place, time: time.nanoseconds, value: value, line: line)
      } else {
        collector.sample(place, value: value, line: line)
      }
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if documents.isInside { collector.malformed(summary.lineCount) }
    ranked.settleAndTell(in: &collector)
    if let firstSecondaryDie {
      collector.note(
        Diagnostic(
          .info, "rocm-smi.secondary-die", line: firstSecondaryDie,
          "\(secondaryDies) readings are of second dies, whose power is in that of the first die of their board; they "
            + "were left out."))
    }
    return collector.finish(summary, hasPower: hasPower)
  }
}
