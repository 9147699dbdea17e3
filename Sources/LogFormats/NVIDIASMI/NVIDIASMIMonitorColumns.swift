import LogScanning

/// Where the cells stand in rows of `nvidia-smi dmon` and `pmon`; they differ between drivers and options.
struct NVIDIASMIMonitorColumns: Equatable {
  var separator: DelimitedFields.Separator
  var width: Int
  var gpu: Int
  var power: Int?
  var date: Int?
  var time: Int?
  var isProcessMonitor: Bool

  /// Reads a header, as `# gpu    pwr  gtemp …` or `#Date       Time        gpu    pwr …`; `nil` when a line is none.
  init?(header line: RawSpan) {
    guard line.firstByte == 0x23, line.byteCount < 4096, line.contains("gpu") else { return nil }
    let body = line.dropping(1).trimmed()
    separator = body.contains(byte: 0x2C) ? .comma : .blanks
    let names = DelimitedFields.texts(in: body, separator: separator).map { cell in
      cell.prefix { $0 != " " && $0 != "[" }.lowercased()
    }
    guard let gpu = names.firstIndex(of: "gpu") else { return nil }
    self.gpu = gpu
    width = names.count
    power = names.firstIndex(of: "pwr")
    date = names.firstIndex(of: "date")
    time = names.firstIndex(of: "time")
    isProcessMonitor = names.contains("pid") && names.contains("type")
    guard isProcessMonitor || power != nil || names.count(where: Self.known.contains) >= 2 else { return nil }
  }

  private static let known: Set<String> = [
    "gtemp", "mtemp", "sm", "mem", "enc", "dec", "jpg", "ofa", "mclk", "pclk", "fb", "bar1", "ccpm", "pviol", "tviol",
    "sbecc", "dbecc", "rxpci", "txpci",
  ]
}
