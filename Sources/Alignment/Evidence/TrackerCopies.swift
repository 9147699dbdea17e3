import LogFormats

/// Finds sessions of carbontracker that stand in several logs, so that their work counts once.
///
/// Until 1.2.5 the log of a process's first tracker also receives all lines of its later ones: with one tracker a fold,
/// the last session stands in every file. And a log may lie in two folders, whole in one and cut in the other.
struct TrackerCopies {
  /// A session with its place among those of its log.
  struct Member {
    let evidence: Int
    let path: String
    let place: Int
    let session: TrackerSession
  }

  private(set) var diagnostics: [StudyDiagnostic] = []

  /// Marks all but one of each session's copies as duplicates.
  mutating func mark(_ members: [Member], in evidence: inout [Evidence]) {
    markCopiesOfHandlers(members, in: &evidence)
    markCopiesOfLogs(members, in: &evidence)
  }

  /// Equal work in the files of one folder: the file in which it comes first is its tracker's own.
  private mutating func markCopiesOfHandlers(_ members: [Member], in evidence: inout [Evidence]) {
    struct Key: Hashable {
      let folder: String
      let work: TrackerWork
    }
    var groups: [Key: [Member]] = [:]
    for member in members {
      guard let work = TrackerWork(member.session), work.canHaveCopies else { continue }
      groups[Key(folder: StudyIndex.folder(of: member.path), work: work), default: []].append(member)
    }
    for group in groups.values where group.count > 1 {
      let ordered = group.sorted { ($0.place, $0.path) < ($1.place, $1.path) }
      drop(ordered.dropFirst(), for: ordered[0], in: &evidence)
    }
  }

  /// One file name in several folders: process, random number and second are the same, so it is one tracker.
  private mutating func markCopiesOfLogs(_ members: [Member], in evidence: inout [Evidence]) {
    var groups: [String: [Member]] = [:]
    for member in members {
      guard let name = TrackerFileName(fileName: StudyIndex.name(of: member.path)), name.pid != nil,
        isOpen(evidence[member.evidence])
      else { continue }
      groups["\(name.stem)#\(member.place)", default: []].append(member)
    }
    for group in groups.values where Set(group.map(\.path)).count > 1 {
      let starts = Set(group.map(\.session.firstStamp))
      guard starts.count == 1 else { continue }
      let ordered = group.sorted {
        ($1.session.epochs.count, $0.path) < ($0.session.epochs.count, $1.path)
      }
      drop(ordered.dropFirst(), for: ordered[0], in: &evidence)
    }
  }

  private func isOpen(_ evidence: Evidence) -> Bool {
    if case .duplicate = evidence.disposition { return false }
    return true
  }

  private mutating func drop(_ copies: ArraySlice<Member>, for kept: Member, in evidence: inout [Evidence]) {
    for copy in copies {
      evidence[copy.evidence].disposition = .duplicate(
        of: kept.path, reason: "the same session as \(evidence[kept.evidence].id)")
    }
    for path in Set(copies.map(\.path)).sorted() {
      let count = copies.count { $0.path == path }
      diagnostics.append(
        StudyDiagnostic(
          path: path,
          Diagnostic(
            .info, "count-once.tracker-session", line: copies.first { $0.path == path }?.session.line,
            "\(count) \(count == 1 ? "session stands" : "sessions stand") in \(kept.path), too; counted once.")))
    }
  }
}
