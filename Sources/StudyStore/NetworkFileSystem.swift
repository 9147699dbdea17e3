import LogScanning

/// A file system on which the locks of several processes may not keep them apart.
///
/// SQLite needs POSIX advisory locks that work between all processes that use a store (sqlite.org/howtocorrupt.html,
/// section 2.1). What a network file system promises depends on how it was mounted.
struct NetworkFileSystem: Hashable {
  enum Kind: String, CaseIterable {
    case nfs = "NFS"
    case smb = "SMB/CIFS"
    case lustre = "Lustre"
    case gpfs = "GPFS"
    case beegfs = "BeeGFS"
    case ceph = "CephFS"
    case afs = "AFS"
    case fuse = "FUSE"
    case plan9 = "9P"

    /// Tells by the kernel's name of the type; `nil` for local ones.
    init?(type: Substring) {
      switch type {
      case "nfs", "nfs4": self = .nfs
      case "cifs", "smb3", "smbfs": self = .smb
      case "lustre": self = .lustre
      case "gpfs": self = .gpfs
      case "beegfs": self = .beegfs
      case "ceph": self = .ceph
      case "afs": self = .afs
      case "fuseblk": return nil
      case "9p": self = .plan9
      default:
        guard type == "fuse" || type.hasPrefix("fuse.") else { return nil }
        self = .fuse
      }
    }
  }

  var kind: Kind
  /// A mount option by which locks are not shared between nodes, if there is one.
  var unsafeOption: String?

  private static let unsafeOptions: Set<Substring> = [
    "nolock", "local_lock=all", "local_lock=posix", "localflock", "noflock", "nobrl",
  ]
  private static let maximumLength = 16 << 20

  /// The network file system that a path lies on; `nil` for others, and where it cannot be told, as outside of Linux.
  static func of(_ path: String) -> NetworkFileSystem? {
    guard let status = FileStatus.of(path),
      let bytes = try? SmallFile.bytes(of: "/proc/self/mountinfo", limit: maximumLength)
    else { return nil }
    return NetworkFileSystem(device: status.identity.device, mounts: String(decoding: bytes, as: UTF8.self))
  }

  /// Looks a device up in the text of `/proc/self/mountinfo` (proc_pid_mountinfo(5)).
  init?(device: UInt64, mounts: String) {
    // As glibc's gnu_dev_major and gnu_dev_minor.
    let major = (device >> 8) & 0xFFF | (device >> 32) & 0xFFFF_F000
    let minor = device & 0xFF | (device >> 12) & 0xFFFF_FF00
    let number = "\(major):\(minor)"
    for line in mounts.split(separator: "\n") {
      let fields = line.split(separator: " ")
      // A variable number of fields ends with a hyphen; type, source and the options of the file system follow.
      guard fields.count > 6, fields[2] == number, let hyphen = fields[6...].firstIndex(of: "-"),
        fields.count > hyphen + 3, let kind = Kind(type: fields[hyphen + 1])
      else { continue }
      let options = fields[5].split(separator: ",") + fields[hyphen + 3].split(separator: ",")
      self.init(kind: kind, unsafeOption: options.first(where: Self.unsafeOptions.contains).map(String.init))
      return
    }
    return nil
  }

  private init(kind: Kind, unsafeOption: String?) {
    self.kind = kind
    self.unsafeOption = unsafeOption
  }

  /// What to know before several processes write to one store there.
  var advice: String {
    if let unsafeOption {
      return "on \(kind.rawValue) mounted with \(unsafeOption), so that locks do not work between nodes"
    }
    return switch kind {
    case .nfs: "on NFS, whose locks work only where the lock service of client and server runs (NFSv4 has it built in)"
    case .lustre: "on Lustre, whose locks work between nodes only when it is mounted with flock"
    case .gpfs: "on GPFS, whose locks work between nodes unless locking is switched off"
    case .ceph: "on CephFS, whose locks work between nodes"
    case .smb: "on SMB/CIFS, whose locks depend on the server"
    case .beegfs: "on BeeGFS, whose locks work between nodes only when tuneUseGlobalFileLocks is set"
    case .afs: "on AFS, which locks whole files only and not between programs of one node"
    case .fuse, .plan9: "on \(kind.rawValue), whose locks depend on the program that serves it"
    }
  }
}
