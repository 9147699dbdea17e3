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
    NNUNetSelectionFormat.self,
    NNUNetSelectionTableFormat.self,
    NNUNetInstructionsFormat.self,
    NNUNetPostprocessingFormat.self,
    NNUNetBenchmarkFormat.self,
    NNUNetSplitsFormat.self,
    NNUNetProgressFormat.self,
    NNUNetFingerprintFormat.self,
    NNUNetValidationArgumentsFormat.self,
    CarbontrackerStandardFormat.self,
    CarbontrackerOutputFormat.self,
    CarbontrackerErrorFormat.self,
    CarbontrackerEventsFormat.self,
    NotebookFormat.self,
    NVIDIASMIQueryFormat.self,
    NVIDIASMITableFormat.self,
    NVIDIASMIMonitorFormat.self,
    NVIDIASMIProcessMonitorFormat.self,
    NVIDIASMIXMLFormat.self,
    NVIDIASMIDetailFormat.self,
    NVIDIASMICaptureFormat.self,
    DCGMMonitorFormat.self,
    DCGMFieldRowsFormat.self,
    PrometheusTextFormat.self,
    PrometheusRangeFormat.self,
    PrometheusTableFormat.self,
    RAPLCountersFormat.self,
    RAPLDomainsFormat.self,
    PerfStatFormat.self,
    TurbostatFormat.self,
    RAPLPlotterFormat.self,
    RAPLToolsSummaryFormat.self,
    RAPLBareWattsFormat.self,
    PyRAPLFormat.self,
    PyJoulesFormat.self,
    PowerSummaryFormat.self,
    HWPCFormat.self,
    HWPCReportsFormat.self,
    PCMFormat.self,
    LIKWIDFormat.self,
    PowerstatFormat.self,
    CodeCarbonFormat.self,
    CodeCarbonLoadProfileFormat.self,
    ZeusFormat.self,
    ECO2AIFormat.self,
    ImpactTrackerFormat.self,
    AIPowerMeterFormat.self,
    PowerJoularFormat.self,
    EnergiBridgeFormat.self,
    PowerGadgetFormat.self,
    GreenMetricsFormat.self,
    PowermetricsTextFormat.self,
    PowermetricsPlistFormat.self,
    WandBEventsFormat.self,
    WandBExportFormat.self,
    ScaphandreFormat.self,
    KeplerFormat.self,
    PowertopFormat.self,
    IntensitySeriesFormat.self,
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

  /// The definitions with their places in ``definitions``, those first that can be surest of a file: once one claims it,
  /// most others need not be asked.
  private static let surestFirst: [(place: Int, definition: any LogFormatDefinition.Type)] =
    definitions.enumerated().map { ($0.offset, $0.element) }.sorted {
      ($1.definition.greatestScore, $0.place) < ($0.definition.greatestScore, $1.place)
    }

  /// The definition that claims a file with the highest score; of equals the first listed. `nil` when none is sure.
  public static func recognise(head: RawSpan, fileName: String) -> (any LogFormatDefinition.Type)? {
    var best: (definition: any LogFormatDefinition.Type, score: Int, place: Int)?
    for (place, definition) in surestFirst {
      if let best {
        if definition.greatestScore < best.score { break }
        if definition.greatestScore == best.score, place > best.place { continue }
      }
      let score = definition.score(head: head, fileName: fileName)
      guard score >= threshold else { continue }
      if let best, score < best.score || score == best.score && place > best.place { continue }
      best = (definition, score, place)
    }
    return best?.definition
  }
}
