import LogScanning

/// nnU-Net's `dataset_fingerprint.json`: shapes, spacings and intensities that a plan is made from.
enum NNUNetFingerprintFormat: JSONDocumentFormat {
  static let format = LogFormat.nnunetFingerprint

  static let synopsis = (
    what: "shapes and intensities of a data set, by nnU-Net v2; nothing is read from it",
    recognisedBy: "the keys shapes_after_crop and spacings; named dataset_fingerprint.json"
  )

  static func score(head: RawSpan, fileName: String) -> Int {
    score(
      head: head,
      keysMatch: { keys in
        keys.count(of: [
          "foreground_intensity_properties_per_channel", "median_relative_size_after_cropping", "shapes_after_crop",
          "spacings",
        ]) >= 2 || keys.contains("foreground_intensity_properties_per_channel")
      }, nameMatches: fileName == "dataset_fingerprint.json")
  }

  static func content(of document: JSONValue, fileName: String) -> ParsedContent {
    ParsedContent(record: .none, version: "2.x", diagnostics: [.notNeeded("The fingerprint of a data set")])
  }
}

/// v1's `validation_args.json`: how the validation was run.
enum NNUNetValidationArgumentsFormat: JSONDocumentFormat {
  static let format = LogFormat.nnunetValidationArguments

  static let synopsis = (
    what: "how nnU-Net v1 ran a validation; nothing is read from it",
    recognisedBy: "the keys do_mirroring, step_size and use_gaussian; named validation_args.json"
  )

  static func score(head: RawSpan, fileName: String) -> Int {
    score(
      head: head,
      keysMatch: { keys in
        keys.count(of: [
          "do_mirroring", "use_sliding_window", "step_size", "save_softmax", "use_gaussian", "validation_folder_name",
          "all_in_gpu", "segmentation_export_kwargs",
        ]) >= 3
      }, nameMatches: fileName == "validation_args.json")
  }

  static func content(of document: JSONValue, fileName: String) -> ParsedContent {
    ParsedContent(record: .none, version: "1.x", diagnostics: [.notNeeded("The arguments of a validation")])
  }
}

extension Diagnostic {
  /// The file is known, and nothing in it bears on energy or results.
  fileprivate static func notNeeded(_ what: String) -> Diagnostic {
    Diagnostic(.info, "nnunet.not-needed", "\(what): nothing in it bears on energy or results; it was not used.")
  }
}

extension LogFormat {
  /// See ``NNUNetFingerprintFormat``.
  public static let nnunetFingerprint = LogFormat(rawValue: "nnunet-fingerprint")
  /// See ``NNUNetValidationArgumentsFormat``.
  public static let nnunetValidationArguments = LogFormat(rawValue: "nnunet-validation-arguments")
}
