import LogScanning

extension NumberTable {
  /// The tables in a JSON data file of a report, or in a table that was printed as JSON.
  ///
  /// A list of objects is a table with a row for each; objects inside become columns with dotted names, lists of objects
  /// inside tables of their own, whose rows say in `of` which row they belong to.
  static func tables(name: String, json: JSONValue) -> [NumberTable] {
    var reader = JSONTables()
    if let rows = json["rows"]?.array, json["columns"]?.array != nil {
      reader.add(rows.map { $0["cells"] ?? .null }, to: json["name"]?.string ?? name, of: nil)
    } else if let rows = json.array {
      reader.add(rows, to: name, of: nil)
    } else if json.members != nil {
      reader.add([json], to: name, of: nil)
    }
    return reader.tables
  }
}

/// Gathers tables from nested JSON.
private struct JSONTables {
  private var names: [String] = []
  private var columns: [String: [String]] = [:]
  private var rows: [String: [[String: String]]] = [:]

  /// What names an object, in order.
  private static let identity = [
    "dataset", "trainer", "plans", "configuration", "fold", "location", "training", "id", "path", "name", "component",
    "evidence", "kind", "epoch", "code",
  ]

  var tables: [NumberTable] {
    names.map { name in
      let columns = columns[name] ?? []
      return NumberTable(
        name: name, columns: columns, rows: (rows[name] ?? []).map { row in columns.map { row[$0] ?? "" } })
    }
  }

  mutating func add(_ objects: [JSONValue], to name: String, of parent: String?) {
    for (place, object) in objects.enumerated() {
      var row: [String: String] = [:]
      var order: [String] = []
      func put(_ column: String, _ cell: String) {
        row[column] = cell
        order.append(column)
      }
      if let parent { put("of", parent) }
      let label = [parent, Self.label(of: object) ?? "#\(place + 1)"].compactMap(\.self).joined(separator: "/")
      var nested: [(name: String, objects: [JSONValue])] = []
      var open = (object.members ?? []).reversed().map { (path: $0.key, value: $0.value) }
      while let (path, value) = open.popLast() {
        switch value {
        case .object(let members): open += members.reversed().map { (path + "." + $0.key, $0.value) }
        case .array(let elements) where elements.contains { $0.members != nil }: nested.append((path, elements))
        case .array(let elements): put(path, elements.map(Self.text).joined(separator: "; "))
        default: put(path, Self.text(value))
        }
      }
      take(row, order, into: name)
      for list in nested { add(list.objects, to: name + "/" + list.name, of: label) }
    }
  }

  private mutating func take(_ row: [String: String], _ order: [String], into name: String) {
    if columns[name] == nil { names.append(name) }
    let known = Set(columns[name] ?? [])
    columns[name, default: []] += order.filter { !known.contains($0) }
    rows[name, default: []].append(row)
  }

  private static func label(of object: JSONValue) -> String? {
    let words = identity.compactMap { object[$0].map(text) }.filter { !$0.isEmpty }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .bool(let bool): bool ? "true" : "false"
    case .number(let number): Int(exactly: number).map { String($0) } ?? "\(number)"
    case .string(let string): string
    case .array(let elements): elements.map(text).joined(separator: "; ")
    case .object: ""
    }
  }
}
