/// A predicted time or energy with its 95 % prediction interval, in the kind's base unit: seconds or joules.
public struct PredictedAmount: Sendable, Hashable {
  /// What is expected.
  public let value: Double
  /// Where the true value lies with a probability of 95 %, if the model of ``EpochSpread`` holds; `nil` when too little
  /// was seen to tell.
  public let interval: ClosedRange<Double>?

  /// Makes a prediction; `halfWidth` is half of its interval, which never goes below 0.
  ///
  /// `nil` when the value is negative or not finite. A half-width that is negative or not finite counts as unknown.
  public init?(_ value: Double, halfWidth: Double? = nil) {
    guard value.isFinite, value >= 0 else { return nil }
    self.value = value
    guard let halfWidth, halfWidth >= 0, (value + halfWidth).isFinite else {
      interval = nil
      return
    }
    interval = max(0, value - halfWidth)...(value + halfWidth)
  }

  private init(value: Double, interval: ClosedRange<Double>?) {
    self.value = value
    self.interval = interval
  }

  /// Half of the interval's width, as far as it lies above the value.
  public var halfWidth: Double? { interval.map { $0.upperBound - value } }

  /// The prediction of this and a known amount.
  public func adding(known amount: Double) -> PredictedAmount {
    PredictedAmount(
      value: value + amount, interval: interval.map { ($0.lowerBound + amount)...($0.upperBound + amount) })
  }

  /// The sum of two predictions whose errors are independent: half-widths add as squares. Without an interval of both
  /// there is none of the sum.
  public func adding(_ other: PredictedAmount) -> PredictedAmount {
    let sum = value + other.value
    guard let own = halfWidth, let others = other.halfWidth else { return PredictedAmount(value: sum, interval: nil) }
    let half = (own * own + others * others).squareRoot()
    return PredictedAmount(value: sum, interval: max(0, sum - half)...(sum + half))
  }

  /// The same value with another half-width; the interval never goes below `least`, which is spent already.
  func with(halfWidth: Double, least: Double = 0) -> PredictedAmount {
    guard let other = PredictedAmount(value, halfWidth: halfWidth), let range = other.interval else { return self }
    let low = min(value, max(range.lowerBound, least))
    return PredictedAmount(value: value, interval: low...range.upperBound)
  }

  /// The prediction in another unit, or of what is proportional to it.
  public func scaled(by factor: Double) -> PredictedAmount {
    PredictedAmount(
      value: value * factor, interval: interval.map { ($0.lowerBound * factor)...($0.upperBound * factor) })
  }
}
