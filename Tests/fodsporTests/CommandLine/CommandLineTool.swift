import Foundation
import TestSupport
import Testing

/// The built `fodspor`, run as a shell runs it.
enum CommandLineTool {
  /// What a command did.
  struct Result: Sendable {
    /// The exit status; `nil` when a signal ended the process.
    let status: Int32?
    let output: String
    let messages: String
  }

  /// Runs `fodspor` with nothing to read, no terminal, and a folder of its own as the working directory.
  static func run(_ arguments: String..., in folder: TemporaryFolder? = nil) async throws -> Result {
    try await run(arguments, in: folder)
  }

  /// Runs `fodspor` with nothing to read, no terminal, and a folder of its own as the working directory.
  static func run(_ arguments: [String], in folder: TemporaryFolder? = nil) async throws -> Result {
    let scratch = try TemporaryFolder()
    // Files and not pipes: nobody has to empty them while the process runs.
    try scratch.write("", to: "output")
    try scratch.write("", to: "messages")
    let process = Process()
    let tool: URL = try #require(executable, "fodspor is not built beside the tests")
    process.executableURL = tool
    process.arguments = arguments
    process.currentDirectoryURL = (folder ?? scratch).url
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "TERM" }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: scratch.url.appending(path: "output"))
    process.standardError = try FileHandle(forWritingTo: scratch.url.appending(path: "messages"))
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in continuation.resume() }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
    return Result(
      status: process.terminationReason == .exit ? process.terminationStatus : nil,
      output: try scratch.text("output"), messages: try scratch.text("messages"))
  }

  /// Runs `fodspor` and looks at the greatest size of its memory as Linux counts it (`VmHWM`), until it ends.
  static func peakMemory(of arguments: [String]) throws -> (status: Int32?, bytes: Int) {
    let process = Process()
    let tool: URL = try #require(executable, "fodspor is not built beside the tests")
    process.executableURL = tool
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    var peak = 0
    while process.isRunning {
      // What the parent has is told until the new program is in its place.
      let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
      if let status, status.hasPrefix("Name:\tfodspor\n"),
        let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
      {
        peak = max(peak, kibibytes << 10)
      }
      // No suspension: beside other tests this task would be called again when the process has long ended.
      usleep(1000)
    }
    return (process.terminationReason == .exit ? process.terminationStatus : nil, peak)
  }

  /// The executable lies in the same folder as the test bundle, or a few above the test's own executable.
  private static let executable: URL? = {
    let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
    let starts = bundles + [Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0])]
    for start in starts {
      var folder = start.resolvingSymlinksInPath()
      for _ in 0..<5 {
        folder.deleteLastPathComponent()
        let candidate = folder.appending(path: "fodspor")
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isDirectory), !isDirectory.boolValue,
          FileManager.default.isExecutableFile(atPath: candidate.path)
        {
          return candidate
        }
      }
    }
    return nil
  }()
}
