import LogScanning

/// Takes from a document what a report needs.
final class NVIDIASMIXMLElements: XMLDocumentReader.Handler {
  var report = NVIDIASMIReport()
  private var bus: String?

  func begin(path: [String], identifier: String?) {
    guard path.count == 2, path[0] == "nvidia_smi_log", path[1] == "gpu", report.boards.count < 1024 else { return }
    report.boards.append(NVIDIASMIReport.Board(bus: identifier))
  }

  func end(path: [String], text: String) {
    guard path.first == "nvidia_smi_log" else { return }
    switch path.count {
    case 2: endOfHead(path[1], text)
    case 3: endOfBoard(path[2], text)
    case 4 where path[1] == "gpu": endOfReading(section: path[2], name: path[3], text)
    default: break
    }
  }

  private func endOfHead(_ name: String, _ text: String) {
    switch name {
    case "timestamp":
      var text = text
      report.time = text.withUTF8 { UnsafeRawBufferPointer($0).bytes.leadingCTime()?.nanoseconds }
    case "driver_version": report.driver = text
    case "attached_gpus": report.attached = Int(text)
    default: break
    }
  }

  private func endOfBoard(_ name: String, _ text: String) {
    guard let board = report.boards.indices.last, !text.isEmpty, text != "N/A" else { return }
    switch name {
    case "uuid": report.boards[board].uuid = text
    case "product_name": report.boards[board].model = text
    default: break
    }
  }

  private func endOfReading(section: String, name: String, _ text: String) {
    guard let board = report.boards.indices.last, report.boards[board].readings.count < 64 else { return }
    let part: NVIDIASMIReport.Section
    switch section {
    case "power_readings", "gpu_power_readings": part = .board
    case "gpu_memory_power_readings": part = .memory
    case "module_power_readings": part = .module
    default: return
    }
    report.boards[board].readings.append((part, name, text))
  }
}
