#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Signals that would end the process in the middle of a write.
enum WriteSignals {
  /// Makes a write beyond the limit of a file's size (`ulimit -f`) fail as one to a full disk does, with a message.
  static func ignore() { signal(SIGXFSZ, SIG_IGN) }
}
