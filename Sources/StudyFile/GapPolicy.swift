/// What is done about a stretch of time in which a trace has no samples.
public enum GapPolicy: String, Sendable, Hashable, Codable, CaseIterable {
  /// The power is taken to change evenly from the sample before the gap to the one after it. For an energy counter the
  /// energy of the gap is known, only its course in the gap is not.
  case bridge
  /// The gap has no energy, and its time does not count as covered.
  case drop
  /// The gap has the mean power of what was measured outside gaps.
  case mean
  /// A gap is an error.
  case fail
}
