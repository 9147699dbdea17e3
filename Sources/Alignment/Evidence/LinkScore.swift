/// How much speaks for evidence belonging to an attempt: weighed grounds and their sum.
///
/// `docs/alignment.md` has the weights as a table.
public struct LinkScore: Sendable, Hashable {
  /// A ground and its weight.
  public struct Item: Sendable, Hashable {
    public let ground: EvidenceLink.Ground
    public let weight: Double
  }

  /// The heaviest first.
  public private(set) var items: [Item] = []
  /// The total of the attempt that came second; `nil` when no other one was thinkable.
  public var rival: Double?

  public init() {}

  /// One ground with its usual weight.
  public init(_ ground: EvidenceLink.Ground) { add(ground) }

  /// Adds a ground.
  ///
  /// - Parameter quality: how well it fits, 0 to 1; only the weights of epochs and time depend on it.
  public mutating func add(_ ground: EvidenceLink.Ground, quality: Double = 1) {
    let item = Item(ground: ground, weight: Self.weight(of: ground, quality: quality))
    let place = items.firstIndex { $0.weight < item.weight } ?? items.endIndex
    items.insert(item, at: place)
  }

  /// The sum of the weights.
  public var total: Double { items.reduce(0) { $0 + $1.weight } }

  /// The sum of what tells the training, and not only its machine or time.
  var identity: Double { items.reduce(0) { $1.ground.isIdentity ? $0 + $1.weight : $0 } }

  /// The sum of all but time.
  var beyondTime: Double { items.reduce(0) { $1.ground == .time ? $0 : $0 + $1.weight } }

  /// Whether another score is so near that it cannot be said which is right: what both have in common set aside, it
  /// comes to 90 % or more.
  func isRivalled(by other: LinkScore) -> Bool {
    let common = items.filter(other.items.contains).reduce(0) { $0 + $1.weight }
    return other.total - common >= 0.9 * (total - common) - 1e-9
  }

  static func weight(of ground: EvidenceLink.Ground, quality: Double) -> Double {
    switch ground {
    case .declared: 1000
    case .slurmJob: 300
    case .epochs: 60 + 140 * quality
    case .folder: 50
    case .process: 45
    case .gpu: 40
    case .seen: 30
    case .name: 25
    case .host: 20
    case .time: 10 * quality
    case .otherFold: -50
    }
  }
}

extension EvidenceLink.Ground {
  /// It tells which training, not only on which machine or when.
  var isIdentity: Bool {
    switch self {
    case .declared, .slurmJob, .epochs, .folder, .process, .gpu: true
    case .seen, .name, .host, .time, .otherFold: false
    }
  }
}
