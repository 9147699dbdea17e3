import LogScanning
import Quantities

/// What the columns of Zeus's table are.
struct ZeusColumns {
  let width: Int
  let start: Int
  let name: Int
  let elapsed: Int
  let parts: [(place: Int, device: String, component: Component)]

  /// `nil` when a line is no header.
  init?(header line: RawSpan) {
    guard line.contains("window_name") else { return nil }
    let names = DelimitedFields.texts(in: line, separator: .comma)
    guard let start = names.firstIndex(of: "start_time"), let name = names.firstIndex(of: "window_name"),
      let elapsed = names.firstIndex(of: "elapsed_time")
    else { return nil }
    width = names.count
    self.start = start
    self.name = name
    self.elapsed = elapsed
    parts = names.enumerated().compactMap { place, name in
      guard name.hasSuffix("_energy") else { return nil }
      for (kind, shown, component) in [
        ("gpu", "GPU", Component.gpu), ("cpu", "package-", .cpu), ("dram", "dram-", .dram),
      ] {
        guard name.hasPrefix(kind), let index = Int(name.dropFirst(kind.count).dropLast("_energy".count)) else {
          continue
        }
        return (place, kind == "gpu" ? "GPU \(index)" : "\(shown)\(index)", component)
      }
      return nil
    }
  }
}
