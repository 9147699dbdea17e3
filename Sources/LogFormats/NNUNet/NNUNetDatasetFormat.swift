import LogScanning

/// nnU-Net's `dataset.json`, v1 and v2.
enum NNUNetDatasetFormat: JSONDocumentFormat {
  static let format = LogFormat.nnunetDataset

  static let synopsis = (
    what: "description of a data set of nnU-Net v1 or v2: channels, labels, number of cases",
    recognisedBy: "the keys labels and numTraining, channel_names or modality; named dataset.json"
  )

  static func score(head: RawSpan, fileName: String) -> Int {
    score(
      head: head,
      keysMatch: { keys in
        keys.contains("labels")
          && keys.count(of: ["channel_names", "modality", "numTraining", "file_ending", "training"]) >= 2
      }, nameMatches: fileName == "dataset.json")
  }

  static func content(of document: JSONValue, fileName: String) -> ParsedContent {
    let channels = document["channel_names"] ?? document["modality"]
    let dataset = DatasetFile(
      name: document["name"]?.string,
      trainingCases: document["numTraining"]?.int ?? document["training"]?.array?.count,
      channels: channelNames(channels), labels: labelNames(document["labels"]),
      fileEnding: document["file_ending"]?.string)
    let version = document["channel_names"] != nil || document["file_ending"] != nil ? "2.x" : "1.x"
    return ParsedContent(record: .dataset(dataset), version: version)
  }

  /// `{"0": "CT", "1": "PET"}` in order of number.
  private static func channelNames(_ channels: JSONValue?) -> [String] {
    let numbered = (channels?.members ?? []).enumerated().sorted {
      (Int($0.element.key) ?? .max, $0.offset) < (Int($1.element.key) ?? .max, $1.offset)
    }
    return numbered.compactMap { $0.element.value.string }
  }

  /// v2 has `{"tumour": 1}` or `{"tumour": [1, 2]}`, v1 `{"1": "tumour"}`.
  private static func labelNames(_ labels: JSONValue?) -> [String] {
    (labels?.members ?? []).map { $0.value.string ?? $0.key }.sorted()
  }
}

extension LogFormat {
  /// See ``NNUNetDatasetFormat``.
  public static let nnunetDataset = LogFormat(rawValue: "nnunet-dataset")
}
