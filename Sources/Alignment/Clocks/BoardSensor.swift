import LogFormats
import Quantities

/// Over which time NVIDIA boards average the power that they report.
///
/// Source: Yang, Adamek, Armour, "Accurate and Convenient Energy Measurements for GPUs" (SC24, arXiv 2312.02741), whose
/// measurements of more than 70 boards find a mean over 1 s for `power.draw` of Hopper, Ada Lovelace and Ampere, but for
/// the GA100 (A100, A30), and for drivers other than 530. Drivers are not in the traces.
package enum BoardSensor {
  /// The window of the boards that average.
  package static let window = Duration.seconds(1)

  /// The time over which a series' readings are means; zero where they are readings of an instant, or nothing is known.
  static func averagingWindow(of series: TraceSeries) -> Duration {
    guard series.component == .gpu, series.quantity == .power, !series.isInstantaneous, !series.isModelled,
      let model = series.model
    else { return .zero }
    return averages(model) ? window : .zero
  }

  /// By how much a series' stamps are moved back: half the averaging window, where the sampling is at least four times
  /// finer than the window. Coarser samples cannot show so little, and how a stretch is cut then depends more on where
  /// in a period it begins.
  static func lag(of series: TraceSeries, first: Int64?, last: Int64?) -> Duration {
    let window = averagingWindow(of: series)
    guard window > .zero, let first, let last, series.samples > 1 else { return .zero }
    let period = (Double(last) - Double(first)) / 1e9 / Double(series.samples - 1)
    return period <= window.inSeconds / 4 ? window / 2 : .zero
  }

  private static func averages(_ model: String) -> Bool {
    let words = model.split { !$0.isLetter && !$0.isNumber }.map { $0.uppercased() }
    // GA100 and its cuts for some markets.
    if words.contains(where: { ["A100", "A30", "A800", "A100X", "A30X"].contains($0) }) { return false }
    if words.contains(where: { hopperAdaAmpere.contains($0) }) { return true }
    // GeForce RTX 3060 to 3090 are Ampere, RTX 4050 to 4090 Ada Lovelace; `RTX 4000` and `RTX 3000` are Turing.
    guard words.contains("RTX"), let number = words.lazy.compactMap({ Int($0.prefix { $0.isNumber }) }).first else {
      return false
    }
    return (3050...3090).contains(number) || (4050...4090).contains(number)
  }

  private static let hopperAdaAmpere: Set<String> = [
    "H100", "H200", "H800", "H20", "GH200", "L4", "L20", "L40", "L40S", "L40G", "A2", "A10", "A10G", "A16", "A40",
    "A2000", "A4000", "A4500", "A5000", "A5500", "A6000",
  ]
}
