public import Quantities

/// A power usage effectiveness and where it comes from.
public struct SourcedPUE: Sendable, Hashable, Codable {
  /// What kind of source a PUE has.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// A tracker's log.
    case log
    /// The study file or the command line.
    case studyFile
    /// The survey average of the year, for want of a better value.
    case `default`
  }

  /// The PUE.
  public var value: PowerUsageEffectiveness
  /// Who says so.
  public var source: String
  /// The year that the value holds for; `nil` when it is not known.
  public var year: Int?
  /// What kind of source this is.
  public var kind: Kind

  /// Makes a PUE with its source.
  public init(value: PowerUsageEffectiveness, source: String, year: Int? = nil, kind: Kind) {
    self.value = value
    self.source = source
    self.year = year
    self.kind = kind
  }
}
