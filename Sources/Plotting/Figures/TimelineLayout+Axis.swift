extension TimelineLayout {
  // MARK: - Axis

  func drawGrid(from top: Double, to bottom: Double, top labelTop: Double, on page: inout Page) {
    for tick in axis.ticks { page.line(Point(tick.x, top), Point(tick.x, bottom), .hairline(.grid)) }
    let guide = Stroke.hairline(.guide, style: .dotted)
    var reached = -Double.infinity
    for pause in axis.breaks {
      for x in [pause.minX, pause.maxX] { page.line(Point(x, top), Point(x, bottom), guide) }
      let label = TextLabel(
        FigureText("+" + CalendarTime.length(pause.seconds)),
        at: Point((pause.minX + pause.maxX) / 2, labelTop), anchor: .middle, alignment: .top,
        size: style.smallSize, color: .softInk, font: style.font)
      let bounds = label.bounds
      guard bounds.minX > max(reached + 0.8, page.left), bounds.maxX < page.right else { continue }
      reached = bounds.maxX
      page.add(.text(label))
    }
  }

  func drawAxis(on page: inout Page) {
    let y = page.bottom
    for segment in axis.segments {
      page.line(Point(segment.minX, y), Point(segment.maxX, y), .hairline(.ink))
    }
    for pause in axis.breaks where pause.maxX - pause.minX > 1 {
      for x in [pause.minX, pause.maxX] {
        page.line(Point(x - 0.4, y + 0.9), Point(x + 0.4, y - 0.9), Stroke(.ink, points: 0.6))
      }
    }
    let ticks = axis.ticks
    for tick in ticks { page.line(Point(tick.x, y), Point(tick.x, y + AxisLabels.majorLength), .hairline(.ink)) }
    drawTickLabels(ticks.map { ($0.x, $0.label, $0.rank) }, y: y + AxisLabels.bottomGap, on: &page)
    page.bottom = y + AxisLabels.bottomHeight(style: style)
    let dates = axis.isOneDay ? [] : ticks.compactMap { tick in tick.date.map { (tick.x, $0, tick.rank) } }
    if !dates.isEmpty {
      drawTickLabels(dates, y: page.bottom + 0.5, on: &page)
      page.bottom += 0.5 + style.smallEm
    }
    page.bottom += 0.8
    let day = ticks.first.flatMap { tick in axis.isOneDay ? tick.date : nil }
    page.text(
      FigureText(day.map { "Time on \($0) (UTC)" } ?? "Time (UTC)"),
      at: Point((left + axis.maxX) / 2, page.bottom), anchor: .middle, alignment: .top, size: style.fontSizePt)
    page.bottom += style.em
  }

  private func drawTickLabels(_ labels: [(x: Double, text: String, rank: Int)], y: Double, on page: inout Page) {
    var taken: [Box] = []
    for item in labels.sorted(by: { ($0.rank, $0.x) < ($1.rank, $1.x) }) {
      let width = TextMetrics.width(item.text, size: style.smallSize, font: style.font)
      let x = min(max(item.x, page.left + width / 2), page.right - width / 2)
      let label = TextLabel(
        FigureText(item.text), at: Point(x, y), anchor: .middle, alignment: .top, size: style.smallSize,
        color: .softInk, font: style.font)
      let room = label.bounds.inset(by: -0.6)
      guard !taken.contains(where: { $0.overlaps(room) }) else { continue }
      taken.append(label.bounds)
      page.add(.text(label))
    }
  }

  // MARK: - Legend

  func drawLegend(on page: inout Page) {
    let stretches = content.groups.flatMap { $0.lanes.flatMap(\.stretches) }
    let drawn = Set(stretches.map(\.kind))
    var entries: [(key: Legend.Key, name: FigureText)] = TimelineFigure.Kind.allCases.filter(drawn.contains).map {
      kind in
      (
        key: .drawn { box in
          guard kind == .gap else { return TimelineLook.bar(kind, in: box) }
          let middle = box.center.y
          return [
            .line(
              from: Point(box.minX, middle), to: Point(box.maxX, middle),
              stroke: Stroke(.guide, points: 0.5, style: .dotted))
          ]
        }, name: FigureText(TimelineLook.name(kind))
      )
    }
    if let other = stretches.first(where: { !$0.isCounted })?.kind {
      entries.append((key: .drawn { TimelineLook.bar(other, isCounted: false, in: $0) }, name: "hollow: not counted"))
    }
    for (index, curve) in content.curves.enumerated() {
      let name = TextFitting.shortened("power, " + curve.label, width: 40, size: style.smallSize, font: style.font)
      entries.append((key: TimelinePower.key(index), name: FigureText(name)))
    }
    Legend(entries: entries).draw(on: &page, left: page.left)
  }
}
