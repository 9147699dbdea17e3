/// All that is wrong with a study file.
public struct StudyFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One thing that is wrong.
  public struct Problem: Sendable, Hashable {
    /// The line, counted from 1; `nil` when the problem has no place.
    public var line: Int?
    /// What is wrong, and what to write instead where that is known.
    public var message: String

    /// Makes a problem.
    public init(line: Int?, message: String) {
      self.line = line
      self.message = message
    }
  }

  /// The name of the file.
  public var fileName: String
  /// The problems in the order of the file; at least one.
  public var problems: [Problem]

  /// Makes an error.
  public init(fileName: String, problems: [Problem]) {
    self.fileName = fileName
    self.problems = problems
  }

  /// One line per problem, as in `fodspor.yml:12: unknown key 'pu'; did you mean 'pue'?`.
  public var description: String {
    problems.map { problem in
      let line = problem.line.map { ":\($0)" } ?? ""
      return "\(fileName)\(line): \(problem.message)"
    }
    .joined(separator: "\n")
  }
}
