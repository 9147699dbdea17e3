import LogScanning

/// nnU-Net v2's `plans.json`: which configurations were planned for a data set.
enum NNUNetPlansFormat: JSONDocumentFormat {
  static let format = LogFormat.nnunetPlans

  static let synopsis = (
    what: "plans of nnU-Net v2: batch size, patch size and network of every configuration",
    recognisedBy: "the keys configurations and plans_name; named plans.json or *Plans*.json"
  )

  static func score(head: RawSpan, fileName: String) -> Int {
    score(
      head: head,
      keysMatch: { keys in
        keys.contains("configurations")
          && keys.count(of: ["plans_name", "dataset_name", "image_reader_writer", "transpose_forward"]) >= 2
      }, nameMatches: fileName == "plans.json" || (fileName.hasText("Plans") && fileName.hasSuffix(".json")))
  }

  static func content(of document: JSONValue, fileName: String) -> ParsedContent {
    let planned = document["configurations"]?.members ?? []
    var diagnostics: [Diagnostic] = []
    let configurations = planned.map { member in
      configuration(member.key, InheritanceChain(from: member, in: planned, &diagnostics))
    }
    let plans = PlansFile(
      datasetName: document["dataset_name"]?.string, plansName: document["plans_name"]?.string,
      configurations: configurations.sorted { $0.name < $1.name })
    return ParsedContent(record: .plans(plans), version: "2.x", diagnostics: diagnostics)
  }

  private static func configuration(_ name: String, _ chain: InheritanceChain) -> PlansFile.Configuration {
    let networkClass =
      chain["architecture"]?["network_class_name"]?.string ?? chain["UNet_class_name"]?.string
      ?? chain["network_arch_class_name"]?.string
    return PlansFile.Configuration(
      name: name, batchSize: chain["batch_size"]?.int,
      patchSize: numbers(chain["patch_size"]) { $0.int }, spacing: numbers(chain["spacing"]) { $0.double },
      networkClass: networkClass.flatMap { $0.split(separator: ".").last.map(String.init) },
      inheritsFrom: chain.parent, previousStage: chain["previous_stage"]?.string,
      nextStages: stages(chain["next_stage"]), family: chain.family)
  }

  /// One name or a list of names.
  private static func stages(_ value: JSONValue?) -> [String]? {
    let names = value?.string.map { [$0] } ?? value?.array?.compactMap(\.string) ?? []
    return names.isEmpty ? nil : names
  }

  /// A list's numbers; `nil` when there is no list or an element is none.
  private static func numbers<Number>(_ list: JSONValue?, _ read: (JSONValue) -> Number?) -> [Number]? {
    guard let elements = list?.array else { return nil }
    let numbers = elements.compactMap(read)
    return numbers.count == elements.count ? numbers : nil
  }
}

/// A configuration and those it inherits from, nearest first.
private struct InheritanceChain {
  private var links: [JSONValue] = []
  private var names: [String] = []

  /// What the configuration itself inherits from, be it in the file or not.
  var parent: String? { links.first?["inherits_from"]?.string }

  /// By the nearest name that tells.
  var family: ConfigurationFamily? {
    let own = names.lazy.compactMap { name in ConfigurationFamily.allCases.first { $0.rawValue == name } }.first
    return own ?? names.lazy.compactMap { ConfigurationFamily(configuration: $0) }.first
  }

  /// Follows `inherits_from` until it ends, breaks off, or comes back to where it has been.
  init(from member: JSONValue.Member, in planned: [JSONValue.Member], _ diagnostics: inout [Diagnostic]) {
    links = [member.value]
    names = [member.key]
    var visited: Set<String> = [member.key]
    var current = member.value
    while let parent = current["inherits_from"]?.string {
      guard visited.insert(parent).inserted else {
        diagnostics.append(
          Diagnostic(
            .warning, "nnunet.plans-cycle",
            "Configuration '\(member.key)' inherits from itself by way of '\(parent)'; its own values were taken."))
        return
      }
      guard let next = planned.last(where: { $0.key == parent }) else {
        diagnostics.append(
          Diagnostic(
            .warning, "nnunet.plans-unknown-parent",
            "Configuration '\(member.key)' inherits from '\(parent)', which is not in the file."))
        return
      }
      links.append(next.value)
      names.append(next.key)
      current = next.value
    }
  }

  /// The nearest value of that name.
  subscript(key: String) -> JSONValue? { links.lazy.compactMap { $0[key] }.first }
}

extension LogFormat {
  /// See ``NNUNetPlansFormat``.
  public static let nnunetPlans = LogFormat(rawValue: "nnunet-plans")
}
