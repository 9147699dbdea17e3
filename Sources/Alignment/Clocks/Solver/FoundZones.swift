import LogFormats
import LogScanning
import Quantities

/// The zones that were found by comparing files, and what to tell about them.
struct FoundZones {
  struct Zone {
    let path: String
    let ahead: Duration
    let probability: Double
    /// What it was compared with.
    let evidence: [String]
  }

  var trainings: [Zone] = []
  /// Files beside them.
  var others: [Zone] = []

  /// One finding for each zone, with the line that states it in the study file.
  var diagnostics: [StudyDiagnostic] {
    let all = trainings + others
    let byZone = Dictionary(grouping: all, by: \.ahead)
    return byZone.keys.sorted().compactMap { ahead in
      guard let members = byZone[ahead], let least = members.map(\.probability).min() else { return nil }
      let logs = trainings.count { $0.ahead == ahead }
      let others = Set(self.others.filter { $0.ahead == ahead }.map(\.path)).count
      let what = [
        logs > 0 ? "\(logs) training logs" : nil, others > 0 ? "\(others) other files" : nil,
      ].compactMap(\.self).joined(separator: " and ")
      let zone = ClockReading.printed(ahead)
      let text = zone == "UTC" ? zone : zone.replacing("UTC", with: "")
      let example = members.first { !$0.evidence.isEmpty }
      let compared = example.map { ", as comparing \($0.path) with \($0.evidence[0]) shows" } ?? ""
      return StudyDiagnostic(
        path: nil,
        Diagnostic(
          ahead == .zero ? .info : .warning, "clock.zone-found",
          "\(what) have local times of \(zone) (probability at least \(Self.percent(least)))\(compared). That zone was used. "
            + "State it in fodspor.yml, best by its name: time-zones: [{paths: [\(Self.patterns(of: members))], "
            + "zone: \"\(text)\"}]"))
    }
  }

  /// Folders of data sets with everything below, names that many files share, or the paths themselves.
  private static func patterns(of members: [Zone]) -> String {
    let paths = Set(members.map(\.path))
    let names = Dictionary(grouping: paths) { StudyIndex.name(of: $0) }
    let patterns = names.flatMap { name, paths in
      paths.count > 2 ? ["**/\(name)"] : paths.map(pattern)
    }
    return Set(patterns).sorted().map { "\"\($0)\"" }.joined(separator: ", ")
  }

  /// The data set's folder, when the path has one, with everything below; else the path.
  private static func pattern(for path: String) -> String {
    var folders: [String] = []
    for part in path.pathComponents.dropLast() {
      folders.append(part)
      if !NameHints(part).datasets.isEmpty { return folders.joined(separator: "/") + "/**" }
    }
    return path
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded(.down))
    return "\(tenths / 10).\(tenths % 10) %"
  }
}
