import LogScanning

/// Reads the lines about carbon intensity of all releases.
enum TrackerIntensityLine {
  /// The intensities of a message; `nil` when the message is about something else, empty when it holds no number.
  static func read(_ body: RawSpan, line: Int) -> [TrackerIntensity]? {
    guard body.contains("arbon intensit") else { return nil }
    let place = place(in: body)
    if body.starts(with: "Carbon intensities (") { return fetchedList(body, line: line) }
    if body.starts(with: "Failed to predict carbon intensity") {
      return [TrackerIntensity(gramsPerKilowattHour: nil, source: .unclassified, place: place, line: line)]
    }
    guard let unit = body.firstOffset(of: " gCO2") else { return [] }
    let value = number(in: body, endingAt: unit)
    return [TrackerIntensity(gramsPerKilowattHour: value, source: source(body, value), place: place, line: line)]
  }

  /// The intensities that carbontracker takes for the world: by release 475 (2019), 481 and 445 (2024) g/kWh.
  static let worldDefaults: [Double] = [475, 481, 445]

  /// The mean of EU-28 in 2017 in g/kWh, 294.2060978 with all digits.
  static let eu28Default = 294.21

  /// Whether two printed intensities are the same number, one of them perhaps rounded to two decimals.
  static func agree(_ left: Double, _ right: Double) -> Bool { abs(left - right) < 0.0051 }

  /// `Carbon intensities (…) fetched every 900 s at detected location X: [60.0, np.float64(62.5)]`.
  private static func fetchedList(_ body: RawSpan, line: Int) -> [TrackerIntensity] {
    guard let open = body.lastOffset(of: 0x5B) else { return [] }
    var list = TrackerPowerList()
    list.read(body.dropping(open))
    let place = place(in: body.extracting(0..<open))
    return list.watts.map { value in
      let source: TrackerIntensity.Source = value.map { agree($0, eu28Default) } == true ? .eu28Default : .unclassified
      return TrackerIntensity(gramsPerKilowattHour: value, source: source, place: place, line: line)
    }
  }

  private static func number(in body: RawSpan, endingAt end: Int) -> Double? {
    let head = body.extracting(0..<end)
    return head.dropping((head.lastOffset(of: 0x20) ?? -1) + 1).trackerNumber()
  }

  private static func source(_ body: RawSpan, _ value: Double?) -> TrackerIntensity.Source {
    if body.contains("EU-28") { return .eu28Default }
    if body.contains("carbon intensity for world") || body.contains("global average") { return .worldDefault }
    if body.contains("Defaulted to average carbon intensity for ") || body.contains("Using average carbon intensity") {
      return .countryDefault
    }
    if body.contains("Defaulting to average carbon intensity") {
      guard let value else { return .unclassified }
      return worldDefaults.contains(value) ? .worldDefault : .countryDefault
    }
    // The mean over a training says nothing about where its parts came from.
    return body.starts(with: "Average carbon intensity") ? .unclassified : .live
  }

  /// The first place that the message names and that is known.
  private static func place(in body: RawSpan) -> String? {
    if let from = body.firstOffset(of: "determined to be ") {
      let start = from + 17
      let end = body.firstOffset(of: ". Current", from: start) ?? body.byteCount
      return known(body.extracting(start..<end))
    }
    var from = 0
    while let offset = body.firstOffset(of: "detected location", from: from) {
      let start = offset + 17
      from = start
      let end = body.firstOffset(of: ". Defaulted", from: start) ?? body.byteCount
      if let place = known(body.extracting(start..<end)) { return place }
    }
    if let from = body.firstOffset(of: "/kWh at ") { return known(body.dropping(from + 8)) }
    return nil
  }

  private static func known(_ text: RawSpan) -> String? {
    var text = text.trimmed()
    if text.starts(with: ":") { text = text.dropping(1).trimmed() }
    while text.ends(with: ".") || text.ends(with: ":") { text = text.extracting(0..<(text.byteCount - 1)).trimmed() }
    let isUnknown = text.byteCount == 0 || text.equals("UNDETECTED") || text.equals("Unknown")
    return isUnknown || text.starts(with: "detected location") ? nil : text.text
  }
}
