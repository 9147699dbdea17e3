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

  /// At most `limit` items, evenly picked.
  static func sampled<Item>(_ items: [Item], limit: Int) -> [Item] {
    guard items.count > limit, limit > 0 else { return items }
    return (0..<limit).map { items[$0 * items.count / limit] }
  }
}
