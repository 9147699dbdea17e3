import ArgumentParser
import Reporting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where results and messages go: results to standard output, messages to standard error.
enum Terminal {
  /// Whether messages are seen by a person as they come.
  static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

  /// The columns of the terminal that results go to; 100 when it is none.
  static var width: Int {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else {
      return 100
    }
    return Int(size.ws_col)
  }

  /// Prints a result.
  static func result(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO) }

  /// Prints a message, control characters of file names taken out.
  static func message(_ text: String) { write("fodspor: " + TerminalEscaping().escape(text) + "\n", to: STDERR_FILENO) }

  /// Overwrites the line of progress; nothing when nobody watches.
  static func progress(_ text: String) {
    guard showsProgress else { return }
    write("\r\u{1B}[K" + TerminalEscaping().escape(text), to: STDERR_FILENO)
  }

  /// Takes the line of progress away.
  static func endProgress() {
    if showsProgress { write("\r\u{1B}[K", to: STDERR_FILENO) }
  }

  private static func write(_ text: String, to descriptor: CInt) {
    var text = text
    let code = text.withUTF8 { DescriptorOutput.write(UnsafeRawBufferPointer($0), to: descriptor) }
    // A reader that went away (`fodspor … | head`) wants no more; a full disk must not pass for success.
    if code != 0, code != EPIPE { exit(ExitStatus.failure.rawValue) }
  }
}

/// The exit statuses of every command.
enum ExitStatus {
  /// Done, with errors in the input.
  static let inputErrors = ExitCode(1)
  /// It could not be done.
  static let failure = ExitCode(2)
  /// It was ended by a signal, as shells have it for Ctrl-C: 128 and the signal's number.
  static let interrupted = ExitCode(130)
}
