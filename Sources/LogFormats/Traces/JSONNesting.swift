/// How deep a byte stands in JSON, whose strings may hold brackets.
struct JSONNesting {
  /// Arrays nest, too; else only objects do.
  private let countsArrays: Bool
  private(set) var depth = 0
  private var isInString = false
  private var isEscaped = false

  init(countsArrays: Bool) { self.countsArrays = countsArrays }

  /// Whether a byte begins what is counted.
  func isOpening(_ byte: UInt8) -> Bool { byte == 0x7B || (countsArrays && byte == 0x5B) }

  /// Takes the next byte; `true` when it ends the outermost object or array. Outside of one only its beginning counts.
  mutating func take(_ byte: UInt8) -> Bool {
    guard depth > 0 else {
      if isOpening(byte) { depth = 1 }
      return false
    }
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == 0x5C {
        isEscaped = true
      } else if byte == 0x22 {
        isInString = false
      }
      return false
    }
    if byte == 0x22 {
      isInString = true
    } else if isOpening(byte) {
      depth += 1
    } else if byte == 0x7D || (countsArrays && byte == 0x5D) {
      depth -= 1
      return depth == 0
    }
    return false
  }

  /// No string of JSON has a line break: a damaged one ends with its line.
  mutating func endLine() {
    isInString = false
    isEscaped = false
  }
}
