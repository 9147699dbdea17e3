import LogScanning

/// Finds the number of the Slurm job that wrote a capture.
enum SlurmJobNumber {
  /// The job in a file name: `slurm-4410206.out`, `slurm-4410206_3.out` (an array's task), `train.o4410206`,
  /// `train-4410206.err`. `nil` when the name has none.
  static func inName(_ fileName: String) -> Int? {
    guard let dot = fileName.lastIndex(of: "."), dot > fileName.startIndex else { return nil }
    let ending = fileName[fileName.index(after: dot)...]
    if let first = ending.first, "oe".contains(first), let job = natural(ending.dropFirst(), digits: 1) { return job }
    guard ["out", "err", "log", "txt"].contains(ending) else { return nil }
    let stem = fileName[..<dot]
    if stem.hasPrefix("slurm-") {
      let number = stem.dropFirst(6).prefix { $0.isASCII && $0.isNumber }
      return natural(number, digits: 1)
    }
    guard ending == "out" || ending == "err" else { return nil }
    return trailingNumber(of: stem)
  }

  /// The array and task in a file name: `slurm-4410206_3.out`, `train_4410206_3.err`; `nil` when it is of no array.
  static func arrayInName(_ fileName: String) -> (job: Int, task: Int)? {
    guard let job = inName(fileName), let dot = fileName.lastIndex(of: "."),
      let mark = fileName[..<dot].lastIndex(of: "_"),
      let task = natural(fileName[..<dot][fileName.index(after: mark)...], digits: 1), task < 1 << 22,
      fileName[..<mark].hasSuffix(String(job))
    else { return nil }
    return (job, task)
  }

  /// The job of `name-4410206` or `name-4410206_3`: a number of at least three digits that is no date.
  private static func trailingNumber(of stem: Substring) -> Int? {
    let parts = stem.split(separator: "_", omittingEmptySubsequences: false)
    let tails = parts.suffix(2).compactMap { part in
      part.split(whereSeparator: { "-.".contains($0) }).last.flatMap { natural($0, digits: 3) }
    }
    guard let job = tails.last ?? nil else { return nil }
    if let last = parts.last, last.count <= 4, natural(last, digits: 1) != nil, let array = tails.first { return array }
    return isDate(job) ? nil : job
  }

  private static func natural(_ text: Substring, digits: Int) -> Int? {
    guard text.count >= digits, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return Int(text)
  }

  private static func isDate(_ number: Int) -> Bool {
    (1990...2099).contains(number / 10_000) && (1...12).contains(number / 100 % 100) && (1...31).contains(number % 100)
  }

  /// The job in a line: `SLURM_JOB_ID=4410206`, `SLURM_JOBID=…`, `slurmstepd: error: *** JOB 4410206 ON …`.
  static func inText(_ line: RawSpan) -> Int? {
    if line.starts(with: "slurmstepd:") {
      let marks: [StaticString] = ["*** JOB ", "*** STEP "]
      for mark in marks {
        if let offset = line.firstOffset(of: mark) { return number(line, at: offset + mark.utf8CodeUnitCount) }
      }
      return nil
    }
    guard let name = line.firstOffset(of: "SLURM_JOB") else { return nil }
    let start = name + 9
    let end = line.matches("_ID", at: start) ? start + 3 : line.matches("ID", at: start) ? start + 2 : nil
    guard var offset = end else { return nil }
    // `=4410206`, `: 4410206`, `'] = "4410206"`.
    let limit = min(line.byteCount, offset + 6)
    while offset < limit, line[byte: offset] &- 0x30 > 9 { offset += 1 }
    return number(line, at: offset)
  }

  private static func number(_ line: RawSpan, at start: Int) -> Int? {
    var end = start
    while end < line.byteCount, line[byte: end] &- 0x30 <= 9 { end += 1 }
    guard start < end else { return nil }
    return line.extracting(start..<end).integer().flatMap { Int(exactly: $0) }
  }
}
