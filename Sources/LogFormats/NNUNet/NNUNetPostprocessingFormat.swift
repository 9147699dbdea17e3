import LogScanning

/// nnU-Net's `postprocessing.json`, v1 and v2: the Dice with and without postprocessing, and for which labels it helps.
enum NNUNetPostprocessingFormat: JSONDocumentFormat {
  static let format = LogFormat.nnunetPostprocessing

  static let synopsis = (
    what: "postprocessing chosen by nnU-Net v1 or v2: Dice with and without it",
    recognisedBy:
      "the keys postprocessing_fns and postprocessed (v2) or dc_per_class_raw (v1); named postprocessing.json"
  )

  static func score(head: RawSpan, fileName: String) -> Int {
    score(
      head: head,
      keysMatch: { keys in
        keys.contains("dc_per_class_raw")
          || keys.count(of: ["input_folder", "postprocessed", "postprocessing_fns", "postprocessing_kwargs"]) >= 2
      }, nameMatches: fileName == "postprocessing.json")
  }

  static func content(of document: JSONValue, fileName: String) -> ParsedContent {
    let isFirst = document["dc_per_class_raw"] != nil
    let choice = isFirst ? firstGeneration(document) : secondGeneration(document)
    var diagnostics: [Diagnostic] = []
    if choice.before.diceByLabel.isEmpty {
      diagnostics.append(
        Diagnostic(.warning, "nnunet.postprocessing-incomplete", "No Dice without postprocessing stands in the file."))
    }
    return ParsedContent(
      record: .nnunetDocument(.postprocessing(choice)), version: isFirst ? "1.x" : "2.x", diagnostics: diagnostics)
  }

  private static func firstGeneration(_ document: JSONValue) -> PostprocessingChoice {
    func result(_ name: String) -> PostprocessingChoice.Result? {
      guard let members = document[name]?.members else { return nil }
      let labels = members.filter { $0.key != "0" && $0.key != "mean" }.map { member in
        ValidationSummary.LabelDice(label: member.key, dice: NNUNetSummaryFormat.finite(member.value))
      }
      return labels.isEmpty
        ? nil : .init(foregroundMeanDice: NNUNetSummaryFormat.mean(of: labels), diceByLabel: labels)
    }
    let folder = document["validation_raw"]?.string
    return PostprocessingChoice(
      before: result("dc_per_class_raw") ?? .init(foregroundMeanDice: nil, diceByLabel: []),
      after: result("dc_per_class_pp_all"), afterByLabel: result("dc_per_class_pp_per_class"),
      labels: (document["for_which_classes"]?.array ?? []).compactMap(label), caseCount: document["num_samples"]?.int,
      scope: folder.flatMap { ResultScope(folders: [$0]) })
  }

  private static func secondGeneration(_ document: JSONValue) -> PostprocessingChoice {
    func result(_ name: String) -> PostprocessingChoice.Result? {
      document[name].map { value in
        .init(
          foregroundMeanDice: NNUNetSummaryFormat.finite(value["foreground_mean"]?["Dice"]),
          diceByLabel: NNUNetSummaryFormat.diceByLabel(value["mean"]))
      }
    }
    let arguments = document["postprocessing_kwargs"]?.array ?? []
    return PostprocessingChoice(
      before: result("input_folder") ?? .init(foregroundMeanDice: nil, diceByLabel: []),
      after: result("postprocessed"), labels: arguments.compactMap { $0["labels_or_regions"].flatMap(label) })
  }

  /// `1`, or `(1, 2)` for several labels treated as one.
  private static func label(_ value: JSONValue) -> String? {
    if let labels = value.array { return "(" + labels.compactMap(label).joined(separator: ", ") + ")" }
    return value.int.map(String.init) ?? value.string
  }
}

extension LogFormat {
  /// See ``NNUNetPostprocessingFormat``.
  public static let nnunetPostprocessing = LogFormat(rawValue: "nnunet-postprocessing")
}
