/// A model of nnU-Net by the names that make it up.
public struct NNUNetModel: Sendable, Hashable, Codable {
  public var trainer: String?
  public var plans: String?
  public var configuration: String?

  public init(trainer: String? = nil, plans: String? = nil, configuration: String? = nil) {
    self.trainer = trainer
    self.plans = plans
    self.configuration = configuration
  }

  /// Reads v2's `TRAINER__PLANS__CONFIGURATION`; `nil` for anything else.
  init?(secondGeneration name: String) {
    let parts = name.parted(by: "__")
    guard parts.count >= 3, !parts.contains("") else { return nil }
    self.init(trainer: parts[0], plans: parts[1], configuration: parts[2...].joined(separator: "__"))
  }

  /// Reads v1's `CONFIGURATION__TRAINER__PLANS`, or a configuration alone; `nil` for anything else.
  init?(firstGeneration name: String) {
    let parts = name.parted(by: "__")
    guard !parts.contains("") else { return nil }
    switch parts.count {
    case 1: self.init(configuration: parts[0])
    case 3: self.init(trainer: parts[1], plans: parts[2], configuration: parts[0])
    default: return nil
    }
  }

  /// The models that a name stands for: `TRAINER__PLANS__CONFIGURATION`, `ensemble___…___…___0_1_2` (v2), `2d`,
  /// `ensemble_2d__…--3d_fullres__…` (v1); empty when it has none of these forms.
  static func models(named name: String) -> [NNUNetModel] {
    if name.hasPrefix("ensemble___") {
      return name.parted(by: "___").dropFirst().compactMap { NNUNetModel(secondGeneration: $0) }
    }
    if name.hasPrefix("ensemble_") {
      return String(name.dropFirst(9)).parted(by: "--").compactMap { NNUNetModel(firstGeneration: $0) }
    }
    return (NNUNetModel(secondGeneration: name) ?? NNUNetModel(firstGeneration: name)).map { [$0] } ?? []
  }
}

extension String {
  /// The parts between a separator, empty ones included.
  func parted(by separator: String) -> [String] {
    var parts = [""]
    var rest = self[...]
    while let character = rest.first {
      if rest.hasPrefix(separator) {
        parts.append("")
        rest = rest.dropFirst(separator.count)
      } else {
        parts[parts.count - 1].append(character)
        rest = rest.dropFirst()
      }
    }
    return parts
  }
}
