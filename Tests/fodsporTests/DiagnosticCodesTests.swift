import Foundation
import Testing

/// `docs/diagnostics.md` against the sources: what is emitted is documented, and what is documented is emitted.
///
/// Every code is written out as one literal where it is emitted; that is what lets a reader, and this suite, find it.
@Suite("Reference of diagnostic codes")
struct DiagnosticCodesTests {
  /// Resolved, since a test folder may be a link into another checkout.
  private static let packageRoot = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private let sources: SourceCodes
  private let rows: [ReferenceRow]

  init() throws {
    let reference = Self.packageRoot.appending(path: "docs/diagnostics.md")
    rows = try ReferenceRow.all(in: String(contentsOf: reference, encoding: .utf8))
    sources = try SourceCodes(folder: Self.packageRoot.appending(path: "Sources"), families: Set(rows.map(\.family)))
  }

  @Test("The scan finds the codes of all layers")
  func scanFindsCodes() {
    #expect(sources.fileCount > 100)
    // On a line of its own, in a table of tuples, in both arms of a choice, beside other arguments.
    let samples: Set = [
      "count-once.copy", "carbontracker.short-epoch", "trace.missing-samples", "trace.power-unavailable",
      "file.unreadable", "pue.default",
    ]
    #expect(samples.subtracting(sources.codes) == [])
  }

  @Test("Every code in the sources is documented")
  func codesAreDocumented() {
    #expect(sources.codes.subtracting(rows.map(\.code)).sorted() == [])
  }

  @Test("Every documented code occurs in the sources")
  func documentedCodesOccur() {
    #expect(Set(rows.map(\.code)).subtracting(sources.codes).sorted() == [])
  }

  @Test("No code is documented twice")
  func rowsAreUnique() {
    let repeated = Dictionary(grouping: rows, by: \.code).filter { $0.value.count > 1 }.keys
    #expect(repeated.sorted() == [])
  }

  @Test("A row has the severities with which its code is emitted, and every cell is filled")
  func rowsAreComplete() {
    for row in rows {
      #expect(row.severities == sources.severities[row.code], "\(row.code)")
      #expect(row.cells.count == 5, "\(row.code)")
      #expect(row.cells.allSatisfy { !$0.isEmpty }, "\(row.code)")
    }
  }

  @Test("No code is put together from parts")
  func codesAreLiterals() {
    #expect(sources.malformed.sorted() == [])
  }
}

/// The codes in Swift sources, as string literals.
private struct SourceCodes {
  /// All literals in the place of a code, or of the shape of a code and of a documented family.
  private(set) var codes: Set<String> = []
  /// The severities that stand before a code.
  private(set) var severities: [String: Set<String>] = [:]
  /// Literals in the place of a code that are none.
  private(set) var malformed: Set<String> = []
  private(set) var fileCount = 0

  init(folder: URL, families: Set<String>) throws {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      fileCount += 1
      scan(try String(contentsOf: file, encoding: .utf8), families: families)
    }
  }

  private mutating func scan(_ text: String, families: Set<String>) {
    // `.info, "a.b"`; `condition ? .info : .warning, "a.b"`; `.info, condition ? "a.b" : "c.d"`.
    let emitted =
      #/(?:\.(info|warning|error) : )?\.(info|warning|error),\s*(?:[\w.]+ \? "([^"]*)" : )?"([^"]*)"/#
    for match in text.matches(of: emitted) {
      let found = [match.1, match.2].compactMap { $0.map(String.init) }
      for code in [match.3, match.4].compactMap({ $0.map(String.init) }) {
        // The endings of carbontracker's file names stand in a table beside cases of another type.
        guard code.wholeMatch(of: #/[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*/#) != nil else {
          if code.wholeMatch(of: #/_[a-z_]+\.log/#) == nil { malformed.insert(code) }
          continue
        }
        codes.insert(code)
        severities[code, default: []].formUnion(found)
      }
    }
    let ofKnownFamilies = #/"(([a-z][a-z0-9-]*)\.([a-z][a-z0-9-]*"|\\\())/#
    for match in text.matches(of: ofKnownFamilies) where families.contains(String(match.2)) {
      // A family's name is also a data file's.
      if match.1.hasSuffix(".json\"") { continue }
      if match.1.hasSuffix("\"") {
        codes.insert(String(match.1.dropLast()))
      } else {
        malformed.insert(String(match.1))
      }
    }
  }
}

/// One row of the reference's tables.
private struct ReferenceRow {
  let code: String
  let severities: Set<String>
  let cells: [String]

  var family: String { String(code.prefix { $0 != "." }) }

  /// The rows that begin with a code in backquotes.
  static func all(in markdown: String) throws -> [ReferenceRow] {
    markdown.split(separator: "\n").compactMap { line in
      guard let match = line.prefixMatch(of: #/\| `([a-z0-9-]+\.[a-z0-9-]+)`/#) else { return nil }
      let cells = line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      let severities = cells.count > 1 ? cells[1].components(separatedBy: " or ") : []
      return ReferenceRow(code: String(match.1), severities: Set(severities), cells: cells)
    }
  }
}
