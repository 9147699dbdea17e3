import LogScanning

/// nnU-Net's `summary.json`: what a validation measured.
enum NNUNetSummaryFormat: JSONDocumentFormat {
  static let format = LogFormat.nnunetSummary

  static let synopsis = (
    what: "validation result of nnU-Net v1 or v2: Dice by label, mean over the foreground",
    recognisedBy: "the keys foreground_mean and metric_per_case (v2) or results and task (v1); named summary.json"
  )

  static func score(head: RawSpan, fileName: String) -> Int {
    score(
      head: head,
      keysMatch: { keys in
        keys.contains("metric_per_case") || keys.contains("foreground_mean")
          || (keys.contains("results") && keys.count(of: ["task", "name", "author", "description"]) >= 2)
      }, nameMatches: fileName.hasSuffix("summary.json"))
  }

  static func content(of document: JSONValue, fileName: String) -> ParsedContent {
    let isFirst = document["results"] != nil
    let cases = isFirst ? document["results"]?["all"] : document["metric_per_case"]
    let means = isFirst ? document["results"]?["mean"] : document["mean"]
    let labels = diceByLabel(means)
    let foreground = isFirst ? mean(of: labels) : finite(document["foreground_mean"]?["Dice"])
    var diagnostics: [Diagnostic] = []
    if labels.isEmpty {
      diagnostics.append(Diagnostic(.warning, "nnunet.summary-incomplete", "No mean Dice by label stands in the file."))
    } else if foreground == nil {
      diagnostics.append(
        Diagnostic(
          .info, "nnunet.summary-nan", "The mean Dice is not a number: a label occurs in no case; taken as missing."))
    }
    let prediction = cases?.array?.first?[isFirst ? "test" : "prediction_file"]?.string
    let summary = ValidationSummary(
      foregroundMeanDice: foreground, diceByLabel: labels, caseCount: cases?.array?.count ?? 0,
      scope: prediction.flatMap { ResultScope(filePath: $0) })
    return ParsedContent(record: .summary(summary), version: isFirst ? "1.x" : "2.x", diagnostics: diagnostics)
  }

  /// Background is left out, and so is `mean`, which v1's search for the best configuration adds to the labels.
  static func diceByLabel(_ means: JSONValue?) -> [ValidationSummary.LabelDice] {
    let labels = (means?.members ?? []).filter { $0.key != "0" && $0.key != "mean" && $0.value["Dice"] != nil }
    // nnU-Net sorts labels as text: 1, 10, 2.
    let numbered = labels.enumerated().sorted {
      (Int($0.element.key) ?? .max, $0.offset) < (Int($1.element.key) ?? .max, $1.offset)
    }
    return numbered.map { .init(label: $0.element.key, dice: finite($0.element.value["Dice"])) }
  }

  /// The plain mean over labels; `nil` as soon as one has none, as nnU-Net's own is `NaN` then.
  static func mean(of labels: [ValidationSummary.LabelDice]) -> Double? {
    let known = labels.compactMap(\.dice)
    guard !known.isEmpty, known.count == labels.count else { return nil }
    return known.reduce(0, +) / Double(known.count)
  }

  static func finite(_ value: JSONValue?) -> Double? {
    value?.double.flatMap { $0.isFinite ? $0 : nil }
  }
}

extension LogFormat {
  /// See ``NNUNetSummaryFormat``.
  public static let nnunetSummary = LogFormat(rawValue: "nnunet-summary")
}
