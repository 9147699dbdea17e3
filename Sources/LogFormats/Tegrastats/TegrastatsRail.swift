import Quantities

/// What a power rail of a Jetson board feeds, by its name in `tegrastats`.
///
/// After the boards' developer guides (NVIDIA Jetson Linux, "Power monitoring"): TX1 and Nano have `POM_5V_IN`, TX2,
/// Xavier NX and Orin NX or Nano `VDD_IN` for the whole module, with rails inside it. AGX Xavier and AGX Orin have no
/// total; their rails add up. Memory's supply of AGX Orin, `VDDQ_VDD2_1V8AO`, is fed by `VIN_SYS_5V0`.
enum TegrastatsRail {
  /// The rail feeds the whole module.
  static func isTotal(_ name: String) -> Bool {
    ["VDD_IN", "POM_5V_IN", "VDD_5V_IN", "5V_IN", "VIN", "POM_IN"].contains(name)
  }

  /// The rail is fed by another one that is there too, or is not connected.
  static func isContained(_ name: String, in names: [String]) -> Bool {
    if name == "NC" { return true }
    if name.hasPrefix("VDDQ_VDD2") { return names.contains("VIN_SYS_5V0") }
    return !isTotal(name) && names.contains(where: isTotal)
  }

  /// The nearest of what Fodspor tells apart; 5 V rails feed memory, storage and ports.
  static func component(_ name: String) -> Component {
    if isTotal(name) { return .node }
    if name.contains("GPU") { return .gpu }
    if name.contains("CPU") { return .cpu }
    if name.contains("DDR") || name.contains("VDDQ") || name.contains("VDDRQ") || name.contains("5V") { return .dram }
    if name == "CV" { return .gpu }
    return .cpu
  }
}
