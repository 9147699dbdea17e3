public import Quantities
public import StudyStore

/// Why a study was not accounted for.
public enum AccountingError: Error, Sendable {
  /// The store could not be read.
  case store(StoreError)
  /// `gaps: fail` was chosen, and a trace has a gap within a training.
  case gap(TraceGap)
  /// There is no carbon intensity for a training.
  case intensity(IntensityLookupError)
}

/// A stretch within a training in which a trace has no samples.
public struct TraceGap: Sendable, Hashable {
  /// The trace's file, as reports print it.
  public let path: String
  /// The device, as the trace names it.
  public let device: String
  /// The training log in whose window the gap lies, as reports print it.
  public let logPath: String
  /// From the last sample before it to the first after it.
  public let window: TimeWindow
}

extension AccountingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .store(let error): error.description
    case .gap(let gap): gap.description
    case .intensity(let error): error.description
    }
  }
}

extension TraceGap: CustomStringConvertible {
  public var description: String {
    let tenths = Int64(exactly: (window.duration.inSeconds * 10).rounded()) ?? .max
    let length = "\(tenths / 10).\(tenths % 10) s"
    return "\(path): \(device) has no sample for \(length) from \(window.start.iso8601), within the training "
      + "of \(logPath), and 'fail' was chosen for gaps; choose --gaps bridge, drop or mean (or gaps in "
      + "fodspor.yml), or list the trace under ignore"
  }
}
