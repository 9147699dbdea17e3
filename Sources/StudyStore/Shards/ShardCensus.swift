/// Whether the parts of a shared-out ingest that some stores hold are all of it, each once.
public struct ShardCensus: Sendable, Hashable {
  /// What is wrong or notable about the parts.
  public enum Finding: Sendable, Hashable {
    /// No store has these parts.
    case missing(indices: [Int], count: Int, roots: [String])
    /// The task of a part did not come to its end.
    case unfinished(IngestShard, store: String?)
    /// Several stores have a part; what they have in common counts once.
    case repeated(IngestShard, stores: [String])
    /// The tasks did not see the same large files, so a file may be in no part.
    case changedTree(count: Int, roots: [String])

    /// Whether the whole may lack files because of it.
    public var isIncomplete: Bool {
      switch self {
      case .missing, .unfinished, .changedTree: true
      case .repeated: false
      }
    }
  }

  /// In order of the ingested paths, then of the parts.
  public let findings: [Finding]

  /// Whether something may be lacking.
  public var isIncomplete: Bool { findings.contains(where: \.isIncomplete) }

  /// Counts the parts in stores, which are named for messages.
  ///
  /// - Parameter merged: the parts that the store has into which the others are merged; that these are there again is
  ///   no finding.
  public init(_ stores: [(name: String, shards: [StoredShard])], merged: [StoredShard] = []) {
    struct Ingest: Hashable {
      var roots: [String]
      var count: Int
    }
    var ingests: [Ingest: [(name: String?, shard: StoredShard)]] = [:]
    for shard in merged {
      ingests[Ingest(roots: shard.roots, count: shard.shard.count), default: []].append((nil, shard))
    }
    for store in stores {
      for shard in store.shards {
        ingests[Ingest(roots: shard.roots, count: shard.shard.count), default: []].append((store.name, shard))
      }
    }
    var findings: [Finding] = []
    let ordered = ingests.sorted {
      $0.key.roots == $1.key.roots
        ? $0.key.count < $1.key.count : $0.key.roots.lexicographicallyPrecedes($1.key.roots)
    }
    for (ingest, parts) in ordered {
      let byIndex = Dictionary(grouping: parts, by: \.shard.shard.index)
      let missing = (1...ingest.count).filter { byIndex[$0] == nil }
      if !missing.isEmpty { findings.append(.missing(indices: missing, count: ingest.count, roots: ingest.roots)) }
      for (_, copies) in byIndex.sorted(by: { $0.key < $1.key }) {
        guard let first = copies.first else { continue }
        let names = copies.compactMap(\.name).sorted()
        if !copies.contains(where: \.shard.isFinished) {
          findings.append(.unfinished(first.shard.shard, store: names.first))
        }
        if names.count > 1 { findings.append(.repeated(first.shard.shard, stores: names)) }
      }
      if Set(parts.filter(\.shard.isFinished).map(\.shard.tree)).count > 1 {
        findings.append(.changedTree(count: ingest.count, roots: ingest.roots))
      }
    }
    self.findings = findings
  }
}

extension ShardCensus.Finding: CustomStringConvertible {
  /// What is the matter and what to do, with the paths that were ingested.
  public var description: String {
    switch self {
    case .missing(_, _, let roots), .changedTree(_, let roots): "\(Self.list(roots)): \(sentence)"
    case .unfinished(_, let store): (store.map { $0 + ": " } ?? "") + sentence
    case .repeated: sentence
    }
  }

  /// The same without absolute paths, for reports.
  public var sentence: String {
    switch self {
    case .missing(let indices, let count, _):
      "\(indices.count == 1 ? "part" : "parts") \(Self.list(indices)) of \(count) \(indices.count == 1 ? "is" : "are") "
        + "missing; run \(indices.count == 1 ? "its task" : "their tasks") again "
        + "(sbatch --array=\(Self.list(indices, separator: ",")))"
    case .unfinished(let shard, _):
      "part \(shard) is unfinished; run its task again, which goes on from where it stopped, and merge it"
    case .repeated(let shard, let stores):
      "part \(shard) is in \(stores.count) stores (\(Self.list(stores))); what they have in common counts once"
    case .changedTree(let count, _):
      "large files appeared, vanished or grew while the \(count) tasks began, so that one may be in no part; "
        + "'fodspor ingest' of the same paths into the merged store reads just what is lacking"
    }
  }

  private static func list(_ names: [String]) -> String {
    names.count <= 3
      ? names.joined(separator: ", ") : names.prefix(2).joined(separator: ", ") + " and \(names.count - 2) more"
  }

  /// `1-3, 7`: runs of numbers as ranges.
  private static func list(_ numbers: [Int], separator: String = ", ") -> String {
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: separator)
  }
}
