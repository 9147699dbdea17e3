/// Lays out a timeline: names at the left, lanes, powers, and one axis below all.
struct TimelineLayout: Sendable {
  /// A lane with its bars.
  private struct Row {
    var label: String
    var remark: String
    var isWork: Bool
    var y: Double
    var height: Double
    var bands: [TimelineBand]
    var gaps: [ClosedRange<Double>]
    var crosses: [Cross]
  }

  /// An aborted epoch that is too narrow to be seen by its hatch.
  private struct Cross {
    var x: Double
    var stretch: TimelineFigure.Stretch
  }

  /// More bars than this are no picture; narrower parts are then drawn as one.
  private static let maximumBands = 1500
  private static let powerHeight = 17.0

  let content: TimelineContent
  let style: FigureStyle
  let axis: ClockAxis
  private let power: TimelinePower?
  let left: Double

  init(content: TimelineContent, on page: Page) {
    self.content = content
    style = page.style
    let size = page.style.smallSize
    let names = content.groups.flatMap(\.lanes).map {
      TextMetrics.width(SafeText.singleLine($0.label), size: size, font: page.style.font)
    }
    let nameWidth = min(max(names.max() ?? 0, 8), page.style.widthMM * 0.27)
    var left = page.left + nameWidth + AxisLabels.leftGap
    let right = page.right - 1.2
    var axis = ClockAxis(windows: content.windows, minX: left, maxX: right)
    var power: TimelinePower?
    if !content.curves.isEmpty {
      let panel = TimelinePower(curves: content.curves, axis: axis, height: Self.powerHeight)
      let needed =
        page.left + page.style.em * 1.6 + panel.labelWidth(size: size, font: page.style.font) + AxisLabels.leftGap
      if needed > left {
        left = needed
        axis = ClockAxis(windows: content.windows, minX: left, maxX: right)
      }
      power = TimelinePower(curves: content.curves, axis: axis, height: Self.powerHeight)
    }
    self.left = left
    self.axis = axis
    self.power = power
  }

  /// Draws everything down to the legend; returns whether epochs were drawn as one bar.
  func draw(on page: inout Page) -> Bool {
    let top = page.bottom
    if !axis.breaks.isEmpty { page.bottom += style.smallEm * 1.35 }
    let plotTop = page.bottom
    var rows: [(heading: String, y: Double, rows: [Row])] = []
    let lanes = laneContent()
    var next = 0
    let height = style.smallEm * (lanes.count > 25 ? 1.22 : 1.5)
    for group in content.groups {
      page.bottom += rows.isEmpty ? 0 : style.smallEm * 0.35
      let headingY = page.bottom + style.smallEm * 0.95
      page.bottom += style.smallEm * 1.4
      var members: [Row] = []
      for lane in group.lanes {
        var row = lanes[next]
        row.label = lane.label
        row.remark = lane.remark
        row.isWork = group.isWork
        row.y = page.bottom + height / 2
        row.height = height * (Self.isThin(lane) ? 0.42 : 0.8)
        members.append(row)
        page.bottom += height
        next += 1
      }
      rows.append((group.label, headingY, members))
    }
    var powerArea: Box?
    if power != nil {
      page.bottom += style.smallEm * 1.2
      powerArea = Box(x: left, y: page.bottom, width: axis.maxX - left, height: Self.powerHeight)
      page.bottom += Self.powerHeight + 0.9
    } else {
      page.bottom += 0.6
    }
    drawGrid(from: plotTop, to: page.bottom, top: top, on: &page)
    for group in rows {
      drawHeading(group.heading, y: group.y, on: &page)
      for row in group.rows { draw(row, on: &page) }
    }
    if let power, let powerArea {
      power.draw(in: powerArea, on: &page)
      page.text(
        AxisTitle.fit("Power (W)", length: powerArea.height, size: style.smallSize, font: style.font),
        at: Point(page.left + style.em * 0.75, powerArea.center.y), anchor: .middle, size: style.smallSize,
        rotation: -90)
    }
    drawAxis(on: &page)
    drawLegend(on: &page)
    return rows.contains { $0.rows.contains { $0.bands.contains { !$0.labels.isEmpty } } }
  }

  /// The bars of all lanes, coarse enough for the page.
  private func laneContent() -> [Row] {
    let lanes = content.groups.flatMap(\.lanes)
    var bands = TimelineBands(axis: axis, narrowest: TimelineBands.narrowest)
    var found = lanes.map(bands.bands)
    while found.reduce(0, { $0 + $1.count }) > Self.maximumBands, bands.narrowest < 20 {
      bands = TimelineBands(axis: axis, narrowest: 2 * bands.narrowest)
      found = lanes.map(bands.bands)
    }
    return zip(lanes, found).map { lane, found in
      Row(
        label: "", remark: "", isWork: true, y: 0, height: 0, bands: found, gaps: bands.gaps(of: lane),
        crosses: crosses(of: lane, in: found))
    }
  }

  /// Where aborted epochs are too narrow to be seen by their hatch.
  private func crosses(of lane: TimelineFigure.Lane, in bands: [TimelineBand]) -> [Cross] {
    var found: [Cross] = []
    for stretch in lane.stretches where stretch.kind == .aborted {
      for piece in axis.pieces(from: stretch.start, to: stretch.end) where piece.width < 1.6 {
        let x = min(max((piece.minX + piece.maxX) / 2, axis.minX + 1.2), axis.maxX - 1.2)
        if let last = found.last, x - last.x < 2 { continue }
        found.append(Cross(x: x, stretch: stretch))
      }
    }
    return found
  }

  /// A lane of a trace alone needs no room for letters.
  private static func isThin(_ lane: TimelineFigure.Lane) -> Bool {
    lane.stretches.contains { $0.kind == .measured }
  }

  // MARK: - Lanes

  private func drawHeading(_ heading: String, y: Double, on page: inout Page) {
    let fitted = TextFitting.shortened(heading, width: axis.maxX - page.left, size: style.smallSize, font: style.font)
    page.text(FigureText(fitted), at: Point(page.left, y), size: style.smallSize, color: .softInk)
  }

  private func draw(_ row: Row, on page: inout Page) {
    let size = style.smallSize
    let name = TextFitting.shortened(
      row.label, width: left - AxisLabels.leftGap - page.left, size: size, font: page.style.font)
    page.text(
      FigureText(name), at: Point(left - AxisLabels.leftGap, row.y), anchor: .end, alignment: .middle, size: size)
    for band in row.bands { page.mark(.of([row.label], band.title), shapes(band, in: row)) }
    for gap in row.gaps { drawGap(gap, in: row, on: &page) }
    let marks = row.crosses.map { cross in
      Marker(
        .cross, at: Point(cross.x, row.y), diameter: 1.9, fill: nil, stroke: Stroke(Palette.vermilion, points: 1))
    }
    for (mark, cross) in zip(marks, row.crosses) {
      let epoch = cross.stretch.epoch.map { " \($0)" } ?? ""
      let time = TimelineBand.told(cross.stretch.start...cross.stretch.end)
      page.mark(.of([row.label], "\(TimelineFigure.Kind.aborted.rawValue)\(epoch), \(time)"), .marker(mark))
    }
    let taken = marks.map(\.bounds)
    let untold = drawLabels(row, avoiding: taken, on: &page)
    drawRemark(row, counting: untold, avoiding: taken, on: &page)
  }

  private func box(_ band: TimelineBand, in row: Row) -> Box {
    // What is too short for the scale is still there.
    let width = max(band.width, 0.3)
    let x = min(max((band.minX + band.maxX - width) / 2, axis.minX), axis.maxX - width)
    return Box(x: x, y: row.y - row.height / 2, width: width, height: row.height)
  }

  private func shapes(_ band: TimelineBand, in row: Row) -> [Shape] {
    var box = box(band, in: row)
    // Epochs side by side are parted by a line of paper.
    if !band.labels.isEmpty, box.width > 0.8 { box.maxX -= 0.18 }
    var shapes = TimelineLook.bar(band.kind, isCounted: band.isCounted, in: box)
    let chevron = Stroke(TimelineLook.ink(band.kind, isCounted: band.isCounted), points: 0.6)
    let reach = row.height * 0.3
    if band.isCutAtStart, box.width > 3 {
      let tip = Point(box.minX + 0.5, row.y)
      shapes.append(.polyline([tip.offset(0.8, -reach), tip, tip.offset(0.8, reach)], stroke: chevron))
    }
    if band.isCutAtEnd, box.width > 3 {
      let tip = Point(box.maxX - 0.5, row.y)
      shapes.append(.polyline([tip.offset(-0.8, -reach), tip, tip.offset(-0.8, reach)], stroke: chevron))
    }
    return shapes
  }

  private func drawGap(_ gap: ClosedRange<Double>, in row: Row, on page: inout Page) {
    let width = gap.upperBound - gap.lowerBound
    let box = Box(x: gap.lowerBound, y: row.y - row.height / 2, width: width, height: row.height)
    var shapes = [Shape.rect(box, fill: .white, stroke: nil)]
    if width > 1 {
      let middle = Stroke(.guide, points: 0.5, style: .dotted)
      shapes.append(.line(from: Point(box.minX, row.y), to: Point(box.maxX, row.y), stroke: middle))
    }
    page.mark(.of([row.label], "no samples for " + CalendarTime.length(width / axis.scale)), shapes)
  }

  /// Writes numbers of epochs into bars; returns the kinds of which a run of several epochs has no number.
  private func drawLabels(_ row: Row, avoiding marks: [Box], on page: inout Page) -> Set<TimelineFigure.Kind> {
    let size = style.smallSize
    var untold: Set<TimelineFigure.Kind> = []
    var taken = marks
    // The numbers of single epochs stand in all bars of a kind or in none.
    let single = Dictionary(grouping: row.bands.filter { $0.count == 1 && !$0.labels.isEmpty }, by: \.kind)
    let silent = single.filter { _, bands in
      bands.contains { label(of: $0, in: row, size: size, isAlone: bands.count == 1, avoiding: marks) == nil }
    }
    untold.formUnion(silent.keys)
    for band in row.bands where !band.labels.isEmpty && (band.count > 1 || silent[band.kind] == nil) {
      let box = box(band, in: row)
      let isAlone = band.count > 1 || single[band.kind]?.count == 1
      guard let label = label(of: band, in: row, size: size, isAlone: isAlone, avoiding: taken) else {
        untold.insert(band.kind)
        continue
      }
      taken.append(label.bounds)
      var shapes: [Shape] = []
      if band.isCounted, TimelineLook.isHatched(band.kind) {
        let ground = label.bounds.inset(by: -0.3)
        shapes.append(
          .rect(
            Box(x: ground.minX, y: box.minY + 0.3, width: ground.width, height: box.height - 0.6),
            fill: TimelineLook.fill(band.kind), stroke: nil))
      }
      // Letters on a bar tell what the bar does.
      page.mark(.of([row.label], band.title), shapes + [.text(label)])
    }
    return untold
  }

  /// The longest text that a bar has room for; `nil` when there is none.
  private func label(
    of band: TimelineBand, in row: Row, size: Double, isAlone: Bool, avoiding taken: [Box]
  ) -> TextLabel? {
    let box = box(band, in: row)
    let texts = isAlone ? band.labels : Array(band.labels.suffix(1))
    return texts.lazy.map { text in
      TextLabel(
        FigureText(text), at: box.center, anchor: .middle, alignment: .middle, size: size,
        color: TimelineLook.ink(band.kind, isCounted: band.isCounted), font: style.font)
    }.first { label in
      let bounds = label.bounds
      return bounds.width + 1 <= box.width && !taken.contains { $0.overlaps(bounds.inset(by: -0.2)) }
    }
  }

  /// Writes a few words into free room beside the bars, on this side of a break if they can stand there.
  private func drawRemark(
    _ row: Row, counting kinds: Set<TimelineFigure.Kind>, avoiding taken: [Box], on page: inout Page
  ) {
    let counts = [TimelineFigure.Kind.useful, .redone, .monitored].filter(kinds.contains).map { kind in
      let count = row.bands.filter { $0.kind == kind }.reduce(0) { $0 + $1.count }
      return Prose.count(count, kind == .redone ? "redone epoch" : "epoch")
    }
    let remark = SafeText.singleLine(row.remark, limit: 60)
    let words = counts + (remark.isEmpty ? [] : [remark])
    guard !words.isEmpty, !row.bands.isEmpty else { return }
    let boxes = row.bands.map { box($0, in: row) } + taken
    let size = style.smallSize
    let after = boxes.map(\.maxX).reduce(axis.minX, max) + 1
    let before = boxes.map(\.minX).reduce(axis.maxX, min) - 1
    let candidates = [words.joined(separator: ", "), words[0]].flatMap { text in
      [(after, TextAnchor.start), (before, TextAnchor.end)].map { x, anchor in
        TextLabel(
          FigureText(text), at: Point(x, row.y), anchor: anchor, alignment: .middle, size: size, color: .softInk,
          font: style.font)
      }
    }.filter { $0.bounds.minX >= axis.minX && $0.bounds.maxX <= axis.maxX }
    let free = candidates.first { label in
      !axis.breaks.contains { $0.minX < label.bounds.maxX && label.bounds.minX < $0.maxX }
    }
    guard let label = free ?? candidates.first else { return }
    // Grid lines stop at letters.
    page.add(.rect(label.bounds.inset(by: -0.2), fill: .white, stroke: nil))
    page.add(.text(label))
  }
}
