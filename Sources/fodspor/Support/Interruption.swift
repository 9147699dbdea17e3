import ArgumentParser
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Lets a long command end in order when the user presses Ctrl-C or a scheduler asks it to end: SIGINT and SIGTERM.
///
/// The first signal calls a function, which has the work stop at the next place where that leaves everything whole; a
/// second one ends the process at once.
final class Interruption: Sendable {
  private static let signals = [SIGINT, SIGTERM]

  /// Set by the first signal.
  private final class Asked: Sendable {
    private let isSet = Mutex(false)

    /// Whether it was set before.
    func set() -> Bool {
      isSet.withLock { isSet in
        defer { isSet = true }
        return isSet
      }
    }
  }

  // Only kept, and cancelled in the end.
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

  /// Watches for signals until ``end()``.
  init(_ stop: @escaping @Sendable () -> Void) {
    let asked = Asked()
    sources = Self.signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler {
        if asked.set() { _exit(ExitStatus.interrupted.rawValue) }
        stop()
      }
      source.activate()
      return source
    }
  }

  /// Gives the signals back their usual effect.
  func end() {
    for source in sources { source.cancel() }
    for number in Self.signals { signal(number, SIG_DFL) }
  }
}
