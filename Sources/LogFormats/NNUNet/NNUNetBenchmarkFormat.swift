import LogScanning

/// `benchmark_result.json` of v2's trainers `nnUNetTrainerBenchmark_5epochs…`.
enum NNUNetBenchmarkFormat: JSONDocumentFormat {
  static let format = LogFormat.nnunetBenchmark

  static let synopsis = (
    what: "benchmark of nnU-Net v2: the fastest epoch of a machine",
    recognisedBy: "keys that end in num_gpus_N; named benchmark_result.json"
  )

  static func score(head: RawSpan, fileName: String) -> Int {
    score(
      head: head,
      keysMatch: { keys in !keys.names.isEmpty && keys.names.allSatisfy { $0.parted(by: "__num_gpus_").count == 2 } },
      nameMatches: fileName == "benchmark_result.json")
  }

  static func content(of document: JSONValue, fileName: String) -> ParsedContent {
    let results = (document.members ?? []).map { result($0.value) }
    return ParsedContent(record: .nnunetDocument(.benchmark(results)), version: "2.x")
  }

  private static func result(_ value: JSONValue) -> BenchmarkResult {
    func text(_ name: String) -> String? { value[name]?.string ?? value[name]?.int.map(String.init) }
    var result = BenchmarkResult()
    result.fastestEpoch = NNUNetSummaryFormat.finite(value["fastest_epoch"])
    result.failure = value["fastest_epoch"]?.string
    result.gpuName = text("gpu_name")
    result.gpuCount = value["num_gpus"]?.int
    result.hostname = text("hostname")
    result.torchVersion = text("torch_version")
    result.cudnnVersion = text("cudnn_version")
    return result
  }
}

extension LogFormat {
  /// See ``NNUNetBenchmarkFormat``.
  public static let nnunetBenchmark = LogFormat(rawValue: "nnunet-benchmark")
}
