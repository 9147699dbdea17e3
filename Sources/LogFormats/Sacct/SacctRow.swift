/// One row of `sacct`: a job or a step of one.
struct SacctRow {
  /// What the energy's cell says.
  enum Energy: Equatable {
    case joules(Double)
    /// No plugin measured.
    case zero
    /// Slurm's mark for no value, or a number that cannot be.
    case invalid(String)
    case absent
  }

  /// `33979`, `33979_3`, `33979+1`: without the step.
  var job: String
  /// `batch`, `extern`, `0`; `nil` for the job's own row.
  var step: String?
  var number: Int?
  var name: String?
  var nodes: String?
  var gpus: Int?
  var start: (nanoseconds: Int64, clock: TraceLog.Clock)?
  var end: (nanoseconds: Int64, clock: TraceLog.Clock)?
  var seconds: Double?
  var energy: Energy
  var line: Int

  init?(_ cells: [String], columns: SacctColumns, line: Int) {
    guard let identity = columns.cell("JobID", in: cells) ?? columns.cell("JobIDRaw", in: cells),
      identity.first?.isNumber == true
    else { return nil }
    let parts = identity.split(separator: ".", maxSplits: 1)
    guard let first = parts.first else { return nil }
    job = String(first)
    step = parts.count > 1 ? String(parts[1]) : nil
    let raw = columns.cell("JobIDRaw", in: cells) ?? identity
    number = Int(raw.prefix { $0.isASCII && $0.isNumber })
    name = columns.cell("JobName", in: cells)
    nodes = columns.cell("NodeList", in: cells)
    gpus = Self.gpus(columns.cell("AllocTRES", in: cells) ?? columns.cell("ReqTRES", in: cells))
    start = columns.cell("Start", in: cells).flatMap { StampLine.time($0) }
    end = columns.cell("End", in: cells).flatMap { StampLine.time($0) }
    let elapsed =
      columns.cell("ElapsedRaw", in: cells).flatMap(Double.init)
      ?? columns.cell("Elapsed", in: cells).flatMap(Self.seconds)
    seconds = elapsed.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    self.line = line
    let energy = columns.cell("ConsumedEnergyRaw", in: cells) ?? columns.cell("ConsumedEnergy", in: cells)
    self.energy = energy.map { Self.energy($0, seconds: elapsed) } ?? .absent
  }

  /// More than any node draws over a job, in watts, times more nodes than any cluster has.
  private static let greatestWatts = 1e9

  /// Joules, with K, M, G, T or P for powers of 1000 in the field without `Raw`.
  private static func energy(_ text: String, seconds: Double?) -> Energy {
    if sentinels.contains(text) { return .invalid(text) }
    var digits = text[...]
    var scale = 1.0
    if let last = text.last, let place = "KMGTP".firstIndex(of: last) {
      let power = "KMGTP".distance(from: "KMGTP".startIndex, to: place) + 1
      for _ in 0..<power { scale *= 1000 }
      digits = digits.dropLast()
    }
    guard let value = Double(digits), value.isFinite, value >= 0 else { return .invalid(text) }
    guard value > 0 else { return .zero }
    let joules = value * scale
    // 2^32 and 2^64 less a few mean no value or infinity, in any rounding.
    if abs(joules - 4_294_967_295) < 2 || joules > 1e18 { return .invalid(text) }
    if let seconds, joules > max(seconds, 1) * greatestWatts { return .invalid(text) }
    return .joules(joules)
  }

  private static let sentinels: Set = [
    "4294967294", "4294967295", "18446744073709551614", "18446744073709551615", "16777216.00T", "16384P", "16777216T",
    "16384.00P", "18446744.07T",
  ]

  /// `[DD-[HH:]]MM:SS[.fff]`.
  private static func seconds(_ text: String) -> Double? {
    let parts = text.split(separator: "-", maxSplits: 1)
    guard let clock = parts.last, let days = parts.count == 2 ? Double(parts[0]) : 0 else { return nil }
    let fields = clock.split(separator: ":").map { Double($0) }
    guard (2...3).contains(fields.count) else { return nil }
    var total = 0.0
    for field in fields {
      guard let field else { return nil }
      total = total * 60 + field
    }
    return total + days * 86_400
  }

  /// `billing=8,cpu=8,gres/gpu=4,gres/gpu:a100=4`.
  private static func gpus(_ text: String?) -> Int? {
    text?.split(separator: ",").lazy.compactMap { entry -> Int? in
      entry.hasPrefix("gres/gpu=") ? Int(entry.dropFirst(9)) : nil
    }.first
  }
}
