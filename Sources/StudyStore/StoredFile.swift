public import Quantities

/// One file that was seen under an ingested path.
public struct StoredFile: Sendable, Hashable {
  /// What became of the file when its path was last ingested.
  public enum State: String, Sendable, Hashable, Codable, CaseIterable {
    /// It was there and could be read.
    case present
    /// It is gone; what it said is kept.
    case vanished
    /// It could not be read; what it said before, if anything, is kept.
    case unreadable
  }

  /// The file's key in this store.
  public var id: Int64
  /// The absolute path, symbolic links not resolved.
  public var path: String
  /// The absolute path that the user named and under which the file was found; the shortest, if there were several.
  public var root: String
  /// The size on disk in bytes, compressed if the file is.
  public var byteCount: Int64
  /// The time of the last modification.
  public var modified: Instant
  public var state: State
  /// The content that the file has or last had; `nil` when it could never be read.
  public var contentID: Int64?
  /// Why the file is unreadable; `nil` when it is not.
  public var problem: String?
}
