import StudyFile

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
