import ArgumentParser
import StudyFile

/// `PATTERN=OFFSET` on the command line: what to add to the times of the files that match.
struct ClockOffsetArgument: ExpressibleByArgument {
  let rule: ClockOffsetRule
  /// The pattern as it was written.
  let pattern: String

  /// Reads the text up to its last `=` as the pattern; `nil` when there is none, or no offset after it.
  init?(argument: String) {
    guard let equals = argument.lastIndex(of: "="), equals > argument.startIndex,
      let offset = ClockOffsetText.duration(String(argument[argument.index(after: equals)...])),
      let pattern = try? Glob(String(argument[..<equals]))
    else { return nil }
    rule = ClockOffsetRule(paths: [pattern], offset: offset)
    self.pattern = pattern.pattern
  }
}
