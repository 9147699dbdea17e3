/// Compares a piece of a schedule with a profile at one shift after another, as ``LoadMatch`` does at one.
///
/// Between shifts that lie close together each end of a stretch moves by a few points, which are found without a search.
struct SlidingMatch {
  private let piece: LoadSchedule.Piece
  private let profile: PowerProfile
  /// The place of the piece's start and of the end of each stretch at the shift before.
  private var places: [Int]

  init(_ piece: LoadSchedule.Piece, _ profile: PowerProfile) {
    self.piece = piece
    self.profile = profile
    places = [Int](repeating: 0, count: piece.stretches.count + 1)
  }

  /// The gain with `shift` seconds added to the profile's times.
  mutating func gain(shift: Double) -> LoadMatch.Gain {
    var moments = LoadMoments()
    places[0] = profile.place(of: piece.start - shift, near: places[0])
    var place = places[0]
    for (number, stretch) in piece.stretches.enumerated() {
      let end = profile.place(of: stretch.end - shift, near: places[number + 1])
      places[number + 1] = end
      // Stretches that go back in time have no points.
      let next = max(place, end)
      moments.add(profile.moments(from: place, to: next), to: stretch.load)
      place = next
    }
    return LoadMatch.gain(moments, profile)
  }
}
