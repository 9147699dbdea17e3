import Foundation
import Reporting

/// Where a single result goes: a file, or standard output.
enum OutputFile {
  /// Writes a result under a temporary name and renames it; ends the command with status 2 when that cannot be done.
  static func write(_ text: String, to path: String?) throws {
    guard let path else {
      Terminal.result(text)
      return
    }
    try write(Data(text.utf8), to: path)
  }

  /// Writes a file under a temporary name and renames it; ends the command with status 2 when that cannot be done.
  static func write(_ data: Data, to path: String) throws {
    do throws(ReplacedFile.Failure) {
      try ReplacedFile.write(data, to: path)
    } catch {
      Terminal.message(
        "\(path): cannot be written (\(error.reason)); the folder must be there and writable, or leave out --output")
      throw ExitStatus.failure
    }
  }
}
