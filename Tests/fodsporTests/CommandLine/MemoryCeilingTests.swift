import Foundation
import TestSupport
import Testing

/// Whether this system tells a process's greatest memory, and the tool has no sanitizer, whose own memory grows with all
/// that is read.
private let tellsMemory =
  FileManager.default.fileExists(atPath: "/proc/self/status")
  && ProcessInfo.processInfo.environment["TSAN_OPTIONS"] == nil

@Suite("Memory that a command takes", .enabled(if: tellsMemory, "needs /proc and a tool without a sanitizer"))
struct MemoryCeilingTests {
  /// Rows of `nvidia-smi` for one board, ten a second from midnight on.
  private static func rows(_ count: Int) -> Data {
    var row = Array("2026/11/23 00:00:00.000, 0, NVIDIA A100-SXM4-40GB, 250.00 W, 99 %\n".utf8)
    var data = Data("timestamp, index, name, power.draw [W], utilization.gpu [%]\n".utf8)
    data.reserveCapacity(data.count + count * row.count)
    func put(_ value: Int, at place: Int) {
      row[place] = 0x30 + UInt8(value / 10)
      row[place + 1] = 0x30 + UInt8(value % 10)
    }
    for tenth in 0..<count {
      put(tenth / 36_000, at: 11)
      put(tenth / 600 % 60, at: 14)
      put(tenth / 10 % 60, at: 17)
      row[20] = 0x30 + UInt8(tenth % 10)
      // A power that packs no better than a real one.
      put(tenth &* 7_919 % 97, at: 52)
      data.append(contentsOf: row)
    }
    return data
  }

  @Test("does not grow with the size of a trace, and stays below 150 MiB")
  func traces() throws {
    let folder = try TemporaryFolder()
    var peaks: [Int] = []
    for (name, count) in [("small", 60_000), ("large", 800_000)] {
      try folder.write(Self.rows(count), to: "\(name)/nvidia-smi.csv")
      let (status, peak) = try CommandLineTool.peakMemory(
        of: ["ingest", folder.path(name), "--store", folder.path("\(name).sqlite")])
      #expect(status == 0)
      peaks.append(peak)
    }
    try #require(peaks.count == 2 && peaks[0] > 1 << 20)
    #expect(peaks[1] < peaks[0] + (16 << 20), "\(peaks[0]) bytes for 4 MB and \(peaks[1]) for 54 MB")
    #expect(peaks[1] < 150 << 20)
  }
}
