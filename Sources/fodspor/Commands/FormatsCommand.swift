import ArgumentParser
import LogFormats
import Reporting

/// `fodspor formats`: what can be read.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats", abstract: "List what can be read, and how it is recognised.")

  func run() {
    for definition in FormatRegistry.definitions {
      let (what, recognisedBy) = definition.synopsis
      Terminal.result("\(definition.format.rawValue)\n    \(what)\n    \(recognisedBy)")
    }
  }
}
