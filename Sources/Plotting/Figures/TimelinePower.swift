/// The power panel of a timeline: a line for the mean of each component, in a band from lowest to highest.
struct TimelinePower: Sendable {
  /// Samples closer than this many mm are drawn as one.
  private static let columnWidth = 0.2
  private static let bandOpacity = 0.3

  /// A place on the time axis with its powers.
  private struct Column {
    var x: Double
    var index: Int
    var low: Double
    var high: Double
    var sum: Double
    var weight: Double
    var start: Double
    var end: Double
    /// When its first bucket starts, in seconds since 1970-01-01T00:00:00Z.
    var time: Double

    var mean: Double { weight > 0 ? sum / weight : (low + high) / 2 }
  }

  private let labels: [String]
  private let stretches: [[[Column]]]
  private let y: Axis

  init(curves: [TimelineFigure.Curve], axis: ClockAxis, height: Double) {
    labels = curves.map(\.label)
    stretches = curves.map { Self.stretches($0, axis) }
    let highest = stretches.joined().joined().map(\.high)
    y = .linear([0] + highest, padding: 0.05, zero: true, tickCount: PanelGrid.tickCount(length: height, every: 5))
  }

  /// Buckets to columns, parted where nothing is known and at breaks of the axis.
  private static func stretches(_ curve: TimelineFigure.Curve, _ axis: ClockAxis) -> [[Column]] {
    var result: [[Column]] = []
    var lastSegment: Int?
    for bucket in curve.buckets {
      for piece in axis.pieces(from: bucket.start, to: bucket.end) {
        let middle = (piece.minX + piece.maxX) / 2
        let index = Int(((middle - axis.minX) / columnWidth).rounded(.down))
        let weight = max(piece.width, 1e-9)
        if let last = result.last?.last, lastSegment == piece.segment, piece.minX - last.end < 0.05 {
          let place = result.count - 1
          if last.index == index {
            var column = last
            column.low = min(column.low, bucket.low)
            column.high = max(column.high, bucket.high)
            column.sum += bucket.mean * weight
            column.weight += weight
            column.end = max(column.end, piece.maxX)
            result[place][result[place].count - 1] = column
            continue
          }
        } else {
          result.append([])
        }
        lastSegment = piece.segment
        result[result.count - 1].append(
          Column(
            x: middle, index: index, low: bucket.low, high: bucket.high, sum: bucket.mean * weight, weight: weight,
            start: piece.minX, end: piece.maxX, time: bucket.start))
      }
    }
    return result
  }

  /// The widest label of the vertical axis, in mm.
  func labelWidth(size: Double, font: FigureFont) -> Double { AxisLabels.width(of: y, size: size, font: font) }

  /// Draws the panel into an area.
  func draw(in area: Box, on page: inout Page) {
    let axes = PanelAxes(area: area, x: .indices(last: 1, tickCount: 1), y: y)
    for tick in y.ticks where tick.fraction > 1e-6 {
      let height = area.maxY - tick.fraction * area.height
      page.line(Point(area.minX, height), Point(area.maxX, height), .hairline(.grid))
    }
    for (index, parts) in stretches.enumerated() {
      for columns in parts where columns.count > 1 {
        let high = columns.map { Point($0.x, axes.position(y: $0.high)) }
        let low = columns.map { Point($0.x, axes.position(y: $0.low)) }
        page.mark(
          .of([labels[index]], "lowest to highest power"),
          .polygon(high + low.reversed(), fill: Palette.color(index), opacity: Self.bandOpacity))
      }
    }
    for (index, parts) in stretches.enumerated() {
      for columns in parts {
        var points = columns.map { Point($0.x, axes.position(y: $0.mean)) }
        // The line reaches the ends of what was measured.
        if let first = columns.first, let last = columns.last {
          points.insert(Point(first.start, axes.position(y: first.mean)), at: 0)
          points.append(Point(last.end, axes.position(y: last.mean)))
        }
        page.mark(.of([labels[index]], "mean power"), .polyline(points, stroke: Self.stroke(index)))
      }
    }
    for (index, parts) in stretches.enumerated() {
      drawTitles(labels[index], parts.flatMap(\.self), axes, on: &page)
    }
    page.line(Point(area.minX, area.minY), Point(area.minX, area.maxY), .hairline(.ink))
    axes.drawLeftTicks(on: &page)
  }

  /// What each column of a curve tells.
  private func drawTitles(_ label: String, _ columns: [Column], _ axes: PanelAxes, on page: inout Page) {
    let spots = Spots.shapes(
      columns, limit: Spots.limit / max(stretches.count, 1), in: axes.area,
      at: { Point($0.x, axes.position(y: $0.mean)) },
      title: { column in
        let range = "\(DecimalText.significant(column.low)) to \(Prose.amount(column.high, "W"))"
        let time = CalendarTime.date(column.time) + " " + CalendarTime.clock(column.time, withSeconds: true)
        return .of([label, time + " UTC"], "mean power \(Prose.amount(column.mean, "W"))", range)
      })
    for spot in spots { page.add(spot) }
  }

  static func stroke(_ index: Int) -> Stroke {
    Stroke(Palette.color(index), points: 0.7, style: Palette.lineStyle(index))
  }

  /// What the legend shows.
  static func key(_ index: Int) -> Legend.Key {
    .band(fill: Palette.color(index).lightened(by: 1 - bandOpacity), mean: stroke(index))
  }
}
