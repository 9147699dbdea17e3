import Foundation

/// A file in one piece of bytes: the first line is its name, the rest its content.
struct FuzzInput {
  /// Ends the study file in an input that has one before its trace.
  static let separator = Array("\n====\n".utf8)

  let fileName: String
  let content: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) {
    let end = bytes.prefix(80).firstIndex(of: 0x0A) ?? 0
    // Of a damaged name, what cannot stand in a name is left out.
    let name = bytes[0..<end].filter { (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "/") }
    let text = String(decoding: name, as: UTF8.self)
    fileName = text.isEmpty || text == "." || text == ".." ? "input" : text
    content = UnsafeRawBufferPointer(rebasing: bytes[min(bytes.count, end + 1)...])
  }

  init(fileName: String, content: UnsafeRawBufferPointer) {
    self.fileName = fileName
    self.content = content
  }

  /// The content before the first separator and behind it; without one, no study file.
  var studyFileAndTrace: (yaml: UnsafeRawBufferPointer, trace: UnsafeRawBufferPointer) {
    guard let range = content.firstRange(of: Self.separator) else {
      return (UnsafeRawBufferPointer(rebasing: content[..<0]), content)
    }
    return (
      UnsafeRawBufferPointer(rebasing: content[..<range.lowerBound]),
      UnsafeRawBufferPointer(rebasing: content[range.upperBound...])
    )
  }
}

/// What an input must never do; says what it did and ends the process, which libFuzzer takes for a crash.
func require(_ condition: Bool, _ broken: @autoclosure () -> String) {
  if condition { return }
  print("BROKEN INVARIANT: \(broken())")
  fflush(nil)
  fatalError("broken invariant")
}
