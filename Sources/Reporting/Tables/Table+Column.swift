public import Quantities

extension Table {
  /// A column of a table: what it holds, what its numbers measure, and how they are printed.
  public struct Column: Sendable, Hashable {
    /// Which numbers are better.
    public enum Direction: String, Sendable, Hashable {
      case lowerIsBetter
      case higherIsBetter
      /// Neither.
      case none
    }

    /// Among which rows the best and the second-best number are marked.
    public enum Ranking: Sendable, Hashable {
      /// Nowhere.
      case none
      /// Among all body rows.
      case table
      /// Among the body rows of each group.
      case group
    }

    /// How many digits numbers are printed with; always one count of decimals for the whole column.
    public enum Format: Sendable, Hashable {
      /// For means with deviations, two significant digits of the median deviation; else three of the median number.
      case automatic
      /// A fixed count of decimals.
      case decimals(Int)
      /// So many significant digits of the median number.
      case significantDigits(Int)
      /// Durations as hours, minutes and seconds: 1:23:45.
      case clock
    }

    /// The side that cells stand on.
    public enum Alignment: Sendable, Hashable {
      case left
      case right
      case centre
    }

    /// The stable name in data files: lower case, digits and underscores, without a unit.
    public var key: String
    /// The title, without the unit. A column of facility energy names its PUE here.
    public var header: RichText
    /// What the numbers measure.
    public var unit: ColumnUnit
    /// Which numbers are better; shown as an arrow.
    public var direction: Direction
    /// Where best and second-best are marked; needs a direction.
    public var ranking: Ranking
    /// How the numbers came to be known; columns never mix this silently. `nil` for names and counts.
    public var provenance: Provenance?
    /// A footnote mark on the title.
    public var mark: String?
    /// How many digits numbers are printed with.
    public var format: Format
    /// Whether thousands are parted, from 10 000 on.
    public var groupsThousands: Bool
    /// The side that cells stand on; `nil` for numbers right and text left.
    public var alignment: Alignment?
    /// A unit to print in, whatever the numbers are; `nil` to choose from their median.
    public var scale: UnitScale?
    /// Columns of the same name here are printed in the same unit and to the same decimal, chosen from all their
    /// numbers, so that a reader can add them up.
    public var scaleGroup: String?
    /// Whether a cell that repeats the one above, in the same group, is left blank where people read the table.
    public var hidesRepeats: Bool

    /// Makes a column; all but the key and the title have defaults that suit a column of text or plain numbers.
    public init(
      key: String, header: RichText, unit: ColumnUnit = .none, direction: Direction = .none, ranking: Ranking = .none,
      provenance: Provenance? = nil, mark: String? = nil, format: Format = .automatic, groupsThousands: Bool = false,
      alignment: Alignment? = nil, scale: UnitScale? = nil, scaleGroup: String? = nil, hidesRepeats: Bool = false
    ) {
      self.key = key
      self.header = header
      self.unit = unit
      self.direction = direction
      self.ranking = ranking
      self.provenance = provenance
      self.mark = mark
      self.format = format
      self.groupsThousands = groupsThousands
      self.alignment = alignment
      self.scale = scale
      self.scaleGroup = scaleGroup
      self.hidesRepeats = hidesRepeats
    }
  }
}
