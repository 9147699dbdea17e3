import GRDB

/// Whether the tables of a store are those that this program makes.
///
/// A store may come from anyone. Its schema is code that SQLite runs: triggers, views in the place of tables, generated
/// columns. So every object that the program uses must be the one that the program made, and its tables may have no
/// trigger and no further index. Views and tables that somebody added for queries of their own are never used.
enum StoreSchemaCheck {
  /// An object of a schema.
  private struct Item: Decodable, FetchableRecord {
    var type: String
    var name: String
    var table: String
    var sql: String?

    enum CodingKeys: String, CodingKey {
      case type, name, sql
      case table = "tbl_name"
    }

    /// The text without what differs between stores of one version: blanks, and `STRICT`, which older SQLite lacks.
    var definition: String {
      let words = (sql ?? "").split { $0 == " " || $0 == "\n" }.joined(separator: " ")
      return words.hasSuffix(" STRICT") ? String(words.dropLast(7)) : words
    }
  }

  /// The largest schema that is looked at, in objects; a store has about forty.
  private static let maximumItems = 10_000

  /// What is wrong with a store of a version, in a few words; `nil` when nothing is.
  static func problem(in db: Database, version: Int) throws -> String? {
    guard (1...Schema.version).contains(version) else { return "version \(version)" }
    let own = try items(ofVersion: version)
    let found = try items(in: db)
    if found.count > maximumItems { return "more than \(maximumItems) tables" }
    let byName = Dictionary(found.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    for item in own {
      guard let other = byName[item.name.lowercased()] else { return "\(item.type) \(item.name) is missing" }
      guard other.type == item.type, other.definition == item.definition else {
        return "\(other.type) \(item.name) is not as fodspor makes it"
      }
    }
    let tables = Set(own.map { $0.table.lowercased() })
    for item in found where tables.contains(item.table.lowercased()) {
      if item.type == "trigger" { return "table \(item.table) has a trigger, \(item.name)" }
      if item.type == "index", item.sql != nil, !own.contains(where: { $0.name == item.name }) {
        return "table \(item.table) has an index that is not fodspor's, \(item.name)"
      }
    }
    return nil
  }

  private static func items(in db: Database) throws -> [Item] {
    try Item.fetchAll(
      db, sql: "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name LIMIT \(maximumItems + 1)")
  }

  /// The objects of a store that this program has just made.
  private static func items(ofVersion version: Int) throws -> [Item] {
    let database = try DatabaseQueue()
    try Schema.migrator.migrate(database, upTo: "\(version)")
    // Indexes that SQLite makes for UNIQUE have no text and stand with their tables.
    return try database.read { db in try items(in: db) }.filter { $0.sql != nil }
  }
}
