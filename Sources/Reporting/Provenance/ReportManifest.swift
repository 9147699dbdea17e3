import LogScanning
import StudyFile
import StudyStore

/// What a report was made of: `data/manifest.json`.
///
/// It names every input with its hash, every constant with its source, every choice, the versions, and the hash of every
/// other file of the report. The same inputs and choices give the same bytes: there is no absolute path, no name of a
/// user or machine, and no date of its own in it. `docs/manifest.md` describes the keys.
public struct ReportManifest: Sendable, Hashable {
  /// What the `kind` member says.
  static let kind = EarlierReport.kind
  /// The version of the layout; readers refuse later ones.
  static let schema = 1
  /// Where it lies in a report's folder.
  public static let path = EarlierReport.manifestPath

  /// What made the report.
  public struct Versions: Sendable, Hashable {
    public var fodspor: String
    /// The Swift compiler's, as far as a program can tell: `6.3`.
    public var swift: String
    /// The version of the readers of logs.
    public var readers: Int
    public var schema: Int
  }

  /// One content that was read.
  public struct Input: Sendable, Hashable {
    /// Below the study's folder.
    public var path: String
    /// Further paths with the same bytes.
    public var copies: [String]
    /// Unpacked.
    public var bytes: Int
    /// Of the unpacked bytes, lower-case hexadecimal.
    public var sha256: String
    public var format: String
    public var version: String?
    public var lines: Int
    /// What was read, by kind: epochs, samples, sessions, rows.
    public var records: [Records]
    /// What it was used for; empty for nothing.
    public var uses: [Use]
  }

  /// A file that the study file names.
  public struct Companion: Sendable, Hashable {
    /// Below the study's folder, as far as the study file tells; see ``path(of:namedBy:)``.
    public var path: String
    /// Unpacked.
    public var bytes: Int
    /// Of the unpacked bytes, lower-case hexadecimal.
    public var sha256: String
    /// Points of series, rows of metrics.
    public var records: [Records]
    /// What it was used for: sites are named, and metrics.
    public var uses: [Use]

    /// Where a file lies below the study's folder, by what the study file calls it; only its own name where it lies
    /// elsewhere.
    ///
    /// - Parameter studyFile: the study file's path below the study's folder.
    static func path(of named: String, namedBy studyFile: String) -> String {
      var parts = named.isAbsolutePath ? nil : studyFile.pathComponents.dropLast()
      for part in named.pathComponents where part != "." {
        if part != ".." { parts?.append(part) } else if parts?.popLast() == nil { parts = nil }
      }
      let path = parts?.joined(separator: "/") ?? ""
      let own = path.isEmpty ? named.lastPathComponent : path
      return StudyRelativePath.isSafe(own) && own != "." ? own : "companion"
    }
  }

  /// How many records of a kind an input has.
  public struct Records: Sendable, Hashable {
    public var kind: String
    public var count: Int
  }

  /// What an input was used for.
  public struct Use: Sendable, Hashable, Comparable {
    /// Such as `epochs`, `energy: gpu`, `validation Dice`, or `not used: …`.
    public var purpose: String
    /// The trainings or runs, in order; empty where it is for the whole study or for none.
    public var of: [String]

    public static func < (left: Use, right: Use) -> Bool { left.purpose < right.purpose }
  }

  /// A number that is in no log.
  public struct Constant: Sendable, Hashable {
    public var name: String
    public var value: Double
    /// As in `g/kWh`; `nil` for pure numbers.
    public var unit: String?
    /// Who says so.
    public var source: String
    public var year: Int?
    public var place: String?
    public var edition: String?
    public var license: String?
    /// Where it was taken from: the study file, a log, a built-in table, the program.
    public var origin: String
    /// Which emissions an intensity counts, `direct` or `life-cycle`; `nil` for other constants, and if nobody said so.
    public var emissions: String?
  }

  /// A template of the user's own.
  public struct Template: Sendable, Hashable {
    public var name: String
    public var sha256: String
  }

  /// Another file of the report.
  public struct Output: Sendable, Hashable {
    /// Below the report's folder.
    public var path: String
    public var bytes: Int
    public var sha256: String
  }

  public var versions: Versions
  /// What was given to be read, as paths below the study's folder; `.` is that folder.
  public var roots: [String]
  public var choices: ReportChoices
  /// How carbontracker's logs were taken, in the end.
  public var tracker: String
  /// What was done about gaps, in the end.
  public var gaps: String
  /// In order of name.
  public var templates: [Template]
  public var constants: [Constant]
  /// In order of path.
  public var inputs: [Input]
  /// The files that the study file names, in the order in which it does.
  public var companions: [Companion]
  /// In order of path; the manifest itself is not among them.
  public var outputs: [Output]

  /// The file's text.
  public var text: String { JSONWriter.text(json, layout: .indented) + "\n" }
}

// MARK: - Writing

extension ReportManifest {
  private var json: JSONOutput {
    [
      "kind": .string(Self.kind), "schema": .integer(Int64(versions.schema)),
      "versions": [
        "fodspor": .string(versions.fodspor), "swift": .string(versions.swift),
        "readers": .integer(Int64(versions.readers)),
      ],
      "roots": .array(roots.map(JSONOutput.string)),
      "choices": choicesJSON,
      "constants": .array(constants.map(json)), "inputs": .array(inputs.map(json)),
      "companions": .array(companions.map(json)),
      "outputs": .array(
        outputs.map { output in
          [
            "path": .string(output.path), "bytes": .integer(Int64(output.bytes)), "sha256": .string(output.sha256),
          ] as JSONOutput
        }),
    ]
  }

  private var choicesJSON: JSONOutput {
    [
      "study_file": choices.studyFile.map { file in
        [
          "name": .string(file.name), "sha256": .string(ContentHash.of(file.text)), "text": .string(file.text),
        ] as JSONOutput
      } ?? .null,
      "gaps_option": JSONOutput(choices.gaps?.rawValue),
      "clock_offset_options": .array(
        choices.clockOffsets.map { offset in
          ["pattern": .string(offset.pattern), "seconds": .number(offset.seconds)] as JSONOutput
        }),
      "show_low_coverage": .boolean(choices.showsLowCoverage), "intervals": .boolean(choices.printsIntervals),
      "venue": .string(choices.venue.rawValue),
      "stop_gain_option": JSONOutput(choices.stopGain),
      "factors_option": choices.factors.map { .array($0.map(JSONOutput.string)) } ?? .null,
      "siunitx": .boolean(choices.usesSIunitx), "pdf_figures": .boolean(choices.includesPDF),
      "gaps": .string(gaps), "carbontracker": .string(tracker),
      "templates": .array(
        templates.map { template in
          ["name": .string(template.name), "sha256": .string(template.sha256)] as JSONOutput
        }),
    ]
  }

  private func json(_ constant: Constant) -> JSONOutput {
    [
      "name": .string(constant.name), "value": .number(constant.value), "unit": JSONOutput(constant.unit),
      "source": .string(constant.source), "year": JSONOutput(constant.year), "place": JSONOutput(constant.place),
      "edition": JSONOutput(constant.edition), "license": JSONOutput(constant.license),
      "origin": .string(constant.origin), "emissions": JSONOutput(constant.emissions),
    ]
  }

  private func json(_ companion: Companion) -> JSONOutput {
    [
      "path": .string(companion.path), "bytes": .integer(Int64(companion.bytes)),
      "sha256": .string(companion.sha256), "records": json(companion.records), "used_for": json(companion.uses),
    ]
  }

  private func json(_ records: [Records]) -> JSONOutput {
    .object(records.map { .init($0.kind, .integer(Int64($0.count))) })
  }

  private func json(_ uses: [Use]) -> JSONOutput {
    .array(
      uses.map { use in
        ["purpose": .string(use.purpose), "of": .array(use.of.map(JSONOutput.string))] as JSONOutput
      })
  }

  private func json(_ input: Input) -> JSONOutput {
    [
      "path": .string(input.path), "copies": .array(input.copies.map(JSONOutput.string)),
      "bytes": .integer(Int64(input.bytes)), "sha256": .string(input.sha256), "format": .string(input.format),
      "version": JSONOutput(input.version), "lines": .integer(Int64(input.lines)),
      "records": json(input.records), "used_for": json(input.uses),
    ]
  }
}
