import Crypto
import LogScanning

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

  /// Writes the file below a folder, whole or not at all, and says what was written.
  func write(to folder: String) throws(ReportError) -> ReportManifest.Output {
    let path = folder + "/" + self.path
    let above = path.parentPath ?? folder
    do { try ReplacedFile.makeFolder(above) } catch { throw .unwritable(path: above, reason: error.reason) }
    var hasher = SHA256()
    var bytes = 0
    do {
      try ReplacedFile.write(to: path) { sink in
        pieces { piece in
          var piece = piece
          piece.withUTF8 { text in
            let buffer = UnsafeRawBufferPointer(text)
            hasher.update(bufferPointer: buffer)
            bytes += buffer.count
            sink(buffer)
          }
        }
      }
    } catch {
      throw .unwritable(path: path, reason: error.reason)
    }
    return ReportManifest.Output(path: self.path, bytes: bytes, sha256: ContentHash.text(of: hasher.finalize()))
  }
}
