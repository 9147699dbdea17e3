/// Performance per resource unit: how much a model achieves for what it takes, among the models compared.
///
/// R = (r − r_min) ÷ (r_max − r_min) and PePR = P ÷ (1 + R), after Selvan, Pepin, Igel, Samuel and Dam, "PePR:
/// Performance Per Resource Unit as a Metric to Promote Small-scale Deep Learning" (2025). The cheapest model keeps its
/// performance and the dearest half of it. The extremes belong to the set compared: scores change when a model is
/// added, so print them beside the scores.
public struct PePR: Sendable, Hashable, Codable {
  /// What the cheapest model of the set takes, in the unit of the input.
  public let minimumResource: Double
  /// What the dearest model of the set takes, in the unit of the input.
  public let maximumResource: Double

  /// Makes the scale of a set of models; `nil` when the set is empty or a resource is not finite.
  public init?(resources: some Sequence<Double>) {
    let resources = Array(resources)
    guard let minimum = resources.min(), let maximum = resources.max(), resources.allSatisfy(\.isFinite) else {
      return nil
    }
    minimumResource = minimum
    maximumResource = maximum
  }

  /// A resource on the set's scale, 0 for the cheapest to 1 for the dearest; 0 when all models take the same.
  public func normalized(_ resource: Double) -> Double {
    let span = maximumResource - minimumResource
    return span > 0 ? (resource - minimumResource) / span : 0
  }

  /// The score of a model of the set; `nil` unless the performance is in 0…1 and the resource within the set's extremes.
  public func score(performance: Double, resource: Double) -> Double? {
    guard (0...1).contains(performance), (minimumResource...maximumResource).contains(resource) else { return nil }
    return performance / (1 + normalized(resource))
  }
}
