/// A document of a report: the template that it is made of, and where it stands.
public struct ReportDocument: Sendable, Hashable {
  /// What a document is written in, and so how its values are escaped.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    case markdown = "Markdown"
    case html = "HTML"
    case latex = "LaTeX"
    /// Texts are quoted as in JSON, which YAML reads; there are no tables.
    case yaml = "YAML"
  }

  /// The template's file name.
  public let template: String
  /// The document's path below the report's folder.
  public let path: String
  public let format: Format
  /// What it is for, in a few words.
  public let purpose: String

  /// All documents, in the order in which they are told.
  public static let all: [ReportDocument] = [
    .init("report.md.mustache", "report.md", .markdown, "everything, to read"),
    .init("report.html.mustache", "report.html", .html, "the same as one page for browsers"),
    .init("appendix.tex.mustache", "appendix.tex", .latex, "a document of its own around the body"),
    .init(
      "appendix-body.tex.mustache", "appendix-body.tex", .latex, "the appendix of a paper, to be read in with \\input"),
    .init("references.bib.mustache", "references.bib", .latex, "what the appendix cites, as BibTeX"),
    .init("statement.md.mustache", "cards/statement.md", .markdown, "the statements of energy and of reproducibility"),
    .init(
      "model-card.yaml.mustache", "cards/model-card.yaml", .yaml,
      "co2_eq_emissions of each final model, for the head of a model card on the Hugging Face Hub"),
    .init(
      "climate-model-card.md.mustache", "cards/climate-model-card.md", .markdown,
      "the eleven questions of a climate performance model card"),
    .init(
      "neurips-checklist.tex.mustache", "cards/neurips-checklist.tex", .latex,
      "the item on compute resources of the NeurIPS paper checklist"),
  ]

  /// The files beside the templates that are put into `report.html` as they are.
  public static let parts: [(file: String, purpose: String)] = [
    ("report.css", "the style sheet in report.html; no Mustache"),
    ("report.js", "the script in report.html; no Mustache"),
  ]

  private init(_ template: String, _ path: String, _ format: Format, _ purpose: String) {
    self.template = template
    self.path = path
    self.format = format
    self.purpose = purpose
  }

  /// All templates and parts with what becomes of them.
  public static var table: Table {
    Table(
      name: "templates", caption: "The templates of a report",
      columns: [
        .init(key: "template", header: "Template"), .init(key: "document", header: "Becomes"),
        .init(key: "format", header: "Format"), .init(key: "purpose", header: "What it is"),
      ],
      rows: all.map { document in
        Table.Row([
          .rich(.code(document.template)), .rich(.code(document.path)), .text(document.format.rawValue),
          .text(document.purpose),
        ])
      } + parts.map { Table.Row([.rich(.code($0.file)), .empty, .empty, .text($0.purpose)]) })
  }
}
