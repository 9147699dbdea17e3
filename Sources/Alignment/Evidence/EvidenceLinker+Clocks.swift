import LogFormats
import Quantities
import StudyStore

extension EvidenceLinker {
  /// The trainings that evidence is tied to by more than time: linked already, or named by job, folder, process or GPU.
  func ties() -> [Int: [Place]] {
    var linked: [String: [Place]] = [:]
    for place in places { for link in attempt(place).links { linked[link.evidence, default: []].append(place) } }
    var ties: [Int: [Place]] = [:]
    for number in evidence.indices {
      if case .duplicate = evidence[number].disposition { continue }
      let members = linked[evidence[number].id] ?? namedMembers(number).map(\.place)
      if !members.isEmpty { ties[number] = members }
    }
    return ties
  }

  /// Takes over the clocks that were found, and leaves out what could not be put on the timeline.
  mutating func take(_ solver: ClockSolver) {
    runs = solver.runs
    evidence = solver.evidence
    refuse(solver.refused)
    let byID = Dictionary(evidence.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for place in places {
      let links = attempt(place).links
      runs[place.run].attempts[place.attempt].links = links.map { link in
        guard let item = byID[link.evidence] else { return link }
        return EvidenceLink(evidence: link.evidence, score: link.score, overlap: overlap(item, place))
      }
    }
  }

  /// The linked traces with their trainings.
  func linkedTraces() -> [Int: [Place]] {
    var numbers: [String: Int] = [:]
    for number in evidence.indices { numbers[evidence[number].id] = number }
    var linked: [Int: [Place]] = [:]
    for place in places {
      for link in attempt(place).links {
        if let number = numbers[link.evidence], case .trace = evidence[number].content {
          linked[number, default: []].append(place)
        }
      }
    }
    return linked
  }

  /// Links traces of trainings side by side where each training's power shows on a device of its own; the others stay
  /// out, with a finding.
  ///
  /// - Returns: by ``Evidence/id``, the series of each training.
  mutating func resolveSideBySide(store: StudyStore) throws(StoreError) -> [String: [Place: Set<Int64>]] {
    var found: [String: [Place: Set<Int64>]] = [:]
    for number in sideBySide.keys.sorted() {
      guard let rivals = sideBySide[number] else { continue }
      let solver = ClockSolver(runs: runs, evidence: evidence, store: store, ties: [:])
      let devices = try TraceActivity(solver: solver).devices(of: number, for: rivals.map(\.place))
      guard rivals.allSatisfy({ devices[$0.place] != nil }) else {
        reportAmbiguity(number, rivals.map(\.place))
        continue
      }
      for (place, score) in rivals { link(number, to: place, score) }
      found[evidence[number].id] = devices
    }
    return found
  }
}

/// Finds, for traces that several trainings side by side are linked to, the devices whose power follows each one's epochs.
enum DeviceUse {
  /// By ``Evidence/id`` and training, series ids.
  static func find(
    in runs: [Run], evidence: [Evidence], store: StudyStore
  ) throws(StoreError) -> [String: [EvidenceLinker.Place: Set<Int64>]] {
    var places: [String: [EvidenceLinker.Place]] = [:]
    for (run, value) in runs.enumerated() {
      for (number, attempt) in value.attempts.enumerated() {
        for link in attempt.links {
          places[link.evidence, default: []].append(EvidenceLinker.Place(run: run, attempt: number))
        }
      }
    }
    let solver = ClockSolver(runs: runs, evidence: evidence, store: store, ties: [:])
    var found: [String: [EvidenceLinker.Place: Set<Int64>]] = [:]
    for (number, item) in evidence.enumerated() {
      guard case .trace(let trace) = item.content, let members = places[item.id], members.count > 1,
        trace.devices.count > 1
      else { continue }
      let windows = members.map { solver.attempt($0).window }.sorted { $0.start < $1.start }
      guard zip(windows, windows.dropFirst()).contains(where: { $1.start < $0.end }) else { continue }
      let devices = try TraceActivity(solver: solver).devices(of: number, for: members)
      if !devices.isEmpty { found[item.id] = devices }
    }
    return found
  }
}
