import Accounting
import Alignment
import LogFormats
import Quantities
import StudyFile

/// Reads the series of carbon intensities that a study file names.
enum IntensitySeriesLoading {
  /// The series by their choices, and what was found in their files.
  ///
  /// - Parameter studyFile: the study file's path; relative paths of series begin in its folder, else in the working
  ///   folder.
  static func series(
    of study: StudyFile, studyFile: String?
  ) throws(IntensityLookupError) -> (series: [IntensitySeriesChoice: SourcedSeries], findings: [StudyDiagnostic]) {
    var found: [IntensitySeriesChoice: SourcedSeries] = [:]
    var findings: [StudyDiagnostic] = []
    for case .series(let choice) in [study.carbonIntensity] + study.sites.map(\.carbonIntensity)
    where found[choice] == nil {
      let file = try read(choice, studyFile: studyFile)
      found[choice] = try SourcedSeries(choice, in: file)
      findings += file.diagnostics.map { StudyDiagnostic(path: choice.path, $0) }
    }
    return (found, findings)
  }

  private static func read(
    _ choice: IntensitySeriesChoice, studyFile: String?
  ) throws(IntensityLookupError) -> IntensityFile {
    var path = choice.path
    if !path.hasPrefix("/"), let slash = studyFile?.lastIndex(of: "/") {
      path = (studyFile ?? "")[...slash] + path
    }
    let zone = choice.timeZone
    do throws(IntensityFileError) {
      return try IntensityFileReader.read(
        path: path, localOffsets: zone.map { zone in { wall in zone.offset(forWallTime: wall) } })
    } catch { throw .seriesUnusable(path: choice.path, reason: error.description) }
  }
}
