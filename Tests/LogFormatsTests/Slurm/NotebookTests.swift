import Foundation
import LogScanning
import TestSupport
import Testing

@testable import LogFormats

@Suite("Notebooks and notes")
struct NotebookTests {
  private static func read(_ text: String, _ name: String) throws -> LogFile {
    let folder = try TemporaryFolder()
    try folder.write(text, to: name)
    return try LogFileReader.read(path: folder.path(name), samples: TraceColumns())
  }

  private static func capture(_ file: LogFile) throws -> ConsoleCapture {
    guard case .console(let capture) = file.content.record else { throw WrongRecord() }
    return capture
  }

  private struct WrongRecord: Error {}

  /// As Jupyter writes notebooks: indented by one blank, each line of text a string.
  private static let notebook = #"""
    {
     "cells": [
      {
       "cell_type": "markdown",
       "source": ["CarbonTracker: Finished monitoring.\n"]
      },
      {
       "cell_type": "code",
       "execution_count": 3,
       "outputs": [
        {
         "name": "stdout",
         "output_type": "stream",
         "text": [
          "CarbonTracker: The following components were found: CPU with device(s) dram:0, cpu:0.\n",
          "CarbonTracker: \n",
          "Actual consumption for 1 epoch(s):\n",
          "\tTime:\t0:00:10\n"
         ]
        },
        {
         "name": "stdout",
         "output_type": "stream",
         "text": [
          "\tEnergy:\t0.000010782598 kWh\n",
          "\tCO2eq:\t0.001635184180 g\n",
          "\u001b[32m\tThis is equivalent to:\u001b[0m\n",
          "\t0.000015211016 km travelled by car\n",
          "CarbonTracker: Finished monitoring.\n"
         ]
        },
        {
         "ename": "RuntimeError",
         "evalue": "no GPU",
         "output_type": "error",
         "traceback": ["\u001b[0;31m---------\u001b[0m"]
        }
       ]
      }
     ],
     "metadata": {},
     "nbformat": 4,
     "nbformat_minor": 5
    }
    """#

  @Test("What the cells printed is read, with the lines of the file", arguments: ["a.ipynb", "a.json"])
  func outputs(name: String) throws {
    let file = try Self.read(Self.notebook, name)
    #expect(file.format == .notebook)
    let capture = try Self.capture(file)
    let session = try #require(capture.tracker?.sessions.first)
    #expect(capture.tracker?.sessions.count == 1)
    #expect(session.actual?.kilowattHours == 0.000010782598)
    #expect(session.actual?.kilometres == 0.000015211016)
    #expect(session.state == .finished)
    #expect(session.line == 15)
    #expect(session.actual?.line == 17)
    #expect(session.inferredVersion == "2.1.0 to 2.3.1")
    #expect(session.components.first?.correctionFactor == 2)
    #expect(capture.tracebacks.map(\.error) == ["RuntimeError: no GPU"])
  }

  @Test("One line without blanks, and cells in worksheets, are the same notebook")
  func otherShapes() throws {
    let object = try JSONSerialization.jsonObject(with: Data(Self.notebook.utf8))
    let compact = String(
      decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self)
    let old = compact.replacing(#""cells":["#, with: #""worksheets":[{"cells":["#).replacing(
      #"],"metadata""#, with: #"]}],"metadata""#)
    for text in [compact, old] {
      let capture = try Self.capture(try Self.read(text, "b.ipynb"))
      #expect(capture.tracker?.sessions.first?.actual?.seconds == 10)
    }
  }

  @Test("A notebook without such lines, and what is none")
  func others() throws {
    let empty = try Self.read(#"{"cells": [], "metadata": {}, "nbformat": 4}"#, "c.ipynb")
    #expect(empty.format == .notebook)
    #expect(empty.content.diagnostics.map(\.code) == ["slurm.nothing-known"])
    #expect(try Self.read(#"{"cells": 3}"#, "cells.json").format != .notebook)
    #expect(try Self.read("{\"cells\": [", "cut.ipynb").content.diagnostics.map(\.code) == ["file.bad-json"])
  }

  @Test("A notebook cut at any byte is survived")
  func cut() {
    let bytes = Array(Self.notebook.utf8)
    for end in stride(from: 0, to: bytes.count, by: 7) {
      let text = String(decoding: bytes[..<end], as: UTF8.self)
      var parser = NotebookParser(fileName: "a.ipynb")
      TrackerText.forEachLine(text) { parser.consume($0, number: $1) }
    }
  }

  private static let pasted = """
    ## Results
    ```
    Actual consumption for 1 epoch(s):
            Time:   8:00:33
            Energy: 2.800010 kWh
            CO2eq:  299.601022 g
            This is equivalent to: 2.786986 km travelled by car
    CarbonTracker:
    Predicted consumption for 5 epoch(s):
            Time:   40:02:47
            Energy: 14.000048 kWh
            CO2eq:  1126.210028 g
    ```

    """

  @Test("Transcripts that were pasted into notes are read, those in a README are examples")
  func notes() throws {
    let file = try Self.read(Self.pasted, "results.md")
    #expect(file.format == .slurmOutput)
    let session = try #require(try Self.capture(file).tracker?.sessions.first)
    #expect(session.actual?.seconds == 28_833)
    #expect(session.actual?.kilometres == 2.786986)
    #expect(session.predicted?.epochs == 5)
    #expect(session.state == .finished)
    #expect(session.inferredVersion == "1.1.7 to 2.3.1")
    #expect(try Self.read(Self.pasted, "README.md").format == .unknown)
    #expect(try Self.read("Actual consumption is high:\nTime: now\n", "results.md").format == .unknown)
  }

  @Test("A launcher's label before every line is passed over", arguments: ["0: ", "[rank0]: ", "[default3]:"])
  func labels(label: String) throws {
    let text = """
      CarbonTracker: The following components were found: GPU with device(s) A40, A40.
      CarbonTracker: \("")
      Actual consumption for 2 epoch(s):
      \tTime:\t0:00:10
      \tEnergy:\t0.1 kWh
      \tCO2eq:\t44.5 g
      CarbonTracker: Finished monitoring.
      """
    let labelled = text.split(separator: "\n").map { label + $0 }.joined(separator: "\n") + "\n"
    let file = try Self.read("training starts\n" + labelled, "train.log")
    #expect(file.format == .slurmOutput)
    let session = try #require(try Self.capture(file).tracker?.sessions.first)
    #expect(session.actual?.kilowattHours == 0.1)
    #expect(session.actual?.grams == 44.5)
    #expect(session.state == .finished)
  }
}
