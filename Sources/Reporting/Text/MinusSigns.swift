extension String {
  /// The text of a number with minus signs for hyphens, as print has them.
  var withMinusSigns: String { String(map { $0 == "-" ? "−" : $0 }) }
}
