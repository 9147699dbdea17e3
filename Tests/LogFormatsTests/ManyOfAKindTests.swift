import LogFormats
import Testing

/// Files with far more of something than tools write; reading them once took a time that grew with the square.
@Suite("Many of a kind")
struct ManyOfAKindTests {
  @Test("Sockets of one measurement of pyRAPL")
  func pyRAPL() throws {
    let rows = (0..<20_000).map { "a,1577836800.0,1000000.0,5,1,\($0)\n" }.joined()
    // The last row repeats a socket and is another measurement.
    let read = try TraceFile(
      "label,timestamp,duration,pkg,dram,socket\n" + rows + "a,1577836800.0,1000000.0,7,1,19999\n")
    #expect(read.energyRecords?.records.map(\.parts.count) == [40_000, 2])
    #expect(read.energyRecords?.records[0].parts.last?.device == "dram-19999")
  }

  @Test("Threads of one measurement of LIKWID")
  func likwid() throws {
    let threads = 20_000
    let names = (0..<threads).map { "T\($0)" }.joined(separator: ",")
    let values = Array(repeating: "2.5", count: threads).joined(separator: ",")
    let energy = "Energy [J],\(values)\n"
    let read = try TraceFile("TABLE,Group 1 Metric,ENERGY\nMetric,\(names)\n" + energy + energy)
    #expect(read.energyRecords?.records.map(\.parts.count) == [threads, threads])
    #expect(Set(read.energyRecords?.records[0].parts.map(\.device) ?? []).count == threads)
  }

  @Test("Columns of one socket of PCM are one series")
  func pcm() throws {
    let columns = 20_000
    let sockets = Array(repeating: "SKT1", count: columns).joined(separator: ",")
    let values = Array(repeating: "1", count: columns).joined(separator: ",")
    let read = try TraceFile(
      "System,,Proc Energy (Joules)\nDate,Time,\(sockets)\n2024-05-01,12:00:01.123,\(values)\n", name: "pcm.csv")
    #expect(read.trace?.series.map(\.device) == ["SKT1 Proc Energy"])
    #expect(read.trace?.series.map(\.samples) == [columns])
    #expect(read.trace?.series.map(\.role) == [.counted])
  }

  @Test("Validations in one log of nnU-Net, the half of which stand in it twice")
  func validations() {
    let validations = (0..<10_000).map { number in
      """
      2026-03-01 10:00:00: predicting a
      2026-03-01 10:00:09: Mean Validation Dice:  0.\(number % 5000 + 1000)

      """
    }
    let read = NNUNetText.read(validations.joined())
    #expect(read.diagnostic("nnunet.several-validations")?.message.hasPrefix("5000 validations") == true)
    #expect(read.log.validation?.meanDice == 0.5999)
  }

  @Test("Lines of a notebook that are the same, with one after them that is another")
  func notebookLines() throws {
    let count = 100_000
    let rows = Array(repeating: #"      "CarbonTracker: waiting\n","#, count: count).joined(separator: "\n")
    let text = """
      {
       "cells": [{"cell_type": "code", "outputs": [{"name": "stdout", "output_type": "stream", "text": [
      \(rows)
            "Traceback (most recent call last):\\n",
            "ValueError: no\\n"
       ]}]}],
       "nbformat": 4
      }

      """
    let bytes = Array(text.utf8)
    let file = try TraceFile(bytes: bytes, name: "train.ipynb").file
    guard case .console(let console) = file.content.record else {
      Issue.record("no console: \(file.format)")
      return
    }
    // Two lines of JSON stand before the rows.
    #expect(console.tracebacks.map(\.line) == [count + 3])
  }

  @Test("Sessions of carbontracker whose first lines are lost")
  func sessions() {
    let whole = PitfallLog.header("1.1.6", pue: 1.59) + PitfallLog.epoch(1, gpu: "[50.]") + PitfallLog.end
    let lost = PitfallLog.epoch(1, gpu: "[50.]") + PitfallLog.end
    let (log, version, _) = TrackerText.standard(whole + String(repeating: lost, count: 2000))
    #expect(version == "1.1.6")
    #expect(log.sessions.dropFirst().allSatisfy { $0.inferredVersion == "1.1.6" && $0.version == nil })
    #expect(log.sessions.count == 2001)
  }
}
