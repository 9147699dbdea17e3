/// What an ingest found and did.
public struct IngestSummary: Sendable, Hashable {
  /// Files under the given paths, those that names ruled out not included.
  public var filesSeen = 0
  /// Files that were read this time.
  public var read = 0
  /// Files whose size and modification time are as they were when they were last read.
  public var unchanged = 0
  /// Files and directories that could not be read; ``problems`` says why.
  public var unreadable = 0
  /// Files under the given paths that are gone and whose data is kept.
  public var vanished = 0
  /// Of the files seen, those in no known format.
  public var unrecognised = 0
  /// Files that were not looked into, because their names say that they are images, arrays or models.
  public var skippedByName = 0
  /// FIFOs, sockets and devices, which were passed over.
  public var skippedByKind = 0
  /// Files of earlier reports, by their manifests; they are no logs.
  public var skippedReportFiles = 0
  /// Bytes on disk of the files that were read.
  public var bytesRead: Int64 = 0
  /// What could not be read and why, in order of path.
  public var problems: [FileProblem] = []
  /// Symbolic links to directories, which are not followed; in order of path.
  public var linkedDirectories: [String] = []

  init() {}
}

/// A file or directory that could not be read.
public struct FileProblem: Sendable, Hashable {
  /// The absolute path.
  public var path: String
  /// One sentence for a person.
  public var problem: String
}

/// How far an ingest has come; only files that need reading count.
public struct IngestProgress: Sendable, Hashable {
  public var filesDone: Int
  public var filesTotal: Int
  /// Bytes on disk.
  public var bytesDone: Int64
  public var bytesTotal: Int64
  /// The file that was finished last.
  public var currentPath: String
}
