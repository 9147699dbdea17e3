/// Why a manifest cannot be used.
public enum ManifestError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is no file, or it may not be read; `reason` is the system's own text or a sentence.
  case unreadable(path: String, reason: String)
  /// The bytes are no JSON: cut off, or another kind of file.
  case damaged(path: String, reason: String)
  /// It is JSON of something else.
  case foreign(path: String)
  /// A later fodspor wrote it.
  case newerSchema(path: String, found: Int, known: Int)
  /// A member is missing, or is not what it should be.
  case malformed(path: String, member: String, expected: String)
  /// A path in it leads out of the folder that it is relative to.
  case unsafePath(path: String, found: String)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): cannot be read (\(reason))"
    case .damaged(let path, let reason):
      "\(path): is damaged or cut off (\(reason)); take it from a backup, or make the report again"
    case .foreign(let path):
      "\(path): is no manifest of a report; name the data/manifest.json that 'fodspor report' wrote, or the report's folder"
    case .newerSchema(let path, let found, let known):
      "\(path): has layout \(found), and this fodspor knows layouts up to \(known); use a newer fodspor"
    case .malformed(let path, let member, let expected):
      "\(path): '\(member)' must be \(expected); the file was changed or is damaged"
    case .unsafePath(let path, let found):
      "\(path): names '\(found)', which is not a path below its folder; it is not followed"
    }
  }
}
