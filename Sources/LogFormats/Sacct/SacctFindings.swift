import LogScanning

/// What is odd in Slurm's accounting: one diagnostic per kind.
struct SacctFindings {
  var rows = RowFindings()

  private var zeroCount = 0
  private var firstZero: Int?
  private var absentCount = 0
  private var firstAbsent: Int?
  private var invalidCount = 0
  private var firstInvalid: (line: Int, text: String)?
  private var stepCount = 0
  private var firstStep: Int?

  mutating func take(_ row: SacctRow) {
    switch row.energy {
    case .joules: break
    case .zero:
      zeroCount += 1
      firstZero = firstZero ?? row.line
    case .absent:
      absentCount += 1
      firstAbsent = firstAbsent ?? row.line
    case .invalid(let text):
      invalidCount += 1
      if firstInvalid == nil { firstInvalid = (row.line, text) }
    }
  }

  /// A job's energy is its largest step's.
  mutating func fromStep(_ line: Int) {
    stepCount += 1
    firstStep = firstStep ?? line
  }

  func diagnostics(hasRecords: Bool) -> [Diagnostic] {
    var result = rows.diagnostics
    if let firstZero {
      result.append(
        Diagnostic(
          .warning, "sacct.zero-energy", line: firstZero,
          "\(zeroCount) rows have an energy of 0: the cluster runs no energy plugin, or the job was too short; they were "
            + "read as not measured."))
    }
    if let firstAbsent {
      result.append(
        Diagnostic(
          .info, "sacct.no-energy", line: firstAbsent,
          "\(absentCount) rows have an empty energy; they were read as not measured."))
    }
    if let firstInvalid {
      result.append(
        Diagnostic(
          .warning, "sacct.invalid-energy", line: firstInvalid.line,
          "\(invalidCount) rows have an energy that is Slurm's mark for no value, or cannot be (first: "
            + "'\(firstInvalid.text.prefix(60))'); they were read as not measured."))
    }
    if let firstStep {
      result.append(
        Diagnostic(
          .info, "sacct.energy-of-step", line: firstStep,
          "\(stepCount) jobs have an energy in the rows of their steps only; the largest step's was taken."))
    }
    if hasRecords {
      result.append(
        Diagnostic(
          .info, "sacct.scope",
          "A job's energy is that of its whole nodes, and its own only when it had them alone; the cluster's plugin decides "
            + "whether it is the nodes' supply, processors or GPUs."))
    }
    result.sort { ($0.line ?? 0, $0.code) < ($1.line ?? 0, $1.code) }
    return result
  }
}
