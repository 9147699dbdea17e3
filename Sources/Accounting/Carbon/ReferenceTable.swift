/// A small CSV table that is built into the program.
///
/// Lines that start with `#` are comments; those of the form `# key: value` can be asked for. The first other line
/// names the columns. Fields may be quoted as RFC 4180 says, without line breaks inside.
package struct ReferenceTable: Sendable {
  private let notes: [String: String]
  /// The columns' names, in the order of the file.
  package let columns: [String]
  /// The rows below the header; a row can have fewer or more fields than there are columns.
  package let rows: [[String]]

  /// Reads a table from UTF-8 text.
  package init(parsing bytes: [UInt8]) {
    var notes: [String: String] = [:]
    var records: [[String]] = []
    for line in bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
      if line.first == UInt8(ascii: "#") {
        if let (key, value) = Self.note(line.dropFirst()) { notes[key] = value }
      } else {
        records.append(Self.fields(of: line))
      }
    }
    self.notes = notes
    columns = records.first ?? []
    rows = Array(records.dropFirst())
  }

  /// The value of a comment line `# key: value`; empty when there is none.
  package func note(_ key: String) -> String { notes[key] ?? "" }

  /// A field of a row by its column's name; `nil` when it is missing or empty.
  package func field(_ column: String, of row: [String]) -> String? {
    guard let index = columns.firstIndex(of: column), row.indices.contains(index), !row[index].isEmpty else {
      return nil
    }
    return row[index]
  }

  private static func note(_ comment: ArraySlice<UInt8>) -> (key: String, value: String)? {
    let parts = comment.split(separator: UInt8(ascii: ":"), maxSplits: 1)
    guard let key = parts.first, let value = parts.dropFirst().first else { return nil }
    return (trimmed(key), trimmed(value))
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    var text = bytes
    while text.first == UInt8(ascii: " ") { text = text.dropFirst() }
    while text.last == UInt8(ascii: " ") { text = text.dropLast() }
    return String(decoding: text, as: UTF8.self)
  }

  private static func fields(of line: ArraySlice<UInt8>) -> [String] {
    let quote = UInt8(ascii: "\"")
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var previous: UInt8?
    for byte in line {
      switch byte {
      case quote:
        // A doubled quote inside quotes closes and opens them at once, and stands for itself.
        if !isQuoted, previous == quote { field.append(quote) }
        isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted:
        fields.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
      default:
        field.append(byte)
      }
      previous = byte
    }
    fields.append(String(decoding: field, as: UTF8.self))
    return fields
  }
}
