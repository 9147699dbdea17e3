/// Titles of the values along a line, which has no marks to carry them.
enum Spots {
  /// A panel has at most so many: each is some hundred bytes of SVG.
  static let limit = 300

  /// Half the height of a spot, in mm.
  private static let reach = 0.9

  /// Places around points of a line, from left to right, each as wide as the points lie apart.
  ///
  /// - Parameters:
  ///   - items: the values; of more than `limit` some are picked evenly.
  ///   - limit: how many have a place.
  ///   - area: what they may not leave.
  ///   - place: where a value stands.
  ///   - title: what it tells.
  static func shapes<Item>(
    _ items: [Item], limit: Int, in area: Box, at place: (Item) -> Point, title: (Item) -> MarkTitle?
  ) -> [Shape] {
    let picked = Decimation.sampled(items, limit: max(limit, 1))
    let places = picked.map(place)
    return picked.indices.compactMap { index in
      let center = places[index]
      let before = index > 0 ? center.x - places[index - 1].x : .infinity
      let after = index + 1 < places.count ? places[index + 1].x - center.x : .infinity
      let left = min(max(before / 2, 0.2), 2)
      let right = min(max(after / 2, 0.2), 2)
      let box = Box(x: center.x - left, y: center.y - reach, width: left + right, height: 2 * reach)
      return title(picked[index]).map { .group([.spot(box.clipped(to: area))], title: $0) }
    }
  }
}
