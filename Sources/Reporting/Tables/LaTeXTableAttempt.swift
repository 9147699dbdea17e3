/// A combination of means to save width.
struct LaTeXTableAttempt {
  /// How the titles of columns are set.
  enum Titles: CaseIterable {
    /// With their units, on one line.
    case whole
    /// Above their units.
    case onOneLine, onTwoLines, onThreeLines, onFourLines
    /// A line for each word where needed.
    case onManyLines

    /// The most lines of a title above its unit; `nil` if both stand on one line.
    var lines: Int? {
      switch self {
      case .whole: nil
      case .onOneLine: 1
      case .onTwoLines: 2
      case .onThreeLines: 3
      case .onFourLines: 4
      case .onManyLines: .max
      }
    }
  }

  /// Where names that several rows share stand.
  enum Headings: CaseIterable {
    /// In a column.
    case none
    /// In one line above the rows.
    case joined
    /// In a line above the rows for each of them, or several if need be.
    case stacked
  }

  /// Which texts may be broken, and over how many lines.
  enum Breaking: CaseIterable {
    case none, prose, longProse, anyProse, names, longNames

    /// The most lines of a text.
    var lines: Int {
      switch self {
      case .none: 1
      case .prose, .names: 2
      case .longProse, .longNames: 3
      case .anyProse: .max
      }
    }
  }

  let size: LaTeXFontSize
  /// Half the space between two columns, in points (`\tabcolsep`).
  let separation: Double
  let titles: Titles
  let headings: Headings
  let breaking: Breaking

  /// All attempts, the most readable first.
  static let byReadability: [LaTeXTableAttempt] = {
    var attempts: [LaTeXTableAttempt] = []
    for breaking in Breaking.allCases {
      for headings in Headings.allCases {
        for size in [LaTeXFontSize.small, .footnotesize, .scriptsize] {
          for separation in [6, 5, 4, 3.5, 3, 2.5] {
            attempts += Titles.allCases.map {
              LaTeXTableAttempt(
                size: size, separation: separation, titles: $0, headings: headings, breaking: breaking)
            }
          }
        }
      }
    }
    let ranked = attempts.enumerated().map { (cost: $1.cost, order: $0, attempt: $1) }
    return ranked.sorted { ($0.cost, $0.order) < ($1.cost, $1.order) }.map(\.attempt)
  }()

  /// How much readability the means take, by judgement: names broken over lines are worse than small type, small type
  /// is worse than narrow gaps or high titles.
  private var cost: Double { sizeCost + separationCost + titlesCost + headingsCost + breakingCost }

  private var sizeCost: Double {
    switch size {
    case .small: 0
    case .footnotesize: 3
    case .scriptsize: 9
    }
  }

  private var separationCost: Double {
    switch separation {
    case 6...: 0
    case 5...: 0.5
    case 4...: 1
    case 3.5...: 1.5
    case 3...: 2.5
    default: 4.5
    }
  }

  private var titlesCost: Double {
    switch titles {
    case .whole: 0
    case .onOneLine: 0.5
    case .onTwoLines: 1
    case .onThreeLines: 2.5
    case .onFourLines: 5
    case .onManyLines: 8
    }
  }

  private var headingsCost: Double {
    switch headings {
    case .none: 0
    case .joined: 4
    case .stacked: 9
    }
  }

  private var breakingCost: Double {
    switch breaking {
    case .none: 0
    case .prose: 2
    case .longProse: 4
    case .anyProse: 6
    case .names: 14
    case .longNames: 18
    }
  }
}
