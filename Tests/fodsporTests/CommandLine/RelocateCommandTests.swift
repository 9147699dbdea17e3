import Foundation
import TestSupport
import Testing

/// `fodspor relocate`, and reports by a time series of carbon intensities.
@Suite("Command line: relocate") struct RelocateCommandTests {
  private static func rows(_ csv: String) -> [[String: String]] {
    let lines = csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
  }

  private static func number(_ row: [String: String], _ key: String) throws -> Double {
    try #require(row[key].flatMap { Double($0) }, "\(key)")
  }

  /// The second training ran on 2026-11-23 from 09:46:10 to 09:47:00 UTC; this series covers it, and changes in it.
  private static func series(until minute: Int = 59) -> String {
    "Datetime (UTC),Zone id,Carbon intensity gCO₂eq/kWh (direct),Carbon intensity gCO₂eq/kWh (Life cycle)\n"
      + (40...minute).map { "2026-11-23 09:\($0),DK-DK2,\($0 < 47 ? 80 : 90),\(10 * $0)\n" }.joined()
  }

  @Test("CO2e elsewhere is facility energy times intensity; the place where it ran has factor 1")
  func places() async throws {
    let folder = try SmallStudy.make()
    try folder.write("{pue: 1.5, carbon-intensity: {country: DNK, year: 2024}}", to: "logs/fodspor.yml")
    let result = try await CommandLineTool.run(
      "relocate", "logs", "--to", "SE,Poland,site=25", "--year", "2024", "--pue", "site=1.2", "--of", "runs",
      "--format", "csv",
      in: folder)
    #expect(result.status == 0)
    let rows = Self.rows(result.output)
    #expect(rows.map { $0["place"] } == ["Denmark (where it ran)", "Sweden", "Poland", "site"])
    for row in rows {
      let grams = try Self.number(row, "facility_energy_kwh") * Self.number(row, "carbon_intensity")
      #expect(abs(try Self.number(row, "co2e_g") - grams) < 1e-9)
    }
    #expect(rows[0]["factor"] == "1.0")
    #expect(rows.map { $0["pue"] } == ["1.5", "1.5", "1.5", "1.2"])
    let ratio = try Self.number(rows[3], "facility_energy_kwh") / Self.number(rows[0], "facility_energy_kwh")
    #expect(abs(ratio - 0.8) < 1e-12)
  }

  @Test("A figure comes in every format: picture, TikZ, its data, its words")
  func figureFormats() async throws {
    let folder = try SmallStudy.make()
    try folder.write("{pue: 1.5, carbon-intensity: {country: DNK, year: 2024}}", to: "logs/fodspor.yml")
    let places = ["logs", "--to", "SE,PL", "--year", "2024"]
    let arguments = ["relocate"] + places + ["--figure"]
    let starts = ["svg": "<svg ", "tikz": "% Emissions", "csv": "place,where it ran,item,", "txt": "Emissions of "]
    for (format, start) in starts {
      let result = try await CommandLineTool.run(arguments + ["--format", format], in: folder)
      #expect(result.status == 0 && result.output.hasPrefix(start), "\(format): \(result.messages)")
      let plotted = try await CommandLineTool.run(["plot", "places"] + places + ["--format", format], in: folder)
      #expect(plotted.output == result.output, "\(format): \(plotted.messages)")
    }
    let plain = try await CommandLineTool.run(arguments + ["--width", "ieee"], in: folder)
    #expect(plain.output.contains(" width=\"88.55mm\" ") && plain.output.contains("<title>Sweden"))
    for wrong in [["--figure", "--format", "md"], ["--figure", "--format", "pdf"]] {
      #expect(try await CommandLineTool.run(["relocate"] + places + wrong, in: folder).status == 64)
    }
  }

  @Test("As a figure, places stand in order of emissions, with the factors of the table")
  func placesFigure() async throws {
    let folder = try SmallStudy.make()
    try folder.write("{pue: 1.5, carbon-intensity: {country: DNK, year: 2024}}", to: "logs/fodspor.yml")
    let arguments = ["relocate", "logs", "--to", "Poland,SE", "--year", "2024", "--format"]
    let table = Self.rows(try await CommandLineTool.run(arguments + ["csv"], in: folder).output)
    let result = try await CommandLineTool.run(arguments + ["svg", "-o", "places.svg"], in: folder)
    #expect(result.status == 0, "\(result.messages)")
    let svg = try folder.text("places.svg")
    let names = ["Sweden", "Denmark", "Poland"]
    let places = try names.map { try #require(svg.range(of: ">\($0)</text>")).lowerBound }
    #expect(places == places.sorted())
    let factor = try #require(table.first { $0["place"] == "Poland" }?["factor"].flatMap { Double($0) })
    #expect(svg.contains(">×\(String(format: "%.2f", factor))</text>"))
  }

  @Test("The study file's places stand in the report, in the year of its own intensity")
  func placesInReport() async throws {
    let folder = try SmallStudy.make()
    try folder.write(
      "{pue: 1.5, carbon-intensity: {country: DNK, year: 2023}, places: [NO, Poland, {value: 9, place: site}]}",
      to: "logs/fodspor.yml")
    let report = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(report.status == 0, "\(report.messages)")
    // Items' names have commas; the first and the last column have none.
    let lines = try folder.text("out/figures/places.csv").split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(Set(lines.compactMap(\.first)) == ["Denmark", "Norway", "Poland", "site"])
    let arguments = ["relocate", "logs", "--to", "NO", "--year", "2023", "--format", "csv"]
    let table = Self.rows(try await CommandLineTool.run(arguments, in: folder).output)
    let expected = try #require(table.first { $0["place"] == "Norway" }?["factor"])
    #expect(lines.first { $0.first == "Norway" }?.last == expected)
    #expect(try folder.text("out/report.md").contains("figures/places.svg"))
    let printed = Self.rows(try folder.text("out/tables/relocation.csv"))
    #expect(printed.compactMap { $0["place"] } == ["Denmark (where it ran)", "Norway", "Poland", "site"])
    #expect(printed.first { $0["place"] == "Norway" }?["factor"] == expected)
    for document in ["report.md", "report.html"] {
      #expect(try folder.text("out/\(document)").contains("at other places"))
    }
    #expect(try folder.text("out/appendix-body.tex").contains("\\input{tables/relocation}"))
    #expect(try folder.text("out/data/manifest.json").contains("place_3_carbon_intensity"))
    try folder.write("places: [Atlantis]", to: "logs/fodspor.yml")
    let refused = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(refused.status == 2)
    #expect(refused.messages.contains("no carbon intensity is known for 'Atlantis'"), "\(refused.messages)")
  }

  @Test("Emissions by a series are weighted with power, and later starts move along it")
  func series() async throws {
    let folder = try SmallStudy.make()
    try folder.write(Self.series(), to: "logs/grid/dk.csv")
    let yaml = "{pue: 1.5, carbon-intensity: {series: grid/dk.csv, emissions: life-cycle}}"
    try folder.write(yaml, to: "logs/fodspor.yml")
    let report = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(report.status == 0, "\(report.messages)")
    let basis = try folder.text("out/data/basis.json")
    #expect(basis.contains(#""kind": "series""#))
    #expect(basis.contains(#""emissions": "life-cycle""#))
    let later = try await CommandLineTool.run(
      "relocate", "logs", "--later", "1", "--step", "0.05", "--format", "csv", in: folder)
    #expect(later.status == 0)
    let rows = Self.rows(later.output)
    #expect(rows.count == 21)
    // 3 minutes later every minute's intensity is 30 g/kWh more.
    let runs = Self.rows(
      try await CommandLineTool.run("relocate", "logs", "--to", "x=30", "--of", "runs", "--format", "csv", in: folder)
        .output)
    let own = try Self.number(runs[0], "co2e_g")
    #expect(abs(try Self.number(rows[0], "co2e_g") - own) < 1e-9 * own)
    let more = try Self.number(rows[1], "co2e_g") - Self.number(rows[0], "co2e_g")
    #expect(abs(more - (try Self.number(runs[1], "co2e_g"))) < 1e-9)
    #expect(rows[20]["co2e_g"] == "")
    let figure = try await CommandLineTool.run(
      "relocate", "logs", "--later", "1", "--step", "0.05", "--format", "svg", in: folder)
    #expect(figure.status == 0)
    #expect(figure.output.contains("<title id=\"time-shift-title\">Carbon intensity"))
    #expect(figure.output.contains("Intensity: DK-DK2, Electricity Maps, dk.csv, life-cycle emissions."))
    // The series rises all the time: no later start has less.
    #expect(figure.output.contains(">most</text>") && !figure.output.contains(">least</text>"))
    #expect(try folder.text("out/figures/time-shift.svg").contains("time-shift-title"))
    #expect(try folder.text("out/report.md").contains("figures/time-shift.svg"))
  }

  @Test("The same selection elsewhere, or at its best hours, is priced beside the other strategies")
  func strategies() async throws {
    let folder = try SmallStudy.make()
    // An hour later every minute is at a tenth of the intensity.
    let later = (40...59).map { "2026-11-23 10:\($0),DK-DK2,8,\($0)\n" }.joined()
    let between = (0...39).map { "2026-11-23 10:\($0 < 10 ? "0" : "")\($0),DK-DK2,80,900\n" }.joined()
    try folder.write(Self.series() + between + later, to: "logs/dk.csv")
    try folder.write("{pue: 1.5, carbon-intensity: {series: dk.csv, emissions: life-cycle}}", to: "logs/fodspor.yml")
    let result = try await CommandLineTool.run(
      "select", "logs", "--to", "SE,dark=1000", "--pue", "dark=1.2", "--year", "2024", "--later", "1", "--format",
      "json",
      in: folder)
    #expect(result.status == 0, "\(result.messages)")
    let tables = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    let table = try #require(tables.first { $0["name"] as? String == "strategies" })
    let rows = try #require(table["rows"] as? [[String: Any]])
    func value(_ strategy: String, _ key: String) throws -> Double {
      let cells = rows.compactMap { $0["cells"] as? [String: [String: Any]] }
      let row = try #require(
        cells.first { ($0["strategy"]?["printed"] as? String) == strategy }, "\(strategy) in \(cells)")
      return try #require((row[key]?["value"] as? NSNumber)?.doubleValue, "\(key) in \(row)")
    }
    let own = try value("as executed", "co2e")
    #expect(abs(try value("best hours, up to 1 h later", "co2e") / own - 0.1) < 1e-9)
    #expect(abs(try value("best hours, up to 1 h later", "saved") - 0.9) < 1e-9)
    let energy = try value("as executed", "it_energy")
    #expect(abs(try value("in dark (2024), PUE 1.20", "co2e") - energy * 1.2 * 1000) < 1e-9)
    #expect(try value("in Sweden (2024)", "it_energy") == energy)
    #expect(try value("in Sweden (2024)", "saved") > 0.5)
  }

  @Test("A series that ends within a training is refused; by choice, the part that it covers counts and is told")
  func tooShort() async throws {
    let folder = try SmallStudy.make()
    try folder.write(Self.series(until: 46), to: "logs/dk.csv")
    try folder.write("carbon-intensity: {series: dk.csv, emissions: direct}", to: "logs/fodspor.yml")
    let refused = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    // 09:46 holds until 09:47: all of it is covered.
    #expect(refused.status == 0, "\(refused.messages)")
    try folder.write(
      Self.series(until: 46).replacing("2026-11-23 09:46,DK-DK2,80,460\n", with: "2026-11-23 09:45:30,DK-DK2,80,460\n"),
      to: "logs/dk.csv")
    let short = try await CommandLineTool.run("report", "logs", "-o", "out", in: folder)
    #expect(short.status == 2)
    #expect(short.messages.contains("dk.csv: covers"))
    try folder.write("carbon-intensity: {series: dk.csv, emissions: direct, cover: part}", to: "logs/fodspor.yml")
    let part = try await CommandLineTool.run("check", "logs", in: folder)
    #expect(part.status == 0, "\(part.messages)")
    #expect(part.output.contains("warning[carbon.series-part]"))
  }

  @Test(
    "What cannot be done is said before anything is read, or with status 2",
    arguments: [
      (["relocate", "logs"], 64, "Say either where"),
      (["relocate", "logs", "--to", "SE", "--later", "3"], 64, "Say either where"),
      (["relocate", "logs", "--to", "SE", "--pue", "0.9"], 64, "numbers of at least 1"),
      (["relocate", "logs", "--to", "SE", "--pue", "PL=1.2"], 64, "not among the places"),
      (["relocate", "logs", "--to", "Atlantis"], 2, "no carbon intensity is known for 'Atlantis'"),
      (["relocate", "logs", "--to", "SE,US-CA"], 2, "direct and life-cycle"),
      (["relocate", "logs", "--later", "3"], 2, "needs a carbon intensity over time"),
    ])
  func refusals(arguments: [String], status: Int32, message: String) async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run(arguments, in: folder)
    #expect(result.status == status)
    #expect(result.messages.contains(message), "\(result.messages)")
  }
}
