import Foundation
import LogFormats

/// Inputs as files, which lie in memory.
enum FuzzFile {
  private static let folder: String = {
    let path = "/dev/shm/fodspor-fuzz-\(getpid())"
    mkdir(path, 0o700)
    atexit { rmdir(FuzzFile.folder) }
    return path
  }()

  /// Writes an input as a file, reads it, and removes it.
  static func read(
    _ input: FuzzInput, samples: CheckedSamples, declaration: TraceDeclaration? = nil
  ) throws -> LogFile {
    let path = folder + "/" + input.fileName
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    require(descriptor >= 0, "\(path) cannot be written")
    defer { unlink(path) }
    let written = write(descriptor, input.content.baseAddress, input.content.count)
    close(descriptor)
    require(written == input.content.count, "\(path) cannot be written")
    return try LogFileReader.read(path: path, samples: samples, declaration: declaration)
  }
}
