import Accounting
import Alignment
import Crypto
import LogFormats
import Plotting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `report.html` can name beside what all documents can: the page's parts, long tables, figures as SVG.
struct HTMLPage {
  let facts: ReportFacts
  let tables: ReportTables
  let figures: [ReportFigures.Figure]
  let constants: [ReportManifest.Constant]
  let templates: DocumentTemplates

  /// At most so many findings, and so many inputs, are listed, so that a page of thousands of runs still opens at once;
  /// `tables/diagnostics.csv` and `data/inputs.json` have all.
  static let listedRows = 1000
  /// A figure's data beyond this many bytes is linked to, not embedded.
  static let embeddedData = 256 * 1024
  /// Of figures that every data set has, so many are embedded; the others are linked to.
  static let embeddedPerDataset = 24

  private let escaping = HTMLEscaping()

  /// How a printed table stands in the page: those that list runs or trainings can be sorted and filtered.
  static func renderer(of name: String) -> HTMLTableRenderer {
    let frame: HTMLTableRenderer.Frame =
      switch name {
      case "trainings":
        .init(isInteractive: true, facets: ["dataset": .value, "configuration": .value, "outcome": .lead])
      case "runs": .init(isInteractive: true, facets: ["dataset": .value, "configuration": .value])
      case "findings": .init(isInteractive: true, facets: ["severity": .value, "code": .value])
      default: .init()
      }
    return HTMLTableRenderer(frame: frame)
  }

  /// The page's own keys.
  func context() throws(ReportError) -> [String: Any] {
    let style = try templates.source("report.css").text
    let script = try templates.source("report.js").text
    var context: [String: Any] = [
      "style": style, "script": script,
      "content_security_policy": Self.policy(style: style, script: script),
      "summary": summary.map { item in
        [
          "label": escaping.render(item.label), "value": escaping.render(item.value),
          "unit": item.unit.map(escaping.render) ?? false, "note": escaping.render(item.note),
        ] as [String: Any]
      },
      "has_figures": !figures.isEmpty,
      "figures": figureContexts,
    ]
    for table in [tables.constants(constants), tables.inputFiles(limit: Self.listedRows), findings]
    where !table.rows.isEmpty {
      let key = table.name.replacing("-", with: "_")
      context["table_" + key] = Self.renderer(of: table.name).render(FormattedTable(table))
      context["caption_" + key] = escaping.render(table.caption)
    }
    return context
  }

  // MARK: - Head

  /// Allows this style sheet and this script and nothing else: no request, no frame, no form, no other code.
  static func policy(style: String, script: String) -> String {
    func hash(_ text: String) -> String {
      "'sha256-" + Data(SHA256.hash(data: Array(text.utf8))).base64EncodedString() + "'"
    }
    return
      "default-src 'none'; style-src \(hash(style)); script-src \(hash(script)); base-uri 'none'; form-action 'none'"
  }

  // MARK: - Summary

  private struct Item {
    let label: RichText
    let value: RichText
    let unit: RichText?
    let note: RichText
  }

  /// The main numbers, as cards.
  private var summary: [Item] {
    let texts = facts.texts
    func text(_ key: String) -> RichText { texts[key] ?? "--" }
    func amount(_ label: RichText, _ key: String, note: RichText) -> Item {
      // Facts are "1.23 kWh", with a no-break space.
      let parts = text(key).plainText.split(separator: "\u{A0}", maxSplits: 1).map { RichText(String($0)) }
      return Item(label: label, value: parts.first ?? "--", unit: parts.count > 1 ? parts[1] : nil, note: note)
    }
    return [
      amount("IT energy", "it_energy", note: RichText("of ") + text("measured_components") + ", without PUE"),
      amount("Energy with PUE " + text("pue"), "facility_energy", note: text("pue_source")),
      amount(
        .co2e, "co2e", note: text("intensity") + "\u{A0}g/kWh, " + text("intensity_place")),
      amount("By car", "car_distance", note: text("car_factor") + " g/km"),
      amount("Time of all trainings", "process_time", note: text("wall_time") + " of wall clock"),
      Item(
        label: "Trainings", value: RichText(String(text("trainings").plainText.prefix { $0 != " " })), unit: nil,
        note: text("outcomes")),
    ]
  }

  // MARK: - Figures

  private var figureContexts: [[String: Any]] {
    var room = Self.embeddedPerDataset
    return figures.enumerated().map { place, figure in
      if figure.isPerDataset { room -= 1 }
      return context(of: figure, number: place + 1, isEmbedded: !figure.isPerDataset || room >= 0)
    }
  }

  private func context(of figure: ReportFigures.Figure, number: Int, isEmbedded: Bool) -> [String: Any] {
    let rendered = figure.rendered
    return [
      "name": rendered.name, "title": escaping.render(RichText(rendered.title)),
      "caption": escaping.render(figure.caption), "alt": escaping.render(RichText(rendered.description)),
      "svg": isEmbedded ? Self.inlined(rendered.svg, name: rendered.name, number: number) : false,
      "csv_link": isEmbedded ? Self.link(toCSV: rendered.csv, name: rendered.name) : "figures/\(rendered.name).csv",
    ]
  }

  /// A figure's SVG element; its identifiers, which begin with the figure's name, get a number, as figures of names that
  /// differ by marks only share theirs.
  static func inlined(_ svg: String, name: String, number: Int) -> String {
    guard let head = svg.firstRange(of: "</desc>")?.lowerBound else { return svg }
    var start = String(svg[..<head])
    // With their quotes, which no text has: it may name the figure.
    for pattern in ["id=\"%-title\"", "id=\"%-desc\"", "\"%-title %-desc\""] {
      start.replace(pattern.replacing("%", with: name), with: pattern.replacing("%", with: "figure-\(number)"))
    }
    return start + svg[head...]
  }

  /// A figure's data as an address: the data itself, or the file beside the page where it is large.
  static func link(toCSV csv: String, name: String) -> String {
    guard csv.utf8.count <= embeddedData else { return "figures/\(name).csv" }
    var address = "data:text/csv;charset=utf-8,"
    for byte in csv.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"):
        address.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        address += digits.count == 1 ? "%0" + digits : "%" + digits
      }
    }
    return address
  }

  // MARK: - Findings

  /// The gravest findings, one a row.
  private var findings: Table {
    let all = facts.footprint.diagnostics.sorted()
    var table = tables.diagnostics(Array(all.prefix(Self.listedRows)))
    table.name = "findings"
    table.caption =
      all.count > Self.listedRows ? RichText("The \(Self.listedRows) gravest findings of \(all.count)") : "All findings"
    return table
  }
}
