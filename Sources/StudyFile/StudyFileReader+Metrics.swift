import Yams

/// Reads the names of files with metrics.
extension StudyFileReader {
  /// A path, or a list of paths and of items with `file` and `lower-is-better`.
  mutating func metricFiles(_ node: Node) -> [MetricFileChoice] {
    if case .scalar = node { return yaml.text(node, of: "metrics").map { [MetricFileChoice(path: $0)] } ?? [] }
    if case .mapping = node { return metricFile(node).map { [$0] } ?? [] }
    return (yaml.items(node, of: "metrics") ?? []).compactMap { metricFile($0) }
  }

  private mutating func metricFile(_ node: Node) -> MetricFileChoice? {
    let owner = "an item of metrics"
    if case .scalar = node { return yaml.text(node, of: owner).map { MetricFileChoice(path: $0) } }
    guard let fields = yaml.fields(node, of: owner, keys: ["file", "lower-is-better"]),
      let fileNode = required("file", fields, of: owner, at: node), let path = yaml.text(fileNode, of: "file")
    else { return nil }
    var lower: [String] = []
    if let node = fields["lower-is-better"] {
      if case .scalar = node {
        lower = yaml.text(node, of: "lower-is-better").map { [$0] } ?? []
      } else {
        lower = (yaml.items(node, of: "lower-is-better") ?? []).compactMap { yaml.text($0, of: "a metric") }
      }
    }
    return MetricFileChoice(path: path, lowerIsBetter: lower)
  }
}
