/// What a path or project name says about the training that it belongs to.
struct NameHints: Sendable {
  /// Data set ids in the name: 703 of `Dataset703_Tubes`, 4 of `Task004_Hippocampus`.
  let datasets: Set<Int>
  /// Fold numbers in the name: 3 of `fold_3`, `3d_fold3`.
  let folds: Set<Int>

  init(_ name: String) {
    let bytes = Array(name.utf8)
    datasets = Self.numbers(in: bytes, after: "dataset").union(Self.numbers(in: bytes, after: "task"))
    folds = Self.numbers(in: bytes, after: "fold_").union(Self.numbers(in: bytes, after: "fold"))
  }

  /// The decimal numbers that directly follow a word, upper and lower case alike.
  private static func numbers(in bytes: [UInt8], after word: String) -> Set<Int> {
    let word = Array(word.utf8)
    var found: Set<Int> = []
    var offset = 0
    while offset + word.count < bytes.count {
      // Bit 5 is the case of an ASCII letter; digits and `_` have it in neither or in both.
      if zip(bytes[offset...], word).allSatisfy({ $0 | ($1 >= 0x61 ? 0x20 : 0) == $1 }) {
        let digits = bytes[(offset + word.count)...].prefix { (0x30...0x39).contains($0) }.prefix(9)
        if !digits.isEmpty { found.insert(digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }) }
      }
      offset += 1
    }
    return found
  }

  /// The numbers of ``jobNumbers(in:)`` with the array's tasks that directly follow, as in `nvidia-smi_4410206_3.csv`.
  static func jobTasks(in name: String) -> [Int: Set<Int>] {
    let bytes = Array(name.utf8)
    var found: [Int: Set<Int>] = [:]
    var offset = 0
    while offset < bytes.count {
      let digits = bytes[offset...].prefix { (0x30...0x39).contains($0) }
      guard !digits.isEmpty else {
        offset += 1
        continue
      }
      offset = digits.endIndex
      guard (4...12).contains(digits.count), let number = Int(String(decoding: digits, as: UTF8.self)) else { continue }
      found[number, default: []].formUnion([])
      guard offset < bytes.count, bytes[offset] == 0x5F else { continue }
      let task = bytes[(offset + 1)...].prefix { (0x30...0x39).contains($0) }
      if (1...3).contains(task.count), let task = Int(String(decoding: task, as: UTF8.self)) {
        found[number]?.insert(task)
      }
    }
    return found
  }

  /// Numbers of at least four digits in a file's name: Slurm job ids stand there.
  static func jobNumbers(in name: String) -> Set<Int> {
    var found: Set<Int> = []
    for digits in name.utf8.split(whereSeparator: { !(0x30...0x39).contains($0) }) where (4...12).contains(digits.count)
    {
      if let number = Int(String(decoding: digits, as: UTF8.self)) { found.insert(number) }
    }
    return found
  }
}
