public import LogFormats
import Quantities

/// The zone of the clocks that wrote some files.
public struct TimeZoneRule: Sendable, Hashable {
  /// The files, as paths beside the study file.
  public var paths: [Glob]
  /// The zone of their time stamps.
  public var zone: ZoneName

  /// Makes a rule.
  public init(paths: [Glob], zone: ZoneName) {
    self.paths = paths
    self.zone = zone
  }
}

/// What the clocks that wrote some files were wrong by.
public struct ClockOffsetRule: Sendable, Hashable {
  /// The files, as paths beside the study file.
  public var paths: [Glob]
  /// What is to be added to their times; negative when the clock was ahead.
  public var offset: Duration

  /// Makes a rule.
  public init(paths: [Glob], offset: Duration) {
    self.paths = paths
    self.offset = offset
  }
}

/// What a study file says about some traces.
public struct TraceRule: Sendable, Hashable {
  /// The files, as paths beside the study file.
  public var paths: [Glob]
  /// What is said about each of them.
  public var declaration: TraceDeclaration

  /// Makes a rule.
  public init(paths: [Glob], declaration: TraceDeclaration) {
    self.paths = paths
    self.declaration = declaration
  }
}

/// A statement that evidence belongs to a run.
public struct LinkRule: Sendable, Hashable {
  /// What the evidence belongs to.
  public enum Target: Sendable, Hashable {
    /// The runs whose folders match, as paths beside the study file.
    case run(Glob)
    /// The runs of a Slurm job.
    case job(Int)
  }

  /// How much of a trace that several trainings share counts for each.
  public enum Share: Sendable, Hashable {
    /// This share of what is shared, above 0 and at most 1.
    case part(Double)
    /// Evenly among the trainings that run at each instant.
    case even
  }

  /// The files with the evidence, as paths beside the study file.
  public var evidence: Glob
  /// What they belong to.
  public var target: Target
  /// The devices of a trace that count, by index, UUID or name; `nil` when the rule does not say.
  public var devices: [String]?
  /// How the trace is shared; `nil` when the rule does not say.
  public var share: Share?

  /// Makes a rule.
  public init(evidence: Glob, target: Target, devices: [String]? = nil, share: Share? = nil) {
    self.evidence = evidence
    self.target = target
    self.devices = devices
    self.share = share
  }
}

/// The model that was chosen for a data set.
public struct FinalModel: Sendable, Hashable {
  /// Its configuration, as in `3d_fullres`.
  public var configuration: String
  /// Its trainer; `nil` for any.
  public var trainer: String?
  /// Its plans; `nil` for any.
  public var plans: String?

  /// Makes a choice.
  public init(configuration: String, trainer: String? = nil, plans: String? = nil) {
    self.configuration = configuration
    self.trainer = trainer
    self.plans = plans
  }
}

/// Which reading of carbontracker's logs counts in totals; the other one stands beside it.
public enum TrackerChoice: String, Sendable, Hashable, CaseIterable {
  /// Mean power over a component's devices times their number, as carbontracker 2 should have summed them.
  case corrected
  /// What the log says.
  case reported
}
