/// Carbon intensity over the time in which work ran, and what the same work would have emitted had it begun later.
public struct TimeShiftFigure: Sendable {
  /// A stretch of time with one carbon intensity.
  public struct Stretch: Sendable, Hashable {
    /// In seconds since 1970-01-01T00:00:00Z.
    public var start: Double
    /// In seconds since 1970-01-01T00:00:00Z, not before the start.
    public var end: Double
    /// The intensity, in the figure's unit.
    public var intensity: Double

    /// Makes a stretch.
    public init(start: Double, end: Double, intensity: Double) {
      self.start = start
      self.end = end
      self.intensity = intensity
    }
  }

  /// A time in which work ran.
  public struct Window: Sendable, Hashable {
    /// In seconds since 1970-01-01T00:00:00Z.
    public var start: Double
    /// In seconds since 1970-01-01T00:00:00Z, not before the start.
    public var end: Double

    /// Makes a window.
    public init(start: Double, end: Double) {
      self.start = start
      self.end = end
    }
  }

  /// One later start.
  public struct Start: Sendable, Hashable {
    /// How much later, in hours; 0 for the work as it ran, others are left out below 0.
    public var hours: Double
    /// The emissions in the figure's unit; `nil` where they are not known.
    public var amount: Double?

    /// Makes a start.
    public init(hours: Double, amount: Double?) {
      self.hours = hours
      self.amount = amount
    }
  }

  let name: String
  let title: String
  let unit: String
  let intensityUnit: String
  let remark: String
  let series: [Stretch]
  let work: [Window]
  let starts: [Start]

  /// Makes the figure.
  ///
  /// - Parameters:
  ///   - name: A short name for files.
  ///   - title: What the figure shows, in a few words.
  ///   - unit: The unit of emissions, such as "kg CO2e".
  ///   - intensityUnit: The unit of intensities.
  ///   - series: The intensities in any order, without overlap; where one is missing nothing is known.
  ///   - work: When the work ran, in any order.
  ///   - starts: Later starts in any order; the lower panel is left out for fewer than two with known emissions.
  ///   - remark: Where the intensities come from; may be empty.
  public init(
    name: String, title: String, unit: String = "kg CO2e", intensityUnit: String = "g CO2e/kWh", series: [Stretch],
    work: [Window], starts: [Start], remark: String = ""
  ) {
    self.name = name
    self.title = title
    self.unit = unit
    self.intensityUnit = intensityUnit
    self.series = series
    self.work = work
    self.starts = starts
    self.remark = remark
  }

  /// Draws the figure.
  public func render(_ style: FigureStyle) -> RenderedFigure {
    let content = TimeShiftContent(self)
    guard !content.series.isEmpty, !content.work.isEmpty else {
      let reason: FigureText =
        content.work.isEmpty ? "No time of the work is known." : "The series has no value at the time of the work."
      return Page.empty(name: name, title: title, csv: csv(content), style: style, reasons: [reason])
    }
    var page = Page(style: style)
    TimeShiftLayout(figure: self, content: content, on: page).draw(on: &page)
    page.notes(notes(content))
    return page.finished(
      name: name, title: title, description: description(content), csv: csv(content))
  }

  /// "least 3.1 kg CO2e, 5 h later".
  func told(_ mark: TimeShiftContent.Mark) -> String {
    let amount = Prose.amount(mark.amount, unit)
    switch mark.role {
    case .asRun: return "\(mark.role.rawValue) \(amount)"
    case .least, .most: return "\(mark.role.rawValue) \(amount), \(DecimalText.trimmed(mark.hours, places: 2)) h later"
    }
  }

  private func notes(_ content: TimeShiftContent) -> [FigureText] {
    var notes = ["Shaded: when the work ran."]
    if !content.marks.isEmpty {
      notes.append("Emissions: " + content.marks.map(told).joined(separator: "; ") + ".")
    }
    if content.unknownCount > 0 {
      notes.append("\(Prose.count(content.unknownCount, "start")) not drawn: the series does not cover the time.")
    }
    if !remark.isEmpty { notes.append(remark) }
    return notes.map { FigureText(chemical: $0) }
  }

  private func description(_ content: TimeShiftContent) -> String {
    let values = content.series.map(\.intensity)
    var text = "\(title). Carbon intensity from \(CalendarTime.iso8601(content.start)) to "
    text += "\(CalendarTime.iso8601(content.end)): \(DecimalText.significant(values.min() ?? 0)) to "
    text += "\(DecimalText.significant(values.max() ?? 0)) \(intensityUnit). "
    if let mean = content.meanAtWork {
      text += "Mean over the time of the work: \(DecimalText.significant(mean)). "
    }
    guard !content.marks.isEmpty else { return text + "No later start is known." }
    let now = content.marks.first { $0.role == .asRun }?.amount
    let items = content.marks.map { mark -> String in
      guard mark.role != .asRun, let now, now > 0 else { return told(mark) }
      let change = 100 * (mark.amount / now - 1)
      return told(mark) + " (\(change < 0 ? "" : "+")\(DecimalText.fixed(change, places: 0)) %)"
    }
    return text + "Emissions of \(Prose.count(content.starts.count, "start")): \(items.joined(separator: "; "))."
  }

  private func csv(_ content: TimeShiftContent) -> CSVText {
    var csv = CSVText(header: [
      "part", "start", "end", "carbon intensity (\(intensityUnit))", "later (h)", "emissions (\(unit))",
    ])
    func row(_ part: String, _ start: Double, _ end: Double, _ intensity: Double?) {
      csv.row([
        .text(part), .text(CalendarTime.iso8601(start)), .text(CalendarTime.iso8601(end)), .number(intensity),
        .number(nil), .number(nil),
      ])
    }
    for window in content.work { row("work", window.start, window.end, nil) }
    for stretch in content.series { row("intensity", stretch.start, stretch.end, stretch.intensity) }
    for start in starts.sorted(by: { $0.hours < $1.hours }) {
      csv.row([
        .text("start"), .text(""), .text(""), .number(nil), .number(start.hours), .number(start.amount),
      ])
    }
    return csv
  }
}
