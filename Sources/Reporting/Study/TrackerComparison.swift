import Accounting

/// What programs that track the energy of computing do, from a table that is built into the program.
///
/// It is no part of a report: it rests on released packages and on no log.
public enum TrackerComparison {
  /// What is told of each program, in the order of the columns.
  private static let aspects: [(key: String, title: RichText)] = [
    ("measures", "Measures itself"), ("gpu", "GPU"), ("cpu", "CPU"), ("memory", "DRAM"), ("pue", "PUE"),
    ("split", "Split by"), ("prediction", "Predicts training"), ("uncertainty", "Uncertainty"),
    ("embodied", "Embodied emissions"), ("latex_tables", "LaTeX tables"), ("report", "Report"),
  ]

  /// A fact and where it was read.
  struct Fact: Sendable, Hashable {
    let tool: String
    let version: String
    let aspect: String
    let value: String
    let source: String
  }

  /// All facts, in the order of the file.
  static let facts: [Fact] = {
    let table = ReferenceTable(parsing: PackageResources.trackers_csv)
    return table.rows.compactMap { row in
      guard let tool = table.field("tool", of: row), let version = table.field("version", of: row),
        let aspect = table.field("aspect", of: row), let value = table.field("value", of: row),
        let source = table.field("source", of: row)
      else { return nil }
      return Fact(tool: tool, version: version, aspect: aspect, value: value, source: source)
    }
  }()

  /// The programs with their versions, in the order of the file.
  private static var tools: [(name: String, version: String)] {
    var found: [(name: String, version: String)] = []
    for fact in facts where !found.contains(where: { $0.name == fact.tool }) { found.append((fact.tool, fact.version)) }
    return found
  }

  /// A row for each program, as documents print it.
  public static let table: Table = {
    let values = Dictionary(facts.map { ([$0.tool, $0.aspect], $0.value) }, uniquingKeysWith: { first, _ in first })
    return Table(
      name: "trackers", caption: "Programs that track the energy of computing, and Fodspor",
      columns: [.init(key: "tool", header: "Program"), .init(key: "version", header: "Version")]
        + aspects.map { Table.Column(key: $0.key, header: $0.title) },
      rows: tools.map { tool in
        Table.Row([.text(tool.name), .text(tool.version)] + aspects.map { .text(values[[tool.name, $0.key]]) })
      },
      notes: [
        "Read in the packages of these versions; --: could not be told from the package. The same table as CSV names the file of each fact. TDP: a device's rated power times the time, with or without its load."
      ])
  }()

  /// A row for each fact with its source, as data files have it.
  public static let data: Table = Table(
    name: "trackers", caption: table.caption,
    columns: [
      .init(key: "tool", header: "Program"), .init(key: "version", header: "Version"),
      .init(key: "aspect", header: "Aspect"), .init(key: "value", header: "Value"),
      .init(key: "source", header: "Source"),
    ],
    rows: facts.map { fact in
      Table.Row([fact.tool, fact.version, fact.aspect, fact.value, fact.source].map { .text($0) }, group: fact.tool)
    })
}
