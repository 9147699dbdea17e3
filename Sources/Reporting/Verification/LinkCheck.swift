#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where links lead that lie in a folder of unknown origin.
enum LinkCheck {
  /// Makes sure that a file, or a folder above it, does not lead out of a folder by a link.
  ///
  /// - Parameters:
  ///   - file: below the folder.
  ///   - folder: the folder itself may be reached by links.
  static func refuseOutside(_ file: String, of folder: String) throws(VerificationError) {
    let real = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    let prefix = real == "/" ? "/" : real + "/"
    let target = URL(fileURLWithPath: folder + "/" + file).resolvingSymlinksInPath().path
    guard target == real || target.utf8.starts(with: prefix.utf8) else { throw .outside(path: file, folder: folder) }
  }
}
