import LogScanning
import Quantities

/// Where a pyJoules table has what is read.
struct PyJoulesColumns {
  struct Energy {
    /// As the file calls it.
    var name: String
    var place: Int
    /// `nil` for a GPU.
    var domain: RAPLDomain?
    /// The header says joules.
    var isJoules: Bool
  }

  var separator: DelimitedFields.Separator
  var width: Int
  var timestamp: Int?
  var tag: Int?
  var duration: Int
  var energies: [Energy] = []
  /// The names are pyJoules' own, so that its units hold.
  var isOriginal: Bool

  /// Reads a header; `nil` when the line is none.
  init?(header line: RawSpan) {
    guard line.contains("tag") else { return nil }
    separator = DelimitedFields.separator(of: line)
    let names = DelimitedFields.texts(in: line, separator: separator)
    width = names.count
    timestamp = names.firstIndex(of: "timestamp")
    tag = names.firstIndex(of: "tag") ?? names.firstIndex(of: "new_tag")
    guard width <= 4096, let duration = names.firstIndex(of: "duration") ?? names.firstIndex(of: "time"), tag != nil
    else { return nil }
    self.duration = duration
    isOriginal = timestamp != nil && names.contains("tag") && names[duration] == "duration"
    for (place, name) in names.enumerated() {
      guard ![duration, tag, timestamp].contains(place), let energy = Self.energy(name, place: place) else { continue }
      energies.append(energy)
    }
    guard energies.contains(where: { $0.domain != .total }) else { return nil }
  }

  /// `package_0`, `dram0`, `nvidia_gpu_0`, `Package_total(J)`, `Joules_sum(J)`.
  private static func energy(_ name: String, place: Int) -> Energy? {
    var word = name.lowercased()
    let isJoules = word.hasSuffix("(j)")
    if isJoules { word = String(word.dropLast(3)) }
    if ["total", "joules_sum", "package_total", "sum"].contains(word) || isJoules && RAPLDomain(word: word) != nil {
      return Energy(name: name, place: place, domain: .total, isJoules: isJoules)
    }
    let stem = word.trimmingSuffix { $0.isNumber || $0 == "_" }
    guard stem.count < word.count else { return nil }
    if stem == "nvidia_gpu" { return Energy(name: name, place: place, domain: nil, isJoules: isJoules) }
    guard ["package", "dram", "core", "uncore", "psys"].contains(stem), let domain = RAPLDomain(word: stem) else {
      return nil
    }
    return Energy(name: name, place: place, domain: domain, isJoules: isJoules)
  }

  /// `train,1724160449.78,0.0716,package_0,core_0`: rows into which the names were written in place of the energies.
  static func namesOnly(_ line: RawSpan) -> Bool {
    let separator = DelimitedFields.separator(of: line)
    guard (4...64).contains(DelimitedFields.count(in: line, separator: separator)) else { return false }
    let cells = DelimitedFields.texts(in: line, separator: separator)
    guard let stamp = cells[1].finiteNumber, stamp > 1e8,
      cells[2].finiteNumber != nil
    else { return false }
    return cells.dropFirst(3).allSatisfy { energy($0, place: 0) != nil }
  }
}

extension String {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
    var result = self
    while let last = result.last, predicate(last) { result.removeLast() }
    return result
  }
}
