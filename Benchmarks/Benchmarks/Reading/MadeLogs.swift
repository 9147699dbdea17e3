import Foundation

/// Made-up logs in the shapes that tools write, the same in every run, in a temporary folder.
struct MadeLogs: Sendable {
  /// A log by the name of its format.
  struct Log: Sendable {
    let name: String
    let path: String
  }

  /// One log of some megabytes for each of the formats that grow large.
  let large: [Log]
  /// The trace among them.
  let trace: Log
  /// A folder of 2,000 small logs.
  let folder: String

  init() {
    let root = FileManager.default.temporaryDirectory.appending(path: "fodspor-benchmarks")
    folder = root.appending(path: "small").path
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func write(_ name: String, _ text: String) -> String {
      let path = root.appending(path: name).path
      try? text.write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }
    var random = Random(state: 20_261_126)
    trace = Log(name: "nvidia-smi-query", path: write("nvidia-smi.csv", Self.nvidiaSMI(rows: 2_000_000, &random)))
    large = [
      trace,
      Log(name: "rapl-counters", path: write("rapl.csv", Self.rapl(rows: 200_000, &random))),
      Log(
        name: "carbontracker-standard",
        path: write("1.2_2026-03-02T080000Z_carbontracker.log", Self.tracker(epochs: 20_000, &random))),
      Log(
        name: "nnunet-training-log",
        path: write("training_log_2026_3_2_08_00_00.txt", Self.training(epochs: 20_000, &random))),
    ]
    for number in 0..<1000 {
      _ = write("small/\(number).1_2026-03-02T080000Z_carbontracker.log", Self.tracker(epochs: 3 + number % 5, &random))
      _ = write("small/training_log_2026_3_2_08_00_\(number).txt", Self.training(epochs: 3 + number % 5, &random))
    }
  }

  /// The files of a format in `fixtures/formats`.
  static func fixtures(of format: String) -> [String] {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { url.deleteLastPathComponent() }
    let folder = url.appending(path: "fixtures/formats/\(format)").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { !$0.hasSuffix(".md") }.map { folder + "/" + $0 }
  }

  // MARK: Texts

  private static func nvidiaSMI(rows: Int, _ random: inout Random) -> String {
    var text = "timestamp, index, name, power.draw [W], utilization.gpu [%]\n"
    for row in 0..<rows {
      let second = row / 4
      let watts = random.next(in: 24_000..<32_000)
      text +=
        "2026/03/\(two(2 + second / 86_400)) \(time(second)).\(100 + random.next(in: 0..<800)), \(row % 4), NVIDIA A40, "
      text += "\(watts / 100).\(two(watts % 100)) W, \(random.next(in: 0..<100)) %\n"
    }
    return text
  }

  private static func rapl(rows: Int, _ random: inout Random) -> String {
    var text = "timestamp,domain,energy_uj\n"
    var counter = 259_643_328_967
    for row in 0..<rows {
      counter += random.next(in: 30_000_000..<50_000_000)
      text += "\(1_795_427_152 + row / 2).7\(row % 2),\(row % 2 == 0 ? "package-0" : "dram-0"),\(counter)\n"
    }
    return text
  }

  private static func tracker(epochs: Int, _ random: inout Random) -> String {
    var text = "2026-03-02 08:00:00 - carbontracker version 2.4.7\n"
    text += "2026-03-02 08:00:00 - The following components were found: GPU with device(s) NVIDIA A40. "
    text += "CPU with device(s) cpu:0.\n"
    for epoch in 1...epochs {
      let head = "2026-03-\(two(2 + epoch / 2100)) \(time(epoch * 41)) - "
      text += "\(head)Epoch \(epoch):\n\(head)Duration: 0:00:41.\(two(random.next(in: 0..<100)))\n"
      text += "\(head)Average power usage (W) for gpu: \(random.next(in: 200..<300)).35299999999998\n"
      text += "\(head)Average power usage (W) for cpu: \(random.next(in: 30..<60)).28595249999999\n"
    }
    return text + "2026-03-30 08:00:00 - Monitoring thread ended.\n"
  }

  private static func training(epochs: Int, _ random: inout Random) -> String {
    var text = "\nPlease cite the following paper when using nnU-Net:\n"
    for epoch in 0..<epochs {
      let head = "2026-03-\(two(2 + epoch / 2100)) \(time(epoch * 41))."
      func micro() -> String { String(100_000 + random.next(in: 0..<900_000)) }
      text += "\(head)\(micro()):  \n\(head)\(micro()): Epoch \(epoch) \n"
      text += "\(head)\(micro()): Current learning rate: 0.00\(random.next(in: 100..<999)) \n"
      text += "\(head)\(micro()): train_loss -0.\(random.next(in: 1000..<9999)) \n"
      text += "\(head)\(micro()): val_loss -0.\(random.next(in: 1000..<9999)) \n"
      text += "\(head)\(micro()): Pseudo dice [np.float32(0.\(random.next(in: 1000..<9999))), np.float32(0.91)] \n"
      text += "\(head)\(micro()): Epoch time: 40.\(two(random.next(in: 0..<100))) s \n"
    }
    return text
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

  private static func time(_ second: Int) -> String {
    "\(two(second / 3600 % 24)):\(two(second / 60 % 60)):\(two(second % 60))"
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
private struct Random {
  var state: UInt64

  mutating func next(in range: Range<Int>) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return range.lowerBound + Int((value ^ (value >> 31)) % UInt64(range.count))
  }
}
