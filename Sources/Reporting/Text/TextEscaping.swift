/// The way into an output format for text that may hold anything.
///
/// Every name that comes from a log reaches an output through one of these, so that it stays text there.
public protocol TextEscaping: Sendable {
  /// The text so that the format prints it as it is: no mark-up, no links, no control characters.
  func escape(_ text: String) -> String

  /// A run, escaped and set in its style.
  func render(_ run: RichText.Run) -> String
}

extension TextEscaping {
  /// A text, escaped and set in its styles.
  public func render(_ text: RichText) -> String { text.runs.map(render).joined() }
}
