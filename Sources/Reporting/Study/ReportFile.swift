import Crypto
import LogScanning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file of a report: its text, whole or made piece by piece when it is written.
///
/// Two files have a line or more for every epoch of the study. They are never in memory as a whole.
struct ReportFile: Sendable {
  /// Below the report's folder.
  let path: String
  private let pieces: @Sendable ((String) -> Void) -> Void
  /// It has a line or more for every epoch, and takes longer to write than all that is no such file.
  let hasEveryEpoch: Bool

  /// A file whose text is there already.
  init(_ path: String, _ text: String) {
    self.init(path) { $0(text) }
  }

  /// A file whose text is made in pieces, each time anew.
  init(_ path: String, hasEveryEpoch: Bool = false, pieces: @escaping @Sendable ((String) -> Void) -> Void) {
    self.path = path
    self.pieces = pieces
    self.hasEveryEpoch = hasEveryEpoch
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

extension ReportFile {
  /// So many files are written at a time: each may have the text of one training in memory.
  private static let breadth = min(8, ProcessInfo.processInfo.activeProcessorCount)

  /// Writes files below a folder side by side, those that take longest first, and says what was written, in the order of
  /// the list.
  ///
  /// - Throws: the error of the first file in the list of those that failed; after the first failure none is begun.
  static func write(_ files: [ReportFile], to folder: String) async throws(ReportError) -> [ReportManifest.Output] {
    typealias Written = (place: Int, result: Result<ReportManifest.Output, ReportError>)
    let order = files.indices.filter { files[$0].hasEveryEpoch } + files.indices.filter { !files[$0].hasEveryEpoch }
    let results = await withTaskGroup(of: Written.self) { group in
      var waiting = order.makeIterator()
      func begin() {
        guard let place = waiting.next() else { return }
        let file = files[place]
        group.addTask {
          (place, Result { () throws(ReportError) in try file.write(to: folder) })
        }
      }
      for _ in 0..<breadth { begin() }
      var results = [Result<ReportManifest.Output, ReportError>?](repeating: nil, count: files.count)
      var hasFailed = false
      for await (place, result) in group {
        results[place] = result
        if case .failure = result { hasFailed = true }
        if !hasFailed { begin() }
      }
      return results
    }
    var outputs: [ReportManifest.Output] = []
    for case .failure(let error)? in results { throw error }
    for case .success(let output)? in results { outputs.append(output) }
    return outputs
  }
}
