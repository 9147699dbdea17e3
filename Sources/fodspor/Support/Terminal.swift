import ArgumentParser
import Reporting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `exit` of the system's library.
private func systemExit(_ status: CInt) -> Never { exit(status) }

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

  /// Prints a result of one line that names what the user named; control characters are taken out.
  static func sentence(_ text: String) { result(TerminalEscaping().escape(text)) }

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

  /// Ends the process as ArgumentParser does, its message without the control characters of what was typed.
  static func exit(_ command: (some ParsableCommand).Type, with error: any Error) -> Never {
    let status = command.exitCode(for: error)
    var text = command.fullMessage(for: error)
    // Help and scripts for shells name nothing of it.
    if status != .success {
      text = text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { TerminalEscaping().escape(String($0)) }.joined(separator: "\n")
    }
    if !text.isEmpty { write(text + "\n", to: status == .success ? STDOUT_FILENO : STDERR_FILENO) }
    systemExit(status.rawValue)
  }

  private static func write(_ text: String, to descriptor: CInt) {
    var text = text
    let code = text.withUTF8 { DescriptorOutput.write(UnsafeRawBufferPointer($0), to: descriptor) }
    // A reader that went away (`fodspor … | head`) wants no more; a full disk must not pass for success.
    if code != 0, code != EPIPE { systemExit(ExitStatus.failure.rawValue) }
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
