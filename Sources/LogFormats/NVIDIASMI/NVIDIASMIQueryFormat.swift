import LogScanning

/// CSV that `nvidia-smi --query-gpu=… --format=csv` wrote, with or without header and units.
public enum NVIDIASMIQueryFormat: LogFormatDefinition {
  public static let format = LogFormat.nvidiaSMIQuery

  public static let synopsis = (
    what: "power samples written by nvidia-smi --query-gpu=… --format=csv[,noheader][,nounits]",
    recognisedBy: "a header row with timestamp and power.draw, or rows that begin with YYYY/MM/DD HH:MM:SS.mmm"
  )

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    var number = 0
    head.forEachLeadingLine(limit: 64) { line in
      number += 1
      score = max(score, self.score(line: line, isFirst: number == 1))
      return score < 60
    }
    guard score > 0 else { return 0 }
    let namesTool = fileName.lowercased().hasText(anyOf: "nvidia-smi", "nvidia_smi", "nvidiasmi")
    return namesTool ? min(score + 5, 100) : score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { NVIDIASMIParser(context) }

  private static func score(line: RawSpan, isFirst: Bool) -> Int {
    // amd-smi has columns of the same names beside its own.
    if line.contains("socket_power") { return 0 }
    if let columns = NVIDIASMIColumns(header: line), columns.isCertain {
      guard columns.hasPower else { return isFirst ? 70 : 0 }
      return isFirst ? 95 : 60
    }
    if isFirst, isMonitorHeader(line) { return 24 }
    if line.starts(with: "Failed to initialize NVML") || line.starts(with: "NVIDIA-SMI has failed") { return 30 }
    guard isFirst else { return 0 }
    if isWattRow(line) { return 40 }
    return isHeaderlessRow(line) ? (line.ends(with: "W") || line.contains(" W,") ? 80 : 50) : 0
  }

  /// `timestamp,gpu_utilization,memory_used,…`: a script's rows of what `nvidia-smi` tells, without any power.
  private static func isMonitorHeader(_ line: RawSpan) -> Bool {
    guard let columns = NVIDIASMIColumns(header: line), columns.time != nil, !columns.hasPower else { return false }
    return line.contains("gpu_util") && line.contains("memory_") && !line.contains("power") && !line.contains("watt")
  }

  /// `13.61 W` or `0, 13.61 W`: rows without header and time, told by the tool's two decimals and unit.
  private static func isWattRow(_ line: RawSpan) -> Bool {
    var fields = DelimitedFields()
    var watts = 0
    while let range = fields.next(in: line) {
      let cell = line.extracting(range)
      if cell.leadingDateTime() != nil { return false }
      guard cell.ends(with: " W"), let point = cell.firstOffset(of: 0x2E), point + 5 == cell.byteCount,
        NVIDIASMICell.value(cell, exponent: 0) != nil
      else { continue }
      watts += 1
    }
    return watts > 0
  }

  /// `2026/04/25 16:06:06.780, …`, or the same after an index; slashes and milliseconds are nvidia-smi's own style.
  private static func isHeaderlessRow(_ line: RawSpan) -> Bool {
    var fields = DelimitedFields()
    for _ in 0..<3 {
      guard let range = fields.next(in: line) else { return false }
      let cell = line.extracting(range)
      if cell.byteCount == 23, cell[byte: 4] == 0x2F, cell.leadingDateTime()?.length == 23 {
        return fields.next(in: line) != nil || range.lowerBound > 0
      }
    }
    return false
  }
}

extension LogFormat {
  /// See ``NVIDIASMIQueryFormat``.
  public static let nvidiaSMIQuery = LogFormat(rawValue: "nvidia-smi-query")
}
