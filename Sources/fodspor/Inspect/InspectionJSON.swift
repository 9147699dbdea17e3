import LogFormats
import Reporting

/// The line that `fodspor inspect --format json` prints for one file; `docs/inspect.md` documents it.
enum InspectionJSON {
  /// One JSON object on one line, without its line end.
  ///
  /// - Parameters:
  ///   - path: the file, as the user named it.
  ///   - file: what was read in it.
  ///   - columns: the samples that its parser handed over; empty for files that are no traces.
  static func line(path: String, file: LogFile, columns: TraceColumns) -> String {
    JSONWriter.text(Inspection(path: path, file: file, columns: columns).json)
  }
}
