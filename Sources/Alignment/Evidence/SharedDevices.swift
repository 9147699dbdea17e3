import LogFormats
import Quantities

/// Finds devices that two trainings side by side both claim.
///
/// A trace tells what a device drew, not for whom. Two traces of one device over the same time hold the same joules, and
/// counting them for two trainings counts them twice; only the user can say how they are to be shared.
enum SharedDevices {
  /// One finding for each pair of attempts whose traces list the same device over a shared time.
  static func findings(runs: [Run], evidence: [Evidence]) -> [StudyDiagnostic] {
    let byID = Dictionary(evidence.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var claims: [Claim] = []
    for run in runs {
      for attempt in run.attempts {
        for link in attempt.links {
          guard let item = byID[link.evidence], case .trace(let trace) = item.content,
            let window = item.window?.intersection(attempt.window)
          else { continue }
          for device in trace.devices where link.devices?.contains(device.seriesID) ?? true {
            let key =
              key(of: device.series, host: run.architecture.hostname) ?? "\(item.id)|\(device.seriesID)"
            claims.append(
              Claim(
                key: key, evidence: item.id, device: device.series.device, path: item.path, log: attempt.logPath,
                window: window))
          }
        }
      }
    }
    var findings: [StudyDiagnostic] = []
    var reported: Set<[String]> = []
    let byDevice = Dictionary(grouping: claims, by: \.key)
    for key in byDevice.keys.sorted() {
      let ordered = (byDevice[key] ?? []).sorted { ($0.window.start, $0.log) < ($1.window.start, $1.log) }
      for (place, claim) in ordered.enumerated() {
        for other in ordered[(place + 1)...] {
          guard other.window.start < claim.window.end else { break }
          // One trace of several trainings is shared among them.
          guard other.log != claim.log, other.evidence != claim.evidence,
            let shared = claim.window.intersection(other.window)?.duration,
            shared > .seconds(1), reported.insert([claim.log, other.log].sorted()).inserted
          else { continue }
          findings.append(
            StudyDiagnostic(
              path: other.path,
              Diagnostic(
                .warning, "count-once.shared-device",
                "\(other.device) counts for \(other.log) and, by \(claim.path), for \(claim.log), which ran beside it for "
                  + "\(shared.components.seconds) s: if that is one device of one machine, its energy counts twice there."
              )))
        }
      }
    }
    return findings
  }

  private struct Claim {
    let key: String
    let evidence: String
    let device: String
    let path: String
    let log: String
    let window: TimeWindow
  }

  /// A UUID names one board in the world; a name or an index only one of its host, which must then be known.
  private static func key(of series: TraceSeries, host: String?) -> String? {
    if let uuid = series.uuid { return uuid }
    guard let host else { return nil }
    return "\(host)|\(series.component.rawValue)|\(series.device)|\(series.model ?? "")"
  }
}
