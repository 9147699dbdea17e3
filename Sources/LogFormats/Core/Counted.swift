/// A number with its noun, as sentences have it: `1 row`, `3 rows`.
func counted(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }
