public import Quantities

/// The power limits of graphics boards for servers and workstations, by model.
///
/// The default limit of the most powerful variant of each name (PCIe and SXM boards share names in logs), from NVIDIA's data
/// sheets. Boards for players are left out: their makers set limits of their own.
public enum BoardLimit {
  /// Longer names before the shorter ones that they contain; in watts.
  private static let limits: [(name: String, watts: Double)] = [
    ("B200", 1000), ("H200", 700), ("H100 PCIe", 350), ("H100 NVL", 400), ("H100", 700), ("A100-PCIE", 300),
    ("A100 PCIe", 300), ("A100 80GB PCIe", 300), ("A100", 400), ("V100S", 250), ("V100-PCIE", 250), ("V100-SXM3", 350),
    ("V100", 300), ("L40S", 350), ("L40", 300), ("L4", 72), ("A40", 300), ("A30", 165), ("A16", 250), ("A10", 150),
    ("RTX A6000", 300), ("RTX A5000", 230), ("RTX A4000", 140), ("RTX 6000 Ada", 300), ("Quadro RTX 8000", 295),
    ("Quadro RTX 6000", 295), ("TITAN RTX", 280), ("TITAN V", 250), ("TITAN Xp", 250), ("TITAN X", 250), ("P100", 300),
    ("P40", 250), ("P4", 75), ("T4", 70), ("K80", 300), ("K40", 235),
  ]

  /// The limit of a board by its name in a log, as in `NVIDIA A100-SXM4-40GB`; `nil` for one that is not in the list.
  public static func ofBoard(_ name: String) -> Power? { entry(ofBoard: name)?.limit }

  /// The list's model and limit of a board by its name in a log; `nil` for one that is not in the list.
  public static func entry(ofBoard name: String) -> (model: String, limit: Power)? {
    let words = Self.words(name)
    return limits.first { entry in
      let wanted = Self.words(entry.name)
      return words.indices.contains { start in
        start + wanted.count <= words.count && Array(words[start..<(start + wanted.count)]) == wanted
      }
    }.map { ($0.name, .watts($0.watts)) }
  }

  /// Letters and digits in groups, in lower case: `A100-SXM4-40GB` is `a100 sxm4 40gb`.
  private static func words(_ name: String) -> [String] {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
