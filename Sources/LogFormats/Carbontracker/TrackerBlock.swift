import LogScanning

/// A consumption block that is being read.
struct TrackerBlock {
  /// What the heading says the block is.
  enum Kind { case actual, predicted }

  let kind: Kind
  /// The heading is one of 1.0.0 to 1.0.4.
  let hasOldHeading: Bool
  private(set) var block: ConsumptionBlock

  /// Begins a block at its heading; `nil` when the line is none.
  ///
  /// - Parameter afterTag: the line before was `CarbonTracker: ` alone. Only then are the headings of 1.0.0 to 1.0.4
  ///   looked for, which are less distinct.
  init?(heading line: RawSpan, number: Int, afterTag: Bool) {
    let text = line.trimmed()
    guard text.ends(with: ":") else { return nil }
    if text.starts(with: "Actual consumption") {
      kind = .actual
    } else if text.starts(with: "Predicted consumption") {
      kind = .predicted
    } else if afterTag, text.starts(with: "First "), text.ends(with: " epoch(s):") {
      kind = .actual
    } else if afterTag, text.starts(with: "Prediction for "), text.ends(with: " epoch(s):") {
      kind = .predicted
    } else {
      return nil
    }
    hasOldHeading = !text.contains("consumption")
    var epochs: Int?
    if text.ends(with: " epoch(s):") {
      let head = text.extracting(0..<(text.byteCount - 10))
      epochs = head.dropping((head.lastOffset(of: 0x20) ?? -1) + 1).integer().flatMap { Int(exactly: $0) }
    }
    block = ConsumptionBlock(epochs: epochs, line: number)
  }

  /// Takes a line of the block's body; `false` when it is none, or comes a second time.
  mutating func read(_ line: RawSpan) -> Bool {
    let text = line.trimmed()
    if text.starts(with: "Time:"), block.seconds == nil {
      guard let seconds = text.dropping(5).trackerDuration() else { return false }
      block.seconds = seconds
    } else if text.starts(with: "Energy:"), text.ends(with: " kWh"), block.kilowattHours == nil {
      let number = text.extracting(7..<(text.byteCount - 4)).trimmed()
      block.kilowattHours = number.trackerNumber()
      if block.kilowattHours != nil, !number.contains(byte: 0x65) {
        block.energyDecimals = number.firstOffset(of: 0x2E).map { number.byteCount - $0 - 1 } ?? 0
      }
    } else if text.starts(with: "CO2eq:"), text.ends(with: " g"), block.grams == nil {
      block.grams = text.extracting(6..<(text.byteCount - 2)).trackerNumber()
    } else if text.ends(with: " km travelled by car"), block.kilometres == nil {
      // Hand-pasted text has it on the line `This is equivalent to:`.
      let head = text.extracting(0..<(text.byteCount - 20))
      block.kilometres = head.dropping((head.lastOffset(of: 0x20) ?? -1) + 1).trackerNumber()
    } else {
      return text.starts(with: "This is equivalent to:")
    }
    return true
  }

  /// Nothing more belongs to the block.
  var isComplete: Bool { block.kilometres != nil }
}
