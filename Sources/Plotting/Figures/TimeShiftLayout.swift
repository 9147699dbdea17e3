/// Draws a time shift: rows that show when the work runs, the intensity under them, and emissions by start below.
struct TimeShiftLayout: Sendable {
  private static let workFill = Color(0xE3EDF4)
  /// Pieces nearer than this many mm are drawn as one.
  private static let finest = 0.15

  private let figure: TimeShiftFigure
  private let content: TimeShiftContent
  private let style: FigureStyle
  private let clock: ClockAxis
  private let intensity: PanelAxes
  private let emissions: PanelAxes?
  private let timeUnit: TimeTicks.Unit
  private var rowHeight: Double { style.smallEm * 1.4 }

  init(figure: TimeShiftFigure, content: TimeShiftContent, on page: Page) {
    self.figure = figure
    self.content = content
    style = page.style
    let style = page.style
    let size = style.smallSize
    let hasStarts = content.starts.count > 1
    let height = hasStarts ? min(max(style.widthMM * 0.26, 30), 40) : min(max(style.widthMM * 0.36, 28), 50)
    let ticks = PanelGrid.tickCount(length: height, every: 7)
    let upper = Axis.linear([0] + content.series.map(\.intensity), padding: 0.06, zero: true, tickCount: ticks)
    let lower = Axis.linear([0] + content.starts.map(\.amount), padding: 0.1, zero: true, tickCount: ticks)
    let rows = Self.rows(content)
    let names = rows.map { TextMetrics.width(FigureText($0.role.rawValue), size: size, font: style.font) }.max() ?? 0
    let labels = max(
      AxisLabels.width(of: upper, size: size, font: style.font),
      hasStarts ? AxisLabels.width(of: lower, size: size, font: style.font) : 0, names)
    let left = page.left + style.em * 1.6 + labels + AxisLabels.leftGap
    let width = page.right - 2.2 - left
    clock = ClockAxis(windows: [(content.start, content.end)], minX: left, maxX: left + width)
    let rowRoom = Double(rows.count) * style.smallEm * 1.4
    let top = page.bottom + rowRoom + 0.8
    // The horizontal axis of this panel is the clock's.
    let none = Axis.linear([0, 1], tickCount: 1)
    intensity = PanelAxes(area: Box(x: left, y: top, width: width, height: height), x: none, y: upper)
    let longest = content.starts.last?.hours ?? 0
    timeUnit = TimeTicks.unit(forHours: longest)
    guard hasStarts else {
      emissions = nil
      return
    }
    // Room for the labels and the title of the upper panel's axis.
    let between = AxisLabels.bottomHeight(style: style) + 0.5 + style.smallEm + 0.8 + style.em + 3
    let later = Axis.elapsed(
      hours: longest, tickCount: PanelGrid.tickCount(length: width, every: 11), unit: timeUnit)
    emissions = PanelAxes(
      area: Box(x: left, y: top + height + between, width: width, height: height), x: later, y: lower)
  }

  /// The work as it ran, and where it would lie with the least and the most emissions.
  private static func rows(_ content: TimeShiftContent) -> [TimeShiftContent.Mark] {
    content.marks.isEmpty ? [.init(role: .asRun, hours: 0, amount: 0)] : content.marks
  }

  static func color(_ role: TimeShiftContent.Mark.Role) -> Color {
    switch role {
    case .asRun: .softInk
    case .least: Palette.green
    case .most: Palette.vermilion
    }
  }

  static func shape(_ role: TimeShiftContent.Mark.Role) -> MarkerShape {
    switch role {
    case .asRun: .circle
    case .least: .invertedTriangle
    case .most: .triangle
    }
  }

  func draw(on page: inout Page) {
    let area = intensity.area
    for piece in workPieces(delayed: 0) {
      let box = Box(x: piece.minX, y: area.minY, width: max(piece.width, 0.2), height: area.height)
      page.mark(title(delayed: 0, "the work as it ran"), .rect(box, fill: Self.workFill, stroke: nil))
    }
    drawRows(on: &page)
    drawIntensity(on: &page)
    if let emissions { drawEmissions(emissions, on: &page) }
  }

  // MARK: - When the work runs

  private func workPieces(delayed hours: Double) -> [(minX: Double, maxX: Double, width: Double)] {
    var merged: [(minX: Double, maxX: Double, width: Double)] = []
    for window in content.work {
      for piece in clock.pieces(from: window.start + hours * 3600, to: window.end + hours * 3600) {
        if let last = merged.last, piece.minX - last.maxX < Self.finest {
          let end = max(last.maxX, piece.maxX)
          merged[merged.count - 1] = (last.minX, end, end - last.minX)
        } else {
          merged.append((piece.minX, piece.maxX, piece.width))
        }
      }
    }
    return merged
  }

  private func drawRows(on page: inout Page) {
    let area = intensity.area
    let rows = Self.rows(content)
    for (place, row) in rows.enumerated() {
      let y = area.minY - 0.8 - (Double(rows.count - place) - 0.5) * rowHeight
      page.text(
        FigureText(row.role.rawValue), at: Point(area.minX - AxisLabels.leftGap, y), anchor: .end,
        alignment: .middle, size: style.smallSize)
      for piece in workPieces(delayed: row.hours) {
        let box = Box(x: piece.minX, y: y - 0.7, width: max(piece.width, 0.3), height: 1.4)
        page.mark(
          title(delayed: row.hours, content.marks.isEmpty ? row.role.rawValue : figure.told(row)),
          .rect(box, fill: Self.color(row.role), stroke: nil))
      }
    }
  }

  /// What the work is, and from when to when it runs.
  private func title(delayed hours: Double, _ work: String) -> MarkTitle? {
    guard let start = content.work.first?.start, let end = content.work.map(\.end).max() else { return nil }
    let times = [start, end].map { CalendarTime.minute($0 + hours * 3600) }
    return .of([work], "\(times[0]) to \(times[1]) UTC")
  }

  // MARK: - Intensity

  private func drawIntensity(on page: inout Page) {
    let area = intensity.area
    for tick in clock.ticks { page.line(Point(tick.x, area.minY), Point(tick.x, area.maxY), .hairline(.grid)) }
    for tick in intensity.y.ticks where tick.fraction > 1e-6 {
      let y = area.maxY - tick.fraction * area.height
      page.line(Point(area.minX, y), Point(area.maxX, y), .hairline(.grid))
    }
    page.line(Point(area.minX, area.minY), Point(area.minX, area.maxY), .hairline(.ink))
    page.line(Point(area.minX, area.maxY), Point(area.maxX, area.maxY), .hairline(.ink))
    intensity.drawLeftTicks(on: &page)
    for line in intensityLines where line.count > 1 {
      page.mark(
        MarkTitle("carbon intensity"),
        .polyline(Decimation.thinned(line), stroke: Stroke(Palette.blue, points: 1)))
    }
    drawIntensityTitles(on: &page)
    drawTitle(AxisTitle.text("Intensity", unit: figure.intensityUnit), beside: area, on: &page)
    drawClock(under: area, on: &page)
  }

  /// What each step of the series tells.
  private func drawIntensityTitles(on page: inout Page) {
    let pieces = content.series.flatMap { stretch in
      clock.pieces(from: stretch.start, to: stretch.end).map { (stretch: stretch, middle: ($0.minX + $0.maxX) / 2) }
    }
    let spots = Spots.shapes(
      pieces, limit: Spots.limit, in: intensity.area,
      at: { Point($0.middle, intensity.position(y: $0.stretch.intensity)) },
      title: { piece in
        .of(
          ["\(CalendarTime.minute(piece.stretch.start)) to \(CalendarTime.minute(piece.stretch.end)) UTC"],
          Prose.amount(piece.stretch.intensity, figure.intensityUnit))
      })
    for spot in spots { page.add(spot) }
  }

  /// The steps of the series, parted where nothing is known.
  private var intensityLines: [[Point]] {
    var lines: [[Point]] = []
    for stretch in content.series {
      for piece in clock.pieces(from: stretch.start, to: stretch.end) {
        let y = intensity.position(y: stretch.intensity)
        let points = [Point(piece.minX, y), Point(piece.maxX, y)]
        if let last = lines.last?.last, piece.minX - last.x < Self.finest {
          lines[lines.count - 1] += points
        } else {
          lines.append(points)
        }
      }
    }
    return lines
  }

  private func drawClock(under area: Box, on page: inout Page) {
    let ticks = clock.ticks
    for tick in ticks {
      page.line(Point(tick.x, area.maxY), Point(tick.x, area.maxY + AxisLabels.majorLength), .hairline(.ink))
    }
    var y = area.maxY + AxisLabels.bottomGap
    drawTickLabels(ticks.map { ($0.x, $0.label, $0.rank) }, y: y, on: &page)
    y = area.maxY + AxisLabels.bottomHeight(style: style)
    let dates = clock.isOneDay ? [] : ticks.compactMap { tick in tick.date.map { (tick.x, $0, tick.rank) } }
    if !dates.isEmpty {
      drawTickLabels(dates, y: y + 0.5, on: &page)
      y += 0.5 + style.smallEm
    }
    let day = ticks.first.flatMap { tick in clock.isOneDay ? tick.date : nil }
    page.text(
      FigureText(day.map { "Time on \($0) (UTC)" } ?? "Time (UTC)"), at: Point(area.center.x, y + 0.8),
      anchor: .middle, alignment: .top, size: style.fontSizePt)
    page.bottom = y + 0.8 + style.em
  }

  private func drawTickLabels(_ labels: [(x: Double, text: String, rank: Int)], y: Double, on page: inout Page) {
    var taken: [Box] = []
    for item in labels.sorted(by: { ($0.rank, $0.x) < ($1.rank, $1.x) }) {
      let width = TextMetrics.width(item.text, size: style.smallSize, font: style.font)
      // Beside the labels of the vertical axis.
      let x = min(max(item.x, intensity.area.minX - 1 + width / 2), page.right - width / 2)
      let label = TextLabel(
        FigureText(item.text), at: Point(x, y), anchor: .middle, alignment: .top, size: style.smallSize,
        color: .softInk, font: style.font)
      let room = label.bounds.inset(by: -0.6)
      guard !taken.contains(where: { $0.overlaps(room) }) else { continue }
      taken.append(label.bounds)
      page.add(.text(label))
    }
  }

  private func drawTitle(_ title: FigureText, beside area: Box, on page: inout Page) {
    page.text(
      AxisTitle.fit(title, length: area.height + 2, size: style.fontSizePt, font: style.font),
      at: Point(page.left + style.em * 0.75, area.center.y), anchor: .middle, size: style.fontSizePt, rotation: -90)
  }

  // MARK: - Emissions

  private func drawEmissions(_ axes: PanelAxes, on page: inout Page) {
    axes.draw(on: &page, limits: page.left...page.right)
    let lines = content.lines.map { $0.map { axes.point($0.hours, $0.amount) } }
    for line in lines where line.count > 1 {
      page.mark(
        MarkTitle("emissions by start"),
        .polyline(Decimation.thinned(line), stroke: Stroke(Palette.blue, points: 1)))
    }
    let spots = Spots.shapes(
      content.starts, limit: Spots.limit, in: axes.area, at: { axes.point($0.hours, $0.amount) },
      title: { start in
        .of(["begun \(DecimalText.trimmed(start.hours, places: 2)) h later"], Prose.amount(start.amount, figure.unit))
      })
    for spot in spots { page.add(spot) }
    let centers = content.marks.map { axes.point($0.hours, $0.amount) }
    drawNames(axes, line: Decimation.thinned(lines.flatMap(\.self), limit: 400), centers: centers, on: &page)
    for (mark, center) in zip(content.marks, centers) {
      page.mark(
        MarkTitle(figure.told(mark)),
        .marker(
          Marker(
            Self.shape(mark.role), at: center, diameter: 2.1, fill: Self.color(mark.role), stroke: .hairline(.white))))
    }
    drawTitle(AxisTitle.text("Emissions", unit: figure.unit), beside: axes.area, on: &page)
    page.bottom = axes.area.maxY + AxisLabels.bottomHeight(style: style) + 0.8
    page.text(
      AxisTitle.fit(
        AxisTitle.text("Begun later by", unit: timeUnit.rawValue), length: axes.area.width, size: style.fontSizePt,
        font: style.font),
      at: Point(axes.area.center.x, page.bottom), anchor: .middle, alignment: .top, size: style.fontSizePt)
    page.bottom += style.em
  }

  /// Names beside the marks that have room; the note under the figure has them all.
  private func drawNames(_ axes: PanelAxes, line: [Point], centers: [Point], on page: inout Page) {
    let size = style.smallSize
    let texts = content.marks.map { FigureText($0.role.rawValue + "\u{00A0}") + .number($0.amount) }
    let area = axes.area
    let placer = LabelPlacer(
      bounds: Box(x: area.minX + 0.4, y: area.minY, width: area.width + 1.6, height: area.height - 0.4),
      obstacles: centers.map { Box(x: $0.x - 1.1, y: $0.y - 1.1, width: 2.2, height: 2.2) },
      lines: LineSegment.chain(line))
    let requests = zip(texts, centers).map { text, center in
      LabelPlacer.Request(
        anchor: center, width: TextMetrics.width(text, size: size, font: style.font),
        height: (TextMetrics.ascent + TextMetrics.descent) * style.smallEm, clearance: 1.7)
    }
    for (text, placement) in zip(texts, placer.place(requests)) {
      guard let placement else { continue }
      if let leader = placement.leader { page.line(leader.start, leader.end, .hairline(.guide)) }
      page.text(
        text, at: Point(placement.box.minX, placement.box.minY + TextMetrics.ascent * style.smallEm), size: size)
    }
  }
}
