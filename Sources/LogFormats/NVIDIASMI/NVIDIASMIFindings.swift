/// What is odd in an `nvidia-smi` file, gathered while it is read: one diagnostic per kind at the end.
struct NVIDIASMIFindings {
  var headerWithoutPower: Int?
  var headerWithoutTime: Int?
  var severalPowerColumns = false

  private var malformedCount = 0
  private var firstMalformed: Int?
  private var repeatedHeaders: [Int] = []
  private var errorCount = 0
  private var firstError: (line: Int, text: String)?
  private var truncatedLine: Int?
  private var inferredColumns: NVIDIASMIColumns?

  mutating func malformed(_ line: Int) {
    malformedCount += 1
    firstMalformed = firstMalformed ?? line
  }

  mutating func repeatedHeader(_ line: Int) { repeatedHeaders.append(line) }

  mutating func error(_ line: Int, _ text: String) {
    errorCount += 1
    firstError = firstError ?? (line, text)
  }

  mutating func truncated(_ line: Int) { truncatedLine = line }

  /// The last row's odd shape is explained by the end of the file.
  mutating func lastMalformedWasTruncated(_ line: Int) {
    malformedCount -= 1
    if malformedCount == 0 { firstMalformed = nil }
    truncatedLine = line
  }

  mutating func inferred(_ columns: NVIDIASMIColumns) { inferredColumns = columns }

  func diagnostics(devices: [NVIDIASMIDevice], series: [TraceSeries]) -> [Diagnostic] {
    var result = lineDiagnostics()
    for (device, series) in zip(devices, series) {
      if series.missingSamples > 0 {
        let sampled = series.samples > 0
        result.append(
          Diagnostic(
            .warning, sampled ? "nvidia-smi.missing-samples" : "nvidia-smi.power-unavailable",
            line: device.firstMissingLine,
            "\(series.device): \(series.missingSamples) of \(series.samples + series.missingSamples) rows have no "
              + "usable power (first: '\(device.firstMissingText)'); they were left out, not read as 0 W."))
      }
      if device.implausible > 0 {
        result.append(
          Diagnostic(
            .warning, "nvidia-smi.implausible-power", line: device.firstMissingLine,
            "\(series.device): \(device.implausible) readings below 0 W or above 10 kW were left out."))
      }
    }
    return result
  }

  private func lineDiagnostics() -> [Diagnostic] {
    var result: [Diagnostic] = []
    if let line = firstMalformed {
      result.append(
        Diagnostic(
          .warning, "nvidia-smi.malformed-rows", line: line,
          "\(malformedCount) lines are no readable rows (wrong number of cells or no time); they were left out."))
    }
    if let line = truncatedLine {
      result.append(
        Diagnostic(
          .info, "nvidia-smi.truncated-line", line: line, "The file ends inside its last row, which was left out."))
    }
    if let line = repeatedHeaders.first {
      result.append(
        Diagnostic(
          .info, "nvidia-smi.repeated-header", line: line,
          "The header stands \(repeatedHeaders.count + 1) times: the recording was restarted and appended."))
    }
    if let (line, text) = firstError {
      result.append(
        Diagnostic(
          .error, "nvidia-smi.error-line", line: line,
          "nvidia-smi failed \(errorCount) times (first: '\(text.prefix(200))'); there is no sample for these times."))
    }
    if severalPowerColumns {
      result.append(
        Diagnostic(
          .info, "nvidia-smi.power-column-chosen",
          "The file has several power columns; power.draw was read, or else power.draw.average, power.draw.instant."))
    }
    if let columns = inferredColumns, let power = columns.power {
      result.append(
        Diagnostic(
          .warning, "nvidia-smi.inferred-columns", line: 1,
          "The file has no header; column \(power + 1) was taken for the power"
            + (columns.index.map { " and column \($0 + 1) for the device's index." } ?? ".")))
    }
    return result
  }
}
