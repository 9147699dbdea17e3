extension TemplateVariable {
  /// Every name that a template of a report can use.
  public static let all: [TemplateVariable] = study + amounts + basis + final + evidence + tables + lists + page

  private static let study: [TemplateVariable] = [
    .init(["title"], .text, "the study file's title"), .init(["version"], .text, "fodspor's version"),
    .init(["study_file"], .text, "whether a study file was used, in words"),
    .init(
      ["trainings", "runs", "models", "datasets", "completed_epochs"], .text,
      "counts with their nouns, as “16 trainings”"),
    .init(["outcomes"], .text, "how the trainings ended, with counts"),
  ]

  private static let amounts: [TemplateVariable] = [
    .init(
      ["it_energy", "facility_energy", "co2e", "car_distance"], .text,
      "of everything that was executed: energy without PUE, with PUE, and what follows from it"),
    .init(
      ["process_time", "wall_time", "period"], .text,
      "the sum of the trainings' times; the time in which at least one ran; the days"),
  ]

  private static let basis: [TemplateVariable] = [
    .init(["pue", "pue_source"], .text, "the PUE and where it is from"),
    .init(
      ["intensity", "intensity_place", "intensity_source"], .text,
      "the carbon intensity in g CO2e/kWh, its place and year, its edition and licence"),
    .init(
      ["uncertainty_note"], .text, "the expanded uncertainties of IT energy, energy with PUE and emissions",
      optional: true),
    .init(["car_factor", "car_source"], .text, "g CO2 per km, and where it is from"),
    .init(["measured_components", "unmeasured_components"], .text, "GPU, CPU, DRAM …"),
    .init(["hardware", "software", "clocks", "tracker_rule"], .text, "for the reproducibility statement"),
    .init(["coverage_note"], .text, "that not all time was measured", optional: true),
    .init(["outside_note"], .text, "what traces hold outside the logs", optional: true),
    .init(["gap_rule"], .text, "what is done about gaps in traces"),
    .init(["gap_note"], .text, "what was done about gaps, and what the other policies would give", optional: true),
    .init(
      ["comparison_note"], .text, "which tests stand behind the comparison of models, what was not tested and why",
      optional: true),
  ]

  private static let final: [TemplateVariable] = [
    .init(
      ["final_it_energy", "final_facility_energy", "final_co2e", "final_time"], .text,
      "of the final models of all data sets: useful epochs and final validations of their finished folds"),
    .init(["mean_powers"], .text, "the mean power of each component over the time in which it was measured"),
    .init(["emissions_source"], .text, "what the emissions were computed from, in one line"),
    .init(["place"], .text, "where the electricity is from", optional: true),
    .init(
      ["final_models"], .list, "the final model of each data set",
      members: [
        .init(["dataset", "model"], .text, "their names"),
        .init(
          ["it_energy", "facility_energy", "co2e", "time"], .text,
          "of its useful epochs and final validations, finished folds only"),
        .init(
          ["trainings", "selection_it_energy", "selection_facility_energy", "selection_co2e", "selection_time"], .text,
          "of all that was executed for the data set"),
        .init(
          ["co2e_grams", "selection_co2e_grams"], .text, "the same in grams, a bare number", optional: true),
      ]),
  ]

  private static let evidence: [TemplateVariable] = [
    .init(
      ["inputs", "input_digest", "finding_counts"], .text,
      "how many files were read, SHA-256 over their sorted hashes, how many findings of each severity"),
    .init(["has_ranks"], .flag, "whether models were ranked over data sets"),
    .init(
      ["has_trackers", "has_codecarbon", "has_traces"], .flag, "whether such evidence is linked to a training"),
  ]

  /// The tables that may stand in documents, by name with underscores.
  static let tableNames: [(name: String, meaning: String)] = [
    ("footprint", "energy and carbon of training one fold, by data set and configuration"),
    ("factors", "the same by attributes of the runs that the study file or --factors names"),
    ("uncertainty", "how certain these are"), ("comparison", "models of a data set by their validation Dice"),
    ("benchmark", "validation Dice by model and data set, with time, energy and emissions"),
    ("metrics", "the same by metrics of other programs"), ("selection", "what the selection of each model cost"),
    ("purposes", "what that energy was spent on"), ("strategies", "what other ways to select would have cost"),
    ("relocation", "the same work at the places that the study file names"), ("runs", "all runs"),
    ("trainings", "all process starts"), ("parts", "where time and energy went"),
    ("methods", "how the energy of each component is known"), ("gaps", "gaps in traces that count"),
    ("cross_checks", "evidence that was not chosen against the evidence that was"),
    ("carbontracker", "what carbontracker reports, and the same corrected"),
    ("logged_vs_measured", "trackers' logs against what was measured"),
    ("missed_by_trackers", "what trackers' logs miss"), ("evidence_summary", "evidence by what became of it"),
    ("unattributed", "energy of shared traces that counts for nobody"),
    ("sci", "Software Carbon Intensity of each run"),
    ("prediction_errors", "how wrong predictions would have been"), ("inputs", "files read, by format"),
    ("diagnostic_counts", "findings by severity and code"),
  ]

  private static let tables =
    tableNames.map { table in
      TemplateVariable(
        ["table_" + table.name, "caption_" + table.name], .table, "the table and its caption: " + table.meaning,
        optional: true, only: [.markdown, .html, .latex])
    } + [
      .init(
        [
          "table_constants", "caption_constants", "table_input_files", "caption_input_files", "table_findings",
          "caption_findings",
        ],
        .table, "the numbers that no log tells, each file read with its hash, each finding; at most 1000 rows",
        optional: true, only: [.html])
    ]

  private static let lists: [TemplateVariable] = [
    .init(
      ["times"], .list, "how long each data set's trainings ran",
      members: [.init(["text"], .text, "by the clock, added up, and times their devices")]),
    .init(
      ["figures"], .list, "the figures",
      members: [
        .init(["name"], .text, "the file's name without its ending"),
        .init(["title", "caption", "alt"], .text, "what it is, what stands under it, its main numbers in words"),
        .init(
          ["svg"], .text, "the SVG element with ids of its own; nothing where the page links to the file",
          only: [.html]),
        .init(["csv_link"], .text, "its data as an address", only: [.html]),
      ]),
    .init(
      ["findings"], .list, "errors, and warnings about the whole study; at most 40",
      members: [.init(["severity", "place", "message", "code"], .text, "what was found where")]),
    .init(["more_findings"], .text, "how many more there are than are listed", optional: true),
  ]

  private static let page: [TemplateVariable] = [
    .init(["venue", "document_class"], .text, "where the paper is to appear, and its LaTeX class", only: [.latex]),
    .init(
      ["class_options", "page_geometry"], .text,
      "options of the class, and of geometry where that sets the page's sizes",
      optional: true, only: [.latex]),
    .init(["siunitx"], .flag, "whether numbers and units are left to the package siunitx", only: [.latex]),
    .init(
      ["pdf_figures"], .flag,
      "whether LaTeX includes figures as PDF (figures/NAME.pdf) instead of TikZ (figures/NAME.tikz.tex)"),
    .init(["has_figures"], .flag, "whether there are figures", only: [.html]),
    .init(
      ["summary"], .list, "the main numbers",
      members: [
        .init(["label", "value", "note"], .text, "what it is, the number, what belongs to it"),
        .init(["unit"], .text, "the number's unit", optional: true),
      ], only: [.html]),
    .init(
      ["style", "script"], .text, "report.css and report.js; nothing else may stand in the style and script elements",
      only: [.html]),
    .init(
      ["content_security_policy"], .text, "allows this style sheet and this script by their hashes and nothing else",
      only: [.html]),
  ]
}
