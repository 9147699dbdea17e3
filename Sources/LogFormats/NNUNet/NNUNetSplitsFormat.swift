import LogScanning

/// v2's `splits_final.json`: the training and validation cases of every fold.
enum NNUNetSplitsFormat: JSONDocumentFormat {
  static let format = LogFormat.nnunetSplits

  static let synopsis = (
    what: "folds of nnU-Net v2: how many cases each trains on and validates",
    recognisedBy: "a list of objects with the keys train and val; named splits_final.json"
  )

  static func score(head: RawSpan, fileName: String) -> Int {
    let isNamed = fileName == "splits_final.json"
    if head.starts(with: WholeDocumentParser.largeFilePointer) { return isNamed ? 60 : 0 }
    let text = head.trimmed()
    guard text.starts(with: "[") else { return 0 }
    let first = text.dropping(1).trimmed()
    let keys = JSONTopLevelKeys(head: first).names
    guard keys.first == "train", keys.dropFirst().allSatisfy({ $0 == "val" }) else {
      return isNamed && first.byteCount < 2 ? 30 : 0
    }
    return isNamed ? 98 : 80
  }

  static func content(of document: JSONValue, fileName: String) -> ParsedContent {
    let folds = document.array ?? []
    let sizes = folds.compactMap { fold -> NNUNetDocument.SplitSize? in
      guard let training = fold["train"]?.array?.count, let validation = fold["val"]?.array?.count else { return nil }
      return .init(training: training, validation: validation)
    }
    guard sizes.count == folds.count, !sizes.isEmpty else {
      return .none(
        Diagnostic(
          .warning, "nnunet.splits-incomplete", "A fold in the file has no list of cases; the file was not used."))
    }
    return ParsedContent(record: .nnunetDocument(.splits(sizes)), version: "2.x")
  }
}

extension LogFormat {
  /// See ``NNUNetSplitsFormat``.
  public static let nnunetSplits = LogFormat(rawValue: "nnunet-splits")
}
