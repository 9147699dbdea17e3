/// Advance widths of Helvetica in thousandths of the font size, from Adobe's Core 14 font metrics (`Helvetica.afm`).
enum HelveticaWidths {
  /// U+0020 to U+007E.
  private static let ascii: [Int] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
  ]

  /// U+00A0 to U+00FF.
  private static let latin1: [Int] = [
    278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 333, 400, 584, 333, 333, 333, 556, 537,
    278, 333, 333, 365, 556, 834, 834, 834, 611, 667, 667, 667, 667, 667, 667, 1000, 722, 667, 667, 667, 667, 278, 278,
    278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611, 556, 556, 556, 556, 556,
    556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278, 556, 556, 556, 556, 556, 556, 556, 584, 611, 556, 556, 556,
    556, 500, 556, 500,
  ]

  /// The width of a letter; letters outside Latin-1 get a generous guess, since another font will draw them.
  static func units(of scalar: Unicode.Scalar) -> Int {
    let value = Int(scalar.value)
    if ascii.indices.contains(value - 0x20) { return ascii[value - 0x20] }
    if latin1.indices.contains(value - 0xA0) { return latin1[value - 0xA0] }
    switch value {
    case 0x2013, 0x2020, 0x2021: return 556  // en dash, daggers
    case 0x2014, 0x2026: return 1000  // em dash, ellipsis
    case 0x2018, 0x2019: return 222  // single quotes
    case 0x201C, 0x201D: return 333  // double quotes
    case 0x2022: return 350  // bullet
    case 0x2212: return 584  // minus
    case 0x0300...0x036F: return 0  // combining marks
    case 0x0100...0x2FFF: return 800
    default: return 1300
    }
  }
}
