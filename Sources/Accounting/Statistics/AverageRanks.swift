/// Ranks from 1, the smallest value first; equal values share the mean of their ranks.
struct AverageRanks {
  /// Parallel to the values.
  let ranks: [Double]
  /// How many values are equal, for each set of two or more.
  let ties: [Int]

  /// Ranks values, none of which may be NaN.
  init(_ values: [Double]) {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = values
    var ties: [Int] = []
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }
      if end - start > 1 { ties.append(end - start) }
      start = end
    }
    self.ranks = ranks
    self.ties = ties
  }

  /// Σ (t³ − t) over the sets of equal values, which corrections for ties need.
  var tieTerm: Double {
    ties.reduce(0) { $0 + (Double($1) * Double($1) - 1) * Double($1) }
  }
}
