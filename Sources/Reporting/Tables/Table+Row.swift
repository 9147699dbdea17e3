extension Table {
  /// A row of a table.
  public struct Row: Sendable, Hashable {
    /// What a row stands for.
    public enum Kind: String, Sendable, Hashable {
      case body
      /// A sum over the body rows of its group.
      case subtotal
      /// A sum over the whole table.
      case total
    }

    /// One cell for each column; missing ones count as ``Cell/Value/missing``, surplus ones are not shown.
    public var cells: [Cell]
    /// What the rows beside each other have in common, such as the data set; parted from the next group by space.
    public var group: String?
    /// What the row stands for.
    public var kind: Kind

    /// Makes a row.
    public init(_ cells: [Cell], group: String? = nil, kind: Kind = .body) {
      self.cells = cells
      self.group = group
      self.kind = kind
    }
  }

  /// A cell of a table: a value, and what is to be pointed out about it.
  public struct Cell: Sendable, Hashable {
    /// What a cell holds.
    public enum Value: Sendable, Hashable {
      /// Nothing belongs here, as in most cells of a total row.
      case empty
      /// A value belongs here and is not known; printed "--".
      case missing
      /// No value can belong here; printed "n/a".
      case notApplicable
      /// Text of any origin; escaped by every renderer.
      case text(String)
      /// Text with styles.
      case rich(RichText)
      /// A whole number, printed as it is.
      case integer(Int)
      /// A number in the base unit of the column; one that is not finite counts as missing.
      case quantity(Double)
      /// A mean with its sample standard deviation, in the base unit of the column, over `count` values.
      ///
      /// The deviation is `nil` for a single value.
      case mean(Double, deviation: Double?, count: Int)
    }

    /// Whether the number stands out among those of its column.
    public enum Emphasis: Sendable, Hashable {
      case none
      case best
      case second
    }

    /// The value.
    public var value: Value
    /// A footnote mark behind it.
    public var mark: String?
    /// Whether it stands out; ``Column/ranking`` sets this for whole columns.
    public var emphasis: Emphasis
    /// The expanded uncertainty of the number with a confidence of 95 %, in the base unit of the column; `nil` where it is
    /// not known. Data files have it; documents where ``Table/printsIntervals`` asks for it.
    public var expandedUncertainty: Double?

    /// Makes a cell.
    public init(
      _ value: Value, mark: String? = nil, emphasis: Emphasis = .none, expandedUncertainty: Double? = nil
    ) {
      self.value = value
      self.mark = mark
      self.emphasis = emphasis
      self.expandedUncertainty = expandedUncertainty
    }

    /// Nothing belongs here.
    public static let empty = Cell(.empty)

    /// A value that is not known.
    public static let missing = Cell(.missing)

    /// No value can belong here.
    public static let notApplicable = Cell(.notApplicable)

    /// Text of any origin; missing for `nil`.
    public static func text(_ text: String?, mark: String? = nil) -> Cell {
      Cell(text.map(Value.text) ?? .missing, mark: mark)
    }

    /// Text with styles.
    public static func rich(_ text: RichText, mark: String? = nil) -> Cell { Cell(.rich(text), mark: mark) }

    /// A whole number; missing for `nil`.
    public static func integer(_ number: Int?, mark: String? = nil) -> Cell {
      Cell(number.map(Value.integer) ?? .missing, mark: mark)
    }

    /// A number in the base unit of the column, with its expanded uncertainty where that is known; missing for `nil`.
    public static func quantity(_ number: Double?, mark: String? = nil, u95: Double? = nil) -> Cell {
      Cell(number.map(Value.quantity) ?? .missing, mark: mark, expandedUncertainty: number == nil ? nil : u95)
    }

    /// A mean with its sample standard deviation; missing without a mean.
    public static func mean(_ mean: Double?, deviation: Double?, count: Int, mark: String? = nil) -> Cell {
      Cell(mean.map { .mean($0, deviation: deviation, count: count) } ?? .missing, mark: mark)
    }
  }
}

extension Table.Cell.Value {
  /// The number or the mean, unrounded and in base units; `nil` for text and for what is not finite.
  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .quantity(let number), .mean(let number, _, _): number.isFinite ? number : nil
    case .empty, .missing, .notApplicable, .text, .rich: nil
    }
  }

  /// The standard deviation, unrounded and in base units.
  var deviation: Double? {
    guard case .mean(let mean, let deviation?, _) = self, mean.isFinite, deviation.isFinite else { return nil }
    return deviation
  }
}

extension Table.Row {
  /// Whether a space parts the row from the one before: it is of another group, and no rule parts them.
  func startsGroup(after previous: Table.Row?) -> Bool {
    guard let previous, kind != .total else { return false }
    return group != previous.group || (kind == .body && previous.kind == .subtotal)
  }
}
