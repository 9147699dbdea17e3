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

/// Why a trace was not integrated.
public enum IntegrationError: Error, Sendable, Hashable {
  /// ``GapPolicy/fail`` was chosen and there is a gap; nanoseconds on the trace's clock.
  case gap(from: Int64, to: Int64)
}

extension IntegrationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .gap(let from, let to):
      "the trace has a gap of \((Double(to) - Double(from)) / 1e9) s and gaps were not allowed"
    }
  }
}
