import LogScanning
import Mustache
import ReportTemplates

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The templates of a report: the user's where there are any, else the shipped ones.
struct DocumentTemplates {
  /// The largest template that is read, in bytes.
  private static let maximumLength = 16 << 20

  /// The user's folder.
  let folder: String?

  /// A template's text, and what it is called in messages.
  struct Source {
    let text: String
    let place: String
    /// Whether it is the user's.
    let isOwn: Bool
  }

  /// - Parameter folder: the user's folder; one that holds no template of a known name is an error, since the user
  ///   meant another.
  init(folder: String?) throws(ReportError) {
    self.folder = folder
    guard let folder else { return }
    let known = ReportTemplates.documents.keys.sorted()
    if !known.contains(where: { FileManager.default.fileExists(atPath: folder + "/" + $0) }) {
      throw .template(path: folder, reason: "it holds none of \(known.joined(separator: ", "))")
    }
    // Before anything is computed, so that a slip is told at once.
    for name in known {
      let source = try source(name)
      if source.isOwn { try Self.check(source, name: name) }
    }
  }

  /// Whether a file of the user's can be used.
  private static func check(_ source: Source, name: String) throws(ReportError) {
    let closing = name.hasSuffix(".css") ? "</style" : name.hasSuffix(".js") ? "</script" : nil
    if let closing {
      if source.text.lowercased().contains(closing) {
        throw .template(path: source.place, reason: "\(closing) in it would end its element in report.html")
      }
    } else if let document = ReportDocument.all.first(where: { $0.template == name }) {
      _ = try parse(source)
      let problems = TemplateCheck(format: document.format).problems(in: source.text)
      guard let first = problems.first else { return }
      let more = problems.dropFirst().map { "; line \($0.line): \($0.reason)" }.joined()
      throw .template(path: "\(source.place):\(first.line)", reason: first.reason + more)
    }
  }

  private static func parse(_ source: Source) throws(ReportError) -> MustacheTemplate {
    do {
      return try MustacheTemplate(string: source.text)
    } catch let error as MustacheTemplate.ParserError {
      throw .template(path: "\(source.place):\(error.context.lineNumber)", reason: "\(error.error)")
    } catch {
      throw .template(path: source.place, reason: "\(error)")
    }
  }

  /// A file by its name among the shipped ones.
  func source(_ name: String) throws(ReportError) -> Source {
    guard let folder, FileManager.default.fileExists(atPath: folder + "/" + name) else {
      return Source(text: ReportTemplates.documents[name] ?? "", place: "the shipped \(name)", isOwn: false)
    }
    let place = folder + "/" + name
    guard let bytes = try? SmallFile.bytes(of: place, limit: Self.maximumLength),
      let text = String(validating: bytes, as: UTF8.self)
    else {
      throw .template(
        path: place, reason: "missing, not readable, larger than \(Self.maximumLength >> 20) MiB, or not UTF-8")
    }
    return Source(text: text, place: place, isOwn: true)
  }

  /// A document made of a template and what it can name.
  func render(_ name: String, _ context: [String: Any]) throws(ReportError) -> String {
    try Self.parse(try source(name)).render(context)
  }
}
