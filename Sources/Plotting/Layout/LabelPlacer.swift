/// Finds room for names beside their points: greedy over candidate places, near ones first.
///
/// A name never covers a mark, another name or a leader, and without a leader never stands nearer to another point
/// than to its own; names avoid lines when they can. Several orders are tried
/// and the best is kept, so that the result does not hang on the order of the input.
struct LabelPlacer: Sendable {
  /// A name that wants a place.
  struct Request: Sendable {
    /// The point it belongs to.
    var anchor: Point
    /// The width of the name in mm.
    var width: Double
    /// The height of the name in mm.
    var height: Double
    /// The distance from the point to where a near name may begin, in mm.
    var clearance: Double
  }

  /// Where a name goes.
  struct Placement: Sendable {
    var box: Box
    /// A line from the point to a name that lies further away.
    var leader: LineSegment?
    fileprivate var cost: Double
  }

  /// Names must lie inside.
  let bounds: Box
  /// What names must not cover.
  let obstacles: [Box]
  /// What names should not cover.
  let lines: [LineSegment]

  private static let rings = [0.0, 0.9, 2.2, 4.0, 6.5, 9.5]
  /// Right, left, above, below, then the corners and what lies between.
  private static let directions = [
    Point(1, 0), Point(-1, 0), Point(0, -1), Point(0, 1), Point(1, -1), Point(1, 1), Point(-1, -1), Point(-1, 1),
    Point(0.5, -1), Point(-0.5, -1), Point(0.5, 1), Point(-0.5, 1),
  ]

  /// Places all names: `nil` for each that found no room.
  func place(_ requests: [Request]) -> [Placement?] {
    let given = Array(requests.indices)
    let byX = given.sorted { (requests[$0].anchor.x, $0) < (requests[$1].anchor.x, $1) }
    let byHeight = given.sorted { (requests[$0].anchor.y, $0) < (requests[$1].anchor.y, $1) }
    let crowding = requests.map { own in
      requests.reduce(0) { $0 + 1 / (1 + $1.anchor.distance(to: own.anchor)) }
    }
    let byCrowding = given.sorted { (crowding[$1], $0) < (crowding[$0], $1) }
    let attempts = [byX, byX.reversed(), byHeight, byHeight.reversed(), byCrowding].map { place(requests, order: $0) }
    return attempts.min { cost($0) < cost($1) } ?? requests.map { _ in nil }
  }

  private func cost(_ placements: [Placement?]) -> Double { placements.reduce(0) { $0 + ($1?.cost ?? 1000) } }

  private func place(_ requests: [Request], order: [Int]) -> [Placement?] {
    var result: [Placement?] = requests.map { _ in nil }
    var taken = obstacles
    var leaders: [LineSegment] = []
    for index in order where requests.indices.contains(index) {
      let own = requests[index].anchor
      // Names of points that lie on each other can stand around all of them.
      let others = requests.map(\.anchor).filter { $0.distance(to: own) > 0.3 }
      let candidates = self.candidates(requests[index], others: others).filter {
        isFree($0, taken: taken, leaders: leaders)
      }
      guard let best = candidates.min(by: { $0.cost < $1.cost }) else { continue }
      result[index] = best
      taken.append(best.box)
      if let leader = best.leader { leaders.append(leader) }
    }
    return result
  }

  private func isFree(_ candidate: Placement, taken: [Box], leaders: [LineSegment]) -> Bool {
    let room = candidate.box.inset(by: -0.1)
    guard bounds.contains(candidate.box), !taken.contains(where: { $0.overlaps(room) }) else { return false }
    if leaders.contains(where: { $0.crosses(room) }) { return false }
    guard let leader = candidate.leader else { return true }
    if leaders.contains(where: { $0.crosses(leader) }) { return false }
    // The point's own mark lies at the start of its leader.
    return !taken.contains { $0.inset(by: 0.1).nearest(to: leader.start) != leader.start && leader.crosses($0) }
  }

  private func candidates(_ request: Request, others: [Point]) -> [Placement] {
    Self.rings.enumerated().flatMap { ring, distance in
      Self.directions.enumerated().compactMap { number, direction in
        let place = candidate(request, direction, gap: request.clearance + distance, ring: ring, number: number)
        return unambiguous(place, own: request.anchor, others: others)
      }
    }
  }

  /// A name that is nearer to another point than to its own would mislead: `nil`, or with a leader a worse place.
  private func unambiguous(_ candidate: Placement, own: Point, others: [Point]) -> Placement? {
    let reach = candidate.box.nearest(to: own).distance(to: own) + 0.4
    guard others.contains(where: { candidate.box.nearest(to: $0).distance(to: $0) < reach }) else { return candidate }
    guard candidate.leader != nil else { return nil }
    var worse = candidate
    worse.cost += 15
    return worse
  }

  private func candidate(_ request: Request, _ direction: Point, gap: Double, ring: Int, number: Int) -> Placement {
    let isDiagonal = direction.x != 0 && direction.y != 0
    let reach = isDiagonal ? gap * 0.75 : gap
    let x = request.anchor.x + direction.x * reach + (direction.x - 1) / 2 * request.width
    let y = request.anchor.y + direction.y * reach + (direction.y - 1) / 2 * request.height
    let box = Box(x: x, y: y, width: request.width, height: request.height)
    let leader = ring >= 2 ? LineSegment(start: request.anchor, end: box.nearest(to: request.anchor)) : nil
    let crossed = lines.filter { $0.crosses(box.inset(by: -0.3)) }.count
    let cost = Double(ring * 10 + number) + Double(min(crossed, 5)) * 25
    return Placement(box: box, leader: leader, cost: cost)
  }

  /// Moves heights apart so that neighbours keep a distance, all stay in a range, and each moves little. Keeps the
  /// order of the input in the result; `nil` when the range is too small.
  static func spread(_ heights: [Double], distance: Double, in range: ClosedRange<Double>) -> [Double]? {
    guard Double(heights.count - 1) * distance <= range.upperBound - range.lowerBound else { return nil }
    let order = heights.indices.sorted { (heights[$0], $0) < (heights[$1], $1) }
    var sorted = order.map { min(max(heights[$0], range.lowerBound), range.upperBound) }
    for index in sorted.indices.dropFirst() { sorted[index] = max(sorted[index], sorted[index - 1] + distance) }
    var limit = range.upperBound
    for index in sorted.indices.reversed() {
      sorted[index] = min(sorted[index], limit)
      limit = sorted[index] - distance
    }
    var result = heights
    for (place, index) in zip(sorted, order) { result[index] = place }
    return result
  }
}
