import LogScanning

/// Every format that can be read, in the order of `fodspor formats`.
public enum FormatRegistry {
  /// One line per format.
  public static let definitions: [any LogFormatDefinition.Type] = [
    NNUNetTrainingLogFormat.self,
    NNUNetSummaryFormat.self,
    NNUNetPlansFormat.self,
    NNUNetDatasetFormat.self,
    NNUNetDebugFormat.self,
    CarbontrackerStandardFormat.self,
    CarbontrackerOutputFormat.self,
    CarbontrackerErrorFormat.self,
    NVIDIASMIQueryFormat.self,
    RAPLCountersFormat.self,
    RAPLDomainsFormat.self,
    CodeCarbonFormat.self,
    SlurmOutputFormat.self,
    TegrastatsFormat.self,
    ROCmFormat.self,
    IPMIFormat.self,
    RedfishFormat.self,
    PTDFormat.self,
    WallMeterFormat.self,
    PMDFormat.self,
    SacctFormat.self,
    DelimitedFormat.self,
  ]

  /// The score from which a file counts as recognised.
  public static let threshold = 20

  /// The definition that claims a file with the highest score; of equals the first listed. `nil` when none is sure.
  public static func recognise(head: RawSpan, fileName: String) -> (any LogFormatDefinition.Type)? {
    var best: (definition: any LogFormatDefinition.Type, score: Int)?
    for definition in definitions {
      let score = definition.score(head: head, fileName: fileName)
      if score >= threshold, score > (best?.score ?? 0) { best = (definition, score) }
    }
    return best?.definition
  }
}
