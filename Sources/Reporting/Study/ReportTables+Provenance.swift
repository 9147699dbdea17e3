import Accounting
import Alignment
import LogFormats

extension ReportTables {
  /// The numbers of a report that no log tells, with their sources.
  func constants(_ constants: [ReportManifest.Constant]) -> Table {
    Table(
      name: "constants", caption: "Numbers that no log tells, with their sources",
      columns: [
        .init(key: "name", header: "Constant"), .init(key: "value", header: "Value", alignment: .right),
        .init(key: "unit", header: "Unit"), .init(key: "place", header: "Place"),
        .init(key: "year", header: "Year", alignment: .right), .init(key: "origin", header: "From"),
        .init(key: "source", header: "Source"),
      ],
      rows: constants.map { constant in
        Table.Row([
          .text(constant.name), .text(Self.plain(constant.value)), constant.unit.map { .text($0) } ?? .empty,
          constant.place.map { .text($0) } ?? .empty, constant.year.map { .text(String($0)) } ?? .empty,
          .text(Self.words(origin: constant.origin)),
          .text([constant.source, constant.edition, constant.license].compactMap(\.self).joined(separator: "; ")),
        ])
      })
  }

  /// Each content that was read, with its hash.
  ///
  /// - Parameter limit: at most so many.
  func inputFiles(limit: Int) -> Table {
    let inputs = footprint.study.inputs
    return Table(
      name: "input-files",
      caption: inputs.count > limit
        ? RichText("The first \(limit) of \(inputs.count) files read; data/inputs.json has all")
        : RichText("Files read, with their hashes"),
      columns: [
        .init(key: "path", header: "File"), .init(key: "format", header: "Format"),
        .init(key: "bytes", header: "Bytes", unit: .count, groupsThousands: true),
        .init(key: "sha256", header: "SHA-256"),
      ],
      rows: inputs.prefix(limit).map { input in
        Table.Row([
          .text(input.path), .text(input.format.rawValue), .integer(input.byteCount), .rich(.code(input.sha256)),
        ])
      })
  }

  /// A number of any size, to six digits, without zeros at its end.
  private static func plain(_ value: Double) -> String? {
    guard let text = NumberFormat.significant(value, digits: 6), text.contains(".") else {
      return NumberFormat.significant(value, digits: 6)
    }
    let kept = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
    return String(kept.reversed())
  }

  private static func words(origin: String) -> String {
    switch origin {
    case "studyFile", "user": "study file"
    case "table": "built-in table"
    default: origin
    }
  }
}
