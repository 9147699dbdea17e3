import Accounting
import Alignment
import LogFormats
import Plotting

/// The documents of a report, made of Mustache templates.
struct ReportDocuments {
  let facts: ReportFacts
  let tables: ReportTables
  /// The tables that stand in documents, in order.
  let printed: [Table]
  let figures: [ReportFigures.Figure]
  /// Where the paper is to appear, and what LaTeX is to use.
  let choices: ReportChoices
  /// The numbers that no log tells.
  let constants: [ReportManifest.Constant]
  let templates: DocumentTemplates

  /// At most so many findings are listed one by one; `tables/diagnostics.csv` has all.
  static let listedFindings = 40

  /// The documents with their paths.
  func render() throws(ReportError) -> [(path: String, text: String)] {
    var contexts: [ReportDocument.Format: [String: Any]] = [:]
    for format in ReportDocument.Format.allCases { contexts[format] = try context(in: format) }
    return try ReportDocument.all.map { document throws(ReportError) in
      let text = try templates.render(document.template, contexts[document.format] ?? [:])
      return (document.path, document.path.hasSuffix(".tex") ? LaTeXEscaping.completed(text) : text)
    }
  }

  /// What the templates of a format can name.
  func context(in format: ReportDocument.Format) throws(ReportError) -> [String: Any] {
    switch format {
    case .markdown:
      return context(MarkdownEscaping()) { MarkdownTableRenderer(includesCaption: false).render($0) }
    case .latex:
      let venue = choices.venue
      var latex = context(LaTeXEscaping(usesSIunitx: choices.usesSIunitx)) {
        LaTeXTableRenderer(style: choices.tableStyle).render($0)
      }
      latex["siunitx"] = choices.usesSIunitx
      latex["venue"] = venue.rawValue
      latex["document_class"] = venue.documentClass.name
      latex["class_options"] = venue.documentClass.options
      latex["page_geometry"] = venue.documentClass.geometry
      return latex
    case .yaml: return context(JSONEscaping(isForYAML: true), table: nil)
    case .html:
      let page = HTMLPage(facts: facts, tables: tables, figures: figures, constants: constants, templates: templates)
      return context(HTMLEscaping()) { HTMLPage.renderer(of: $0.table.name).render($0) }
        .merging(try page.context()) { $1 }
    }
  }

  /// What a template can name: facts, tables by name, figures and findings, escaped for one format.
  private func context(
    _ escaping: some TextEscaping, table render: ((FormattedTable) -> String)?
  ) -> [String: Any] {
    var context: [String: Any] = [:]
    for (key, text) in facts.texts { context[key] = escaping.render(text) }
    let cards = CardFacts(facts: facts)
    for (key, text) in cards.texts { context[key] = escaping.render(text) }
    context["place"] = cards.place.map { escaping.render($0) } ?? false
    context["final_models"] = cards.list(escaping)
    for table in render == nil ? [] : printed + [tables.diagnosticCounts, tables.inputs] {
      context["table_" + table.name.replacing("-", with: "_")] = render?(FormattedTable(table))
      context["caption_" + table.name.replacing("-", with: "_")] = escaping.render(table.caption)
    }
    context["times"] = facts.times.map { ["text": escaping.render($0)] }
    context["pdf_figures"] = choices.includesPDF
    context["figures"] = figures.map { figure in
      [
        "name": figure.rendered.name, "title": escaping.render(RichText(figure.rendered.title)),
        "caption": escaping.render(figure.caption),
        "alt": escaping.render(RichText(figure.rendered.description)),
      ]
    }
    // Errors, and warnings about the study as a whole; the rest is counted by code.
    let grave = facts.footprint.diagnostics.filter {
      $0.diagnostic.severity == .error || ($0.path == nil && $0.diagnostic.severity == .warning)
    }
    context["findings"] = grave.prefix(Self.listedFindings).map { finding in
      [
        "severity": finding.diagnostic.severity.rawValue,
        "place": escaping.render(
          RichText.code((finding.path ?? "study") + (finding.diagnostic.line.map { ":\($0)" } ?? ""))),
        // What is to be copied stands as code, where nothing is escaped.
        "message": escaping.render(
          finding.diagnostic.code == "clock.zone-found"
            ? .code(finding.diagnostic.message) : RichText(finding.diagnostic.message)),
        "code": escaping.render(RichText.code(finding.diagnostic.code)),
      ]
    }
    let kinds = Set(
      facts.footprint.study.evidence.filter { $0.disposition == .linked }.map { ReportTables.family($0.content) })
    context["has_trackers"] = kinds.contains("carbontracker")
    context["has_codecarbon"] = kinds.contains("CodeCarbon")
    context["has_ranks"] = !tables.comparison.ranks.isEmpty
    context["has_traces"] = kinds.contains("trace")
    context["more_findings"] = grave.count > Self.listedFindings ? "\(grave.count - Self.listedFindings)" : false
    return context
  }
}
