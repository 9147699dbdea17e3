/// The document templates that fodspor ships, embedded so that a copied binary works.
public enum ReportTemplates {
  /// The templates' text by file name, with the style sheet and the script of `report.html`.
  public static let documents: [String: String] = [
    "report.md.mustache": text(PackageResources.report_md_mustache),
    "report.html.mustache": text(PackageResources.report_html_mustache),
    "report.css": text(PackageResources.report_css),
    "report.js": text(PackageResources.report_js),
    "appendix.tex.mustache": text(PackageResources.appendix_tex_mustache),
    "appendix-body.tex.mustache": text(PackageResources.appendix_body_tex_mustache),
    "statement.md.mustache": text(PackageResources.statement_md_mustache),
    "model-card.yaml.mustache": text(PackageResources.model_card_yaml_mustache),
    "climate-model-card.md.mustache": text(PackageResources.climate_model_card_md_mustache),
    "neurips-checklist.tex.mustache": text(PackageResources.neurips_checklist_tex_mustache),
    "references.bib.mustache": text(PackageResources.references_bib_mustache),
  ]

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
