/// How the kinds of a timeline look: a colour each, and a hatch that tells them apart in grey.
enum TimelineLook {
  private enum Hatch {
    case none, rising, crossed, upright, level
  }

  /// The words of the legend.
  static func name(_ kind: TimelineFigure.Kind) -> String { kind.rawValue }

  /// The inside of a kind's bars, hatches aside.
  static func fill(_ kind: TimelineFigure.Kind) -> Color {
    switch kind {
    case .startUp: Color(0xBDBDBD)
    case .useful: Palette.blue
    case .redone: Palette.orange.lightened(by: 0.35)
    case .aborted: .white
    case .between: Palette.sky.lightened(by: 0.6)
    case .validation: Palette.green
    case .idle, .gap: .white
    case .measured: Color(0x595959)
    case .monitored: Palette.purple
    case .total: Palette.sky
    }
  }

  /// The letters on a kind's bars.
  static func ink(_ kind: TimelineFigure.Kind, isCounted: Bool) -> Color {
    isCounted && fill(kind).luma < 0.5 ? .white : .ink
  }

  /// Whether letters need a plain ground.
  static func isHatched(_ kind: TimelineFigure.Kind) -> Bool { hatch(kind) != .none }

  private static func hatch(_ kind: TimelineFigure.Kind) -> Hatch {
    switch kind {
    case .redone: .rising
    case .aborted: .crossed
    case .validation: .upright
    case .idle, .total: .level
    case .startUp, .useful, .between, .measured, .gap, .monitored: .none
    }
  }

  private static func line(_ kind: TimelineFigure.Kind) -> Color {
    switch kind {
    case .aborted: Palette.vermilion
    case .validation: .white
    case .idle: .guide
    case .redone: Color(0x8A5F00)
    default: .ink
    }
  }

  /// The outline; `nil` for bars whose inside stands out by itself.
  private static func outline(_ kind: TimelineFigure.Kind, isCounted: Bool) -> Color? {
    guard isCounted else { return kind == .monitored ? Color(0xA85585) : line(kind) == .ink ? fill(kind) : line(kind) }
    switch kind {
    case .aborted: return Palette.vermilion
    case .idle: return .guide
    case .redone: return Color(0x8A5F00)
    default: return nil
    }
  }

  /// A bar: hollow where it does not count.
  static func bar(_ kind: TimelineFigure.Kind, isCounted: Bool = true, in box: Box) -> [Shape] {
    let stroke = outline(kind, isCounted: isCounted).map { Stroke($0, points: 0.6) }
    let inset = stroke == nil ? 0 : min(Unit.mm(points: 0.3), box.width / 2)
    let inner = box.inset(by: inset)
    guard isCounted else { return [.rect(inner, fill: .white, stroke: stroke)] }
    return [.rect(inner, fill: fill(kind), stroke: stroke)] + lines(kind, in: box)
  }

  private static func lines(_ kind: TimelineFigure.Kind, in box: Box) -> [Shape] {
    guard box.width > 0.5 else { return [] }
    let stroke = Stroke(line(kind), points: 0.5)
    let spacing = max(1.1, box.width / 60)
    switch hatch(kind) {
    case .none: return []
    case .level:
      let y = box.center.y
      return [
        .line(
          from: Point(box.minX, y), to: Point(box.maxX, y),
          stroke: Stroke(line(kind), points: 0.5, style: kind == .idle ? .dotted : .solid))
      ]
    case .upright:
      return starts(box.minX + spacing / 2, box.maxX, spacing).map {
        .line(from: Point($0, box.minY), to: Point($0, box.maxY), stroke: stroke)
      }
    case .rising: return slanted(box, spacing: spacing, stroke: stroke, rises: true)
    case .crossed:
      return slanted(box, spacing: spacing, stroke: stroke, rises: true)
        + slanted(box, spacing: spacing, stroke: stroke, rises: false)
    }
  }

  /// Lines at 45° that end at the box.
  private static func slanted(_ box: Box, spacing: Double, stroke: Stroke, rises: Bool) -> [Shape] {
    let height = box.height
    guard height > 0 else { return [] }
    return starts(box.minX - height + spacing / 2, box.maxX, spacing).compactMap { x in
      let from = max(0, box.minX - x)
      let to = min(height, box.maxX - x)
      guard to - from > 0.05 else { return nil }
      func y(_ distance: Double) -> Double { rises ? box.maxY - distance : box.minY + distance }
      return .line(from: Point(x + from, y(from)), to: Point(x + to, y(to)), stroke: stroke)
    }
  }

  private static func starts(_ first: Double, _ last: Double, _ spacing: Double) -> [Double] {
    guard last > first else { return [] }
    return (0...Int(min((last - first) / spacing, 200))).map { first + Double($0) * spacing }.filter { $0 < last }
  }
}
