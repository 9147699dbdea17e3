import LogScanning
import Quantities

/// Reads the energies of jobs from `sacct`.
///
/// The rows of a job's steps (`.batch`, `.extern`, `.0`) repeat the energy of the job's own row, or take part in it: the
/// job's row counts, else the largest of its steps. A zero means that no plugin measured, and is no energy.
struct SacctParser: LogParser {
  private static let maximumRows = 4_000_000

  private var columns: SacctColumns?
  private var rows: [SacctRow] = []
  private var findings = SacctFindings()

  mutating func consume(_ line: RawSpan, number: Int) {
    guard line.trimmed().byteCount > 0 else { return }
    if let found = SacctColumns(header: line) {
      if columns != nil { findings.rows.repeatedHeader(number) }
      columns = found
      return
    }
    guard let columns else { return findings.rows.malformed(number) }
    guard line.byteCount < 1 << 16, rows.count < Self.maximumRows else { return findings.rows.malformed(number) }
    let cells = DelimitedFields.texts(in: line, separator: columns.separator)
    guard cells.count == columns.width, let row = SacctRow(cells, columns: columns, line: number) else {
      return findings.rows.malformed(number)
    }
    rows.append(row)
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if summary.endsInMidLine { findings.rows.fileEndsInside(line: summary.lineCount) }
    var log = EnergyRecordLog(tool: "Slurm", clock: clock)
    log.records = records(&log.supersededRows)
    let hasRecords = log.records.contains { !$0.parts.isEmpty }
    var diagnostics = findings.diagnostics(hasRecords: hasRecords)
    if columns?.hasEnergy == false {
      diagnostics.append(
        Diagnostic(
          .warning, "sacct.no-energy-field", line: 1,
          "The accounting has no ConsumedEnergyRaw; jobs and nodes were read, and no energy. Ask sacct for it with "
            + "--format."))
    }
    if log.records.isEmpty {
      diagnostics.append(Diagnostic(.warning, "sacct.no-jobs", line: 1, "No row is of a job; nothing was read."))
    }
    return ParsedContent(
      record: log.records.isEmpty ? .none : .energyRecords(log), diagnostics: diagnostics)
  }

  private var clock: TraceLog.Clock {
    rows.lazy.compactMap { $0.start ?? $0.end }.first?.clock ?? .local
  }

  // MARK: Records

  private mutating func records(_ superseded: inout Int) -> [EnergyRecord] {
    // The same job or step again, in outputs joined to one file, is what became of it.
    var places: [String: Int] = [:]
    var latest: [SacctRow] = []
    for row in rows {
      let key = row.job + "." + (row.step ?? "")
      if let place = places[key] {
        latest[place] = row
        superseded += 1
      } else {
        places[key] = latest.count
        latest.append(row)
      }
    }
    var steps: [String: [SacctRow]] = [:]
    var jobs: [SacctRow] = []
    var known: Set<String> = []
    for row in latest {
      if columns?.hasEnergy != false { findings.take(row) }
      if row.step == nil {
        jobs.append(row)
        known.insert(row.job)
      } else {
        steps[row.job, default: []].append(row)
      }
    }
    // Steps whose job's row was not asked for.
    for row in latest where row.step != nil && !known.contains(row.job) {
      known.insert(row.job)
      var job = row
      job.step = nil
      job.energy = .absent
      job.start = nil
      job.end = nil
      job.seconds = nil
      jobs.append(job)
    }
    jobs.sort { $0.line < $1.line }
    return jobs.flatMap { records(job: $0, steps: steps[$0.job] ?? []) }
  }

  private mutating func records(job: SacctRow, steps: [SacctRow]) -> [EnergyRecord] {
    let measured = steps.compactMap { step -> (row: SacctRow, joules: Double)? in
      if case .joules(let joules) = step.energy { (step, joules) } else { nil }
    }
    var record = record(job, label: job.job)
    if case .joules(let joules) = job.energy {
      record.parts = [part(joules, job)]
    } else if let largest = measured.max(by: { $0.joules < $1.joules }) {
      record.parts = [part(largest.joules, job)]
      record.start = record.start ?? largest.row.start?.nanoseconds
      record.end = record.end ?? largest.row.end?.nanoseconds
      record.seconds = record.seconds ?? largest.row.seconds
      findings.fromStep(job.line)
    }
    return [record]
      + measured.map { step in
        var nested = self.record(step.row, label: "\(step.row.job).\(step.row.step ?? "")")
        nested.parts = [part(step.joules, step.row)]
        nested.isNested = true
        return nested
      }
  }

  private func record(_ row: SacctRow, label: String) -> EnergyRecord {
    var record = EnergyRecord(
      label: label, start: row.start?.nanoseconds, end: row.end?.nanoseconds, seconds: row.seconds, line: row.line)
    record.job = row.number
    record.host = row.nodes
    return record
  }

  private func part(_ joules: Double, _ row: SacctRow) -> EnergyRecord.Part {
    let gpus = row.gpus.map { $0 == 1 ? " with 1 GPU" : " with \($0) GPUs" } ?? ""
    return EnergyRecord.Part(device: "allocation\(gpus)", component: .node, joules: joules)
  }
}
