import CFuzzer
import Foundation

/// Whether time and memory of a reading grow as its input does, and no faster.
///
/// An input is lengthened in several ways (``GrowthShape``) to 64 KiB and to four and sixteen times that. Of work that is
/// linear, the second step takes four times as much more as the first does, and of work that grows with the square
/// sixteen times. Memory counts as bytes that were asked for, which are the same in every run and show copies too; time
/// is that of this thread, the least of three. What looks wrong is looked at once more, at 64 times the length.
struct GrowthCheck {
  private static let firstSize = 64 << 10
  /// Steps may grow by so much, in the place of four: arrays grow by doubling.
  private static let greatestRatio = 9.0
  /// Less than these is not told from noise: bytes, nanoseconds.
  private static let leastAllocation = 16.0 * 1_048_576
  private static let leastTime = 60e6
  /// So long a reading is wrong at any length.
  private static let greatestTime = 20e9

  struct Cost {
    var allocated: Double
    var peak: Double
    var time: Double
  }

  let family: FuzzFamily

  /// Checks the inputs of a folder for some seconds; returns how many lengthened ones were read, and what was found.
  func check(folder: String, seconds: Double, keepingIn found: String) throws -> (count: Int, findings: [String]) {
    // In an order that has nothing to do with how they came about: by libFuzzer's names, which are hashes.
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let end = ProcessInfo.processInfo.systemUptime + seconds
    var count = 0
    var findings: [String] = []
    for (number, name) in names.enumerated() {
      guard let bytes = FileManager.default.contents(atPath: folder + "/" + name) else { continue }
      for shape in GrowthShape.allCases {
        guard ProcessInfo.processInfo.systemUptime < end else { return (count, findings) }
        let growing = GrowingInput(Array(bytes), family: family, shape: shape, random: FuzzRandom(seed: UInt32(number)))
        guard let growing else { continue }
        count += 1
        if let finding = check(growing) {
          let place = "\(found)/growth-\(shape.rawValue)-\(name)"
          try Data(growing.bytes(count: Self.firstSize)).write(to: URL(fileURLWithPath: place))
          findings.append("\(place): \(finding)")
          print(findings.last ?? "")
          fflush(nil)
        }
      }
    }
    return (count, findings)
  }

  private func check(_ input: GrowingInput) -> String? {
    var costs: [Cost] = []
    for step in 0..<4 {
      costs.append(cost(of: input.bytes(count: Self.firstSize << (2 * step)), tries: step == 0 ? 3 : 1))
      let last = costs[costs.count - 1]
      if last.time > Self.greatestTime { return "\(last.time / 1e9) s for \(Self.firstSize << (2 * step)) bytes" }
      if step < 2 { continue }
      if Self.finding(costs.suffix(3)) != nil {
        costs = [0, 1, 2].map { cost(of: input.bytes(count: Self.firstSize << (2 * ($0 + step - 2))), tries: 3) }
      }
      guard let finding = Self.finding(costs.suffix(3)) else { return nil }
      if step == 3 { return finding }
    }
    return nil
  }

  private static func finding(_ costs: ArraySlice<Cost>) -> String? {
    let costs = Array(costs)
    func isWrong(_ value: KeyPath<Cost, Double>, least: Double) -> Bool {
      let steps = (
        costs[1][keyPath: value] - costs[0][keyPath: value], costs[2][keyPath: value] - costs[1][keyPath: value]
      )
      return steps.1 > least && steps.1 > greatestRatio * max(steps.0, 0)
    }
    func words(_ value: KeyPath<Cost, Double>, unit: Double) -> String {
      costs.map { String(format: "%.3f", $0[keyPath: value] / unit) }.joined(separator: ", ")
    }
    if isWrong(\.allocated, least: leastAllocation) { return "allocates \(words(\.allocated, unit: 1_048_576)) MiB" }
    if isWrong(\.peak, least: leastAllocation) { return "holds \(words(\.peak, unit: 1_048_576)) MiB" }
    if isWrong(\.time, least: leastTime) { return "takes \(words(\.time, unit: 1e9)) s" }
    return nil
  }

  private func cost(of bytes: [UInt8], tries: Int) -> Cost {
    var least: Cost?
    for _ in 0..<tries {
      fuzz_memory_begin()
      let start = fuzz_thread_time()
      bytes.withUnsafeBytes { family.runUnbounded($0) }
      let time = Double(fuzz_thread_time() - start)
      let memory = fuzz_memory_end()
      if time < least?.time ?? .infinity {
        least = Cost(allocated: Double(memory.total), peak: Double(memory.peak), time: time)
      }
    }
    return least ?? Cost(allocated: 0, peak: 0, time: 0)
  }
}
