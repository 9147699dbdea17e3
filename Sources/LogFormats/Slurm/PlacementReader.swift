import LogScanning

/// Reads from a console's lines where its processes ran.
///
/// Scripts print their environment in many ways: `NAME=value`, `export NAME="value"`, `+ NAME=value`, `NAME: value`. A
/// name that comes with two values says nothing, since a console may be of several processes.
struct PlacementReader {
  /// Longer lines are no such prints.
  private static let longestLine = 1024
  /// The longest value that is kept, in bytes.
  private static let longestValue = 256
  private static let mostGPUs = 64
  private static let mostProcesses = 64

  private enum Key: Int, CaseIterable {
    case job, arrayJob, arrayTask, jobName, nodeName, host, visible, ordinal, jobGPUs, stepGPUs, order
  }

  /// The first value of each key, and keys with several.
  private var values: [Key: String] = [:]
  private var contradicted: Set<Int> = []
  private var processes: [Int] = []

  private static let names: [(StaticString, Key)] = [
    ("SLURM_JOB_ID", .job), ("SLURM_JOBID", .job), ("SLURM_ARRAY_JOB_ID", .arrayJob),
    ("SLURM_ARRAY_TASK_ID", .arrayTask), ("SLURM_JOB_NAME", .jobName), ("SLURMD_NODENAME", .nodeName),
    ("HOSTNAME", .host), ("CUDA_VISIBLE_DEVICES", .visible), ("GPU_DEVICE_ORDINAL", .ordinal),
    ("SLURM_JOB_GPUS", .jobGPUs), ("SLURM_STEP_GPUS", .stepGPUs), ("CUDA_DEVICE_ORDER", .order),
  ]

  /// What people's scripts print, at the start of a line and in any case.
  private static let phrases: [(words: [UInt8], key: Key)] = texts.map { (Array($0.0.utf8), $0.1) }

  private static let texts: [(String, Key)] = [
    ("running on host", .host), ("running on node", .host), ("job running on", .host), ("hostname", .host),
    ("host", .host), ("node", .host), ("nodelist", .host), ("nodename", .host), ("job id", .job), ("jobid", .job),
    ("job name", .jobName), ("array job id", .arrayJob), ("array task id", .arrayTask),
  ]

  /// Takes the next line of a console that is neither nnU-Net's nor a tracker's.
  mutating func consume(_ line: RawSpan) {
    guard line.byteCount >= 6, line.byteCount <= Self.longestLine else { return }
    var start = 0
    for prefix: StaticString in ["+ ", "++ ", "export ", "declare -x "]
    where line.matches(prefix, at: start) { start += prefix.utf8CodeUnitCount }
    let text = line.dropping(start).trimmed()
    guard let first = text.firstByte else { return }
    // The stepd's last words name the node: `slurmstepd: error: *** JOB 123 ON gpu01 CANCELLED AT …`.
    if text.starts(with: "slurmstepd:") { return takeStepDaemon(text) }
    if first == 0x53 || first == 0x43 || first == 0x47 || first == 0x48 {
      for (name, key) in Self.names where text.starts(with: name) {
        if let value = Self.value(text, from: name.utf8CodeUnitCount) { take(value, as: key) }
        break
      }
    }
    // Also inside of a line, as in `GPUs: CUDA_VISIBLE_DEVICES=0,1`.
    if let offset = text.firstOffset(of: "CUDA_VISIBLE_DEVICES"), offset > 0,
      let value = Self.value(text, from: offset + 20)
    {
      take(value, as: .visible)
    }
    takePhrase(text)
  }

  private mutating func takePhrase(_ text: RawSpan) {
    if let offset = Self.end(of: Array("pid".utf8), in: text) ?? Self.end(of: Array("process id".utf8), in: text),
      let value = Self.value(text, from: offset), let pid = Int(value), (1...1 << 30).contains(pid),
      !processes.contains(pid), processes.count < Self.mostProcesses
    {
      return processes.append(pid)
    }
    for (words, key) in Self.phrases {
      guard var offset = Self.end(of: words, in: text) else { continue }
      // `Running on host gpu01` has nothing between.
      let isSentence = words.contains(0x20) && key == .host
      if isSentence, offset < text.byteCount, text[byte: offset] == 0x20 {
        offset += 1
        if let value = Self.token(text, from: offset), Self.token(text, from: offset + value.utf8.count + 1) == nil {
          take(value, as: key)
        }
      } else if let value = Self.value(text, from: offset) {
        take(value, as: key)
      }
      return
    }
  }

  private mutating func takeStepDaemon(_ text: RawSpan) {
    guard let offset = text.firstOffset(of: " ON "), let host = Self.token(text, from: offset + 4) else { return }
    take(host, as: .nodeName)
  }

  /// Where words end that a line begins with, whatever their case.
  private static func end(of words: [UInt8], in text: RawSpan) -> Int? {
    guard text.byteCount > words.count else { return nil }
    for (place, byte) in words.enumerated() {
      let own = text[byte: place]
      guard (own | ((0x41...0x5A).contains(own) ? 0x20 : 0)) == byte else { return nil }
    }
    return words.count
  }

  /// The value after `=` or `:`, with quotes, brackets and blanks around them passed over.
  private static func value(_ text: RawSpan, from start: Int) -> String? {
    var offset = start
    var hasMark = false
    while offset < text.byteCount, offset < start + 8 {
      switch text[byte: offset] {
      case 0x3D, 0x3A: hasMark = true
      case 0x20, 0x09, 0x22, 0x27, 0x5B, 0x5D: break
      default: return hasMark ? token(text, from: offset) : nil
      }
      offset += 1
    }
    return nil
  }

  /// Letters, digits and the marks of host names and lists, up to the first other byte, which must end a word.
  private static func token(_ text: RawSpan, from start: Int) -> String? {
    var end = start
    while end < text.byteCount {
      switch text[byte: end] {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2C, 0x2D, 0x2E, 0x2F, 0x5F:
        end += 1
        continue
      default: break
      }
      break
    }
    guard end > start, end - start <= longestValue else { return nil }
    if end < text.byteCount {
      switch text[byte: end] {
      case 0x20, 0x09, 0x22, 0x27, 0x3B, 0x29, 0x5D: break
      default: return nil
      }
    }
    return text.extracting(start..<end).text
  }

  private mutating func take(_ value: String, as key: Key) {
    guard let known = values[key] else {
      values[key] = value
      return
    }
    if known != value { contradicted.insert(key.rawValue) }
  }

  private func known(_ key: Key) -> String? { contradicted.contains(key.rawValue) ? nil : values[key] }

  // MARK: Result

  /// What the console says.
  var placement: Placement {
    var result = Placement()
    result.job = known(.job).flatMap(Self.number)
    result.arrayJob = known(.arrayJob).flatMap(Self.number)
    result.arrayTask = known(.arrayTask).flatMap(Self.number)
    result.jobName = known(.jobName)
    let host =
      values[.nodeName] == nil && !contradicted.contains(Key.nodeName.rawValue) ? known(.host) : known(.nodeName)
    result.host = host.flatMap(Self.host)
    // Slurm writes the ordinal for OpenCL with the same numbers.
    let visible = values[.visible] == nil ? known(.ordinal) : known(.visible)
    result.visibleGPUs = visible.flatMap(Self.gpus)
    result.nodeGPUs = (values[.stepGPUs] == nil ? known(.jobGPUs) : known(.stepGPUs)).flatMap(Self.gpus)
    if known(.order) == "PCI_BUS_ID" { result.isInBusOrder = true }
    result.processes = processes.isEmpty ? nil : processes
    return result
  }

  private static func number(_ text: String) -> Int? {
    guard text.utf8.count <= 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }

  /// One host's name; lists and prose are none.
  private static func host(_ text: String) -> String? {
    guard text.utf8.count <= 128, text.contains(where: { $0.isLetter || $0 == "." }), !text.contains(","),
      !text.contains("/"), !["localhost", "none", "null", "unknown"].contains(text.lowercased())
    else { return nil }
    return text
  }

  /// `0,1`, `GPU-…`, `MIG-…`; `nil` when an entry is something else, or there is none.
  private static func gpus(_ text: String) -> [String]? {
    let entries = text.split(separator: ",").map(String.init)
    let areKnown = entries.allSatisfy { entry in
      (entry.utf8.count <= 4 && number(entry) != nil) || entry.hasPrefix("GPU-") || entry.hasPrefix("MIG-")
    }
    guard areKnown, (1...mostGPUs).contains(entries.count) else { return nil }
    return entries
  }
}
