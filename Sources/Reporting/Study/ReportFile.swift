import Crypto
import Foundation

/// A file of a report: its text, whole or made piece by piece when it is written.
///
/// Two files have a line or more for every epoch of the study. They are never in memory as a whole.
struct ReportFile {
  /// Below the report's folder.
  let path: String
  private let pieces: ((String) -> Void) -> Void

  /// A file whose text is there already.
  init(_ path: String, _ text: String) {
    self.path = path
    pieces = { $0(text) }
  }

  /// A file whose text is made in pieces, each time anew.
  init(_ path: String, pieces: @escaping ((String) -> Void) -> Void) {
    self.path = path
    self.pieces = pieces
  }

  /// The whole text.
  var text: String {
    var text = ""
    pieces { text += $0 }
    return text
  }

  /// Writes the file below a folder, under a temporary name that is changed in the end, and says what was written.
  func write(to folder: String) throws(ReportError) -> ReportManifest.Output {
    let url = URL(fileURLWithPath: folder + "/" + path)
    let temporary = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).part")
    do {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      guard FileManager.default.createFile(atPath: temporary.path, contents: nil),
        let file = FileHandle(forWritingAtPath: temporary.path)
      else { throw CocoaError(.fileWriteNoPermission) }
      var failure: (any Error)?
      var hasher = SHA256()
      var bytes = 0
      pieces { piece in
        let data = Data(piece.utf8)
        hasher.update(data: data)
        bytes += data.count
        do { if failure == nil { try file.write(contentsOf: data) } } catch { failure = error }
      }
      try file.close()
      if let failure { throw failure }
      guard rename(temporary.path, url.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
      return ReportManifest.Output(path: path, bytes: bytes, sha256: ContentHash.text(of: hasher.finalize()))
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw .unwritable(path: url.path, reason: "\(error)")
    }
  }
}
