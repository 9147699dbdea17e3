/// Thins out long lines without losing their peaks.
enum Decimation {
  /// More points than this are more than a printed line can show.
  static let limit = 2000

  /// At most `limit` points of a line: the first, the last, and the lowest and highest of equal stretches between.
  static func thinned(_ points: [Point], limit: Int = limit) -> [Point] {
    guard points.count > limit, limit >= 4, let first = points.first, let last = points.last else { return points }
    let inner = Array(points.dropFirst().dropLast())
    let stretches = (limit - 2) / 2
    var result = [first]
    for index in 0..<stretches {
      let stretch = inner[(index * inner.count / stretches)..<((index + 1) * inner.count / stretches)]
      guard let low = stretch.indices.min(by: { inner[$0].y < inner[$1].y }),
        let high = stretch.indices.max(by: { inner[$0].y < inner[$1].y })
      else { continue }
      result += low == high ? [inner[low]] : [inner[min(low, high)], inner[max(low, high)]]
    }
    return result + [last]
  }

  /// The points of a path without those that a straight line between kept neighbours passes within `tolerance` mm
  /// (Ramer 1972; Douglas and Peucker 1973). The first and the last stay.
  static func simplified(_ points: [Point], tolerance: Double) -> [Point] {
    guard points.count > 2 else { return points }
    var isKept = points.map { _ in false }
    isKept[0] = true
    isKept[points.count - 1] = true
    var stretches = [(0, points.count - 1)]
    while let (first, last) = stretches.popLast() {
      let line = LineSegment(start: points[first], end: points[last])
      var farthest = (index: first, distance: tolerance)
      for index in stride(from: first + 1, to: last, by: 1) {
        let distance = line.distance(to: points[index])
        if distance > farthest.distance { farthest = (index, distance) }
      }
      guard farthest.index > first else { continue }
      isKept[farthest.index] = true
      stretches += [(first, farthest.index), (farthest.index, last)]
    }
    return points.indices.filter { isKept[$0] }.map { points[$0] }
  }

  /// At most `limit` items, evenly picked.
  static func sampled<Item>(_ items: [Item], limit: Int) -> [Item] {
    guard items.count > limit, limit > 0 else { return items }
    return (0..<limit).map { items[$0 * items.count / limit] }
  }
}
