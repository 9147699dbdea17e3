public import Accounting
import Alignment
import LogFormats
import LogScanning

/// Finds runs by what people call them.
public enum RunSelector {
  /// How a run can be named, for help texts.
  public static let help = """
    RUN is a Slurm job (4410204), a log or folder as reports print it, or data set, configuration and fold parted by \
    slashes (Dataset701_Blobs/2d/0); parts may be left out from the right.
    """

  /// The places of the runs that a word names, by their own names or by `labels`, in order; empty when there is none.
  public static func select(_ word: String, in footprint: StudyFootprint, labels: Labels) -> [Int] {
    let runs = footprint.study.runs
    if let job = Int(word) {
      let byJob = runs.indices.filter { runs[$0].attempts.contains { $0.slurmJob == job } }
      if !byJob.isEmpty { return byJob }
    }
    let path = word.hasSuffix("/") ? String(word.dropLast()) : word
    let byPath = runs.indices.filter { place in
      runs[place].identity.location == path || runs[place].attempts.contains { $0.logPath == path || $0.label == path }
    }
    if !byPath.isEmpty { return byPath }
    let parts = path.pathComponents
    guard !parts.isEmpty else { return [] }
    return runs.indices.filter { place in
      let identity = runs[place].identity
      let fold = identity.fold?.description
      let names = [
        [identity.dataset, labels.dataset(identity.dataset)],
        [identity.configuration, labels.configuration(identity.configuration)], [fold],
      ]
      return parts.count <= names.count && zip(parts, names).allSatisfy { $1.contains($0) }
    }
  }
}
