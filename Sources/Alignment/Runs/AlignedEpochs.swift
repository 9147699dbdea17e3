import LogFormats
public import Quantities

/// The epochs of an attempt in the order of its log, kept in columns: thousands of trainings have millions of epochs.
public struct AlignedEpochs: Sendable, Equatable, RandomAccessCollection, ExpressibleByArrayLiteral {
  /// What the log says of each.
  private var logged: [AlignedEpoch.LoggedFacts]
  /// When each ran; an aborted epoch ends where it begins, until a trace tells more.
  public private(set) var windows: [TimeWindow]
  private var statuses: [AlignedEpoch.Status]

  /// Every epoch useful that has an end, and aborted that has none.
  ///
  /// - Parameter windows: as many as there are epochs; what one of the two lists has more is left out.
  init(_ logged: [LoggedEpoch], windows: [TimeWindow]) {
    let count = Swift.min(logged.count, windows.count)
    self.logged = logged.prefix(count).map { AlignedEpoch.LoggedFacts($0) }
    self.windows = count < windows.count ? Array(windows.prefix(count)) : windows
    statuses = self.logged.map { $0.end == nil ? .aborted : .useful }
  }

  /// The epochs in the order of the sequence.
  public init(_ epochs: some Sequence<AlignedEpoch>) {
    (logged, windows, statuses) = ([], [], [])
    for epoch in epochs {
      logged.append(epoch.logged)
      windows.append(epoch.window)
      statuses.append(epoch.status)
    }
  }

  /// The epochs of the list, in its order.
  public init(arrayLiteral epochs: AlignedEpoch...) { self.init(epochs) }

  public var startIndex: Int { 0 }
  public var endIndex: Int { statuses.count }
  public subscript(place: Int) -> AlignedEpoch {
    AlignedEpoch(logged: logged[place], window: windows[place], status: statuses[place])
  }

  /// What became of the epoch at a place.
  public func status(at place: Int) -> AlignedEpoch.Status { statuses[place] }

  /// How many of them have a status.
  public func count(_ status: AlignedEpoch.Status) -> Int { statuses.count { $0 == status } }

  /// The length of the longest epoch; zero without any.
  var longest: Duration { windows.lazy.map(\.duration).max() ?? .zero }

  mutating func set(_ status: AlignedEpoch.Status, at place: Int) { statuses[place] = status }

  mutating func set(_ window: TimeWindow, at place: Int) { windows[place] = window }

  /// Keeps the epochs at these places and forgets the others.
  mutating func keep(_ places: [Int]) {
    logged = places.map { logged[$0] }
    windows = places.map { windows[$0] }
    statuses = places.map { statuses[$0] }
  }

  /// Moves all of them in time.
  mutating func advance(by duration: Duration) {
    for place in windows.indices { windows[place] = windows[place].advanced(by: duration) }
  }
}
