public import Accounting
import Alignment
import LogFormats
import LogScanning
import Quantities
public import StudyFile
public import StudyStore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Something that keeps a study from being read or accounted at all.
public enum StudyError: Error, Sendable, CustomStringConvertible {
  case store(StoreError)
  case studyFile(StudyFileError)
  case studyFileUnreadable(path: String, reason: String)
  /// A file of metrics that the study file names.
  case metricsUnreadable(path: String, studyFile: String)
  case intensity(IntensityLookupError)
  /// A trace has a gap, and gaps were not allowed.
  case gap(TraceGap)
  /// There is no readable log in what was given.
  case nothingFound(paths: [String])

  public var description: String {
    switch self {
    case .store(let error): error.description
    case .studyFile(let error): error.description
    case .studyFileUnreadable(let path, let reason): "\(path): cannot read the study file (\(reason))"
    case .metricsUnreadable(let path, let studyFile):
      "\(path): cannot read the metrics that \(studyFile) names (missing, not readable, or not UTF-8)"
    case .intensity(let error): error.description
    case .gap(let gap): gap.description
    case .nothingFound(let paths):
      "no log that can be read in \(paths.joined(separator: ", ")); 'fodspor formats' lists what is recognised"
    }
  }
}

extension StudyError {
  /// What to tell the user, a message for each thing that is wrong; ``description`` has them all.
  public var messages: [String] {
    guard case .studyFile(let error) = self else { return [description] }
    return error.problems.map { StudyFileError(fileName: error.fileName, problems: [$0]).description }
  }
}

/// The study file of a call: the one that is named, or the `fodspor.yml` beside the logs.
public enum StudyFileLocator {
  /// The name that is looked for in each given folder.
  public static let fileName = "fodspor.yml"

  /// The largest study file that is read, in bytes.
  public static let maximumLength = 16 << 20

  /// The text of a study file.
  private static func text(of path: String) throws(StudyError) -> String {
    let bytes: [UInt8]
    do { bytes = try SmallFile.bytes(of: path, limit: maximumLength) } catch FileReadError.tooLarge {
      throw .studyFileUnreadable(path: path, reason: "larger than \(maximumLength >> 20) MiB")
    } catch {
      throw .studyFileUnreadable(path: path, reason: "missing, not readable, or not UTF-8")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .studyFileUnreadable(path: path, reason: "missing, not readable, or not UTF-8")
    }
    return text
  }

  /// Reads the study file.
  ///
  /// - Parameters:
  ///   - path: the file that the user named; `nil` looks for ``fileName`` in the top folder of each of `paths`.
  ///   - paths: what the user gave to read.
  /// - Returns: the study file, or an empty one, and the path that it was read from.
  public static func load(path: String?, beside paths: [String]) throws(StudyError) -> (file: StudyFile, path: String?)
  {
    let candidates = path.map { [$0] } ?? paths.map { $0 + "/" + fileName }
    for candidate in candidates {
      guard path != nil || FileManager.default.fileExists(atPath: candidate) else { continue }
      let text = try text(of: candidate)
      do {
        var file = try StudyFile.parse(text, fileName: candidate)
        file.metricValues = try StudyCompanions.metrics(of: file, beside: candidate)
        return (file, candidate)
      } catch let error as StudyFileError { throw .studyFile(error) } catch let error as StudyError {
        throw error
      } catch { throw .studyFileUnreadable(path: candidate, reason: "\(error)") }
    }
    return (StudyFile(), nil)
  }
}

extension TraceDeclarations {
  /// What a study file says about traces.
  public init(_ study: StudyFile) {
    self.init(study.traces.map(\.declaration)) { study.traceDeclaration(ofFile: $0) }
  }
}

/// From a filled store to every number of a report.
public enum StudyAccounting {
  /// Aligns and accounts for everything in a store.
  ///
  /// - Parameters:
  ///   - paths: what was read into it, for the error when no log is among it.
  ///   - studyFilePath: where the study file was read from; `nil` when there is none.
  ///   - companions: the files that the study file names; their metrics stand in `study`.
  public static func footprint(
    of store: StudyStore, study: StudyFile, paths: [String], studyFilePath: String? = nil,
    companions: StudyCompanions = .none
  ) throws(StudyError) -> StudyFootprint {
    do {
      return try store.unchanged {
        let aligned = try StudyAligner.align(store, study: study, studyFilePath: studyFilePath)
        guard aligned.inputs.contains(where: { $0.format != .unknown }) else {
          throw StudyError.nothingFound(paths: paths)
        }
        let (basis, findings) = try BasisChoice.choose(for: aligned, study: study, series: companions.series)
        return try StudyFootprint(
          aligned, store: store, basis: basis, file: study, findings: findings + companions.findings)
      }
    } catch let error as StudyError {
      throw error
    } catch let error as StoreError {
      throw .store(error)
    } catch let error as AccountingError {
      switch error {
      case .store(let error): throw .store(error)
      case .gap(let gap): throw .gap(gap)
      case .intensity(let error): throw .intensity(error)
      }
    } catch let error as IntensityLookupError {
      throw .intensity(error)
    } catch {
      throw .store(.database(message: "\(error)"))
    }
  }
}
