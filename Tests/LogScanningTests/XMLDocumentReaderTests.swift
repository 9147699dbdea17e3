import LogScanning
import Testing

@Suite("XML documents")
struct XMLDocumentReaderTests {
  private final class Events: XMLDocumentReader.Handler {
    var ends: [String] = []
    var identifiers: [String] = []

    func begin(path: [String], identifier: String?) { if let identifier { identifiers.append(identifier) } }
    func end(path: [String], text: String) { ends.append(path.joined(separator: "/") + "=" + text) }
  }

  private func read(_ text: String, pieces: Int = 1 << 20) -> (events: Events, reader: XMLDocumentReader) {
    let events = Events()
    let reader = XMLDocumentReader(handler: events)
    let bytes = Array(text.utf8)
    var offset = 0
    while offset < bytes.count {
      let end = min(offset + pieces, bytes.count)
      Array(bytes[offset..<end]).withUnsafeBytes { reader.push($0.bytes) }
      offset = end
    }
    reader.pushLineEnd()
    return (events, reader)
  }

  @Test("Elements come with path, text and id, however the bytes are cut", arguments: [1, 2, 3, 7, 1000])
  func pieces(length: Int) {
    let (events, reader) = read(
      "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ELEMENT a (b)>]>\n<a><b id=\"x\"> 1 &lt; <![CDATA[2]]> </b><c/>é</a>",
      pieces: length)
    #expect(reader.isComplete)
    #expect(!reader.isBroken)
    #expect(events.ends == ["a/b=1 < 2", "a/c=", "a=é"])
    #expect(events.identifiers == ["x"])
  }

  @Test(
    "What is no document is broken and hands over nothing more",
    arguments: ["<a><b></a>", "<a", "no", "<a>&#xFFFFFFFF;</a>", "<a><b x=1></b></a>"])
  func broken(text: String) {
    let (events, reader) = read(text)
    #expect(!reader.isComplete)
    #expect(!events.ends.contains { $0.hasPrefix("a=") })
  }

  @Test("Declared entities are not expanded and no file is read")
  func entities() {
    for declaration in [
      "<!ENTITY e \"text\">", "<!ENTITY e SYSTEM \"file:///etc/hostname\">",
      "<!ENTITY % e SYSTEM \"file:///etc/hostname\"> %e;",
    ] {
      let (events, _) = read("<!DOCTYPE a [\(declaration)]><a>&e;</a>")
      #expect(events.ends.allSatisfy { $0 == "a=" })
    }
  }

  @Test("Depth and the length of a text are bounded")
  func bounds() {
    let (events, reader) = read(String(repeating: "<a>", count: 100_000))
    #expect(reader.isBroken)
    #expect(events.ends.isEmpty)
    let (long, complete) = read("<a>" + String(repeating: "x", count: 1_000_000) + "</a>")
    #expect(complete.isComplete)
    #expect(long.ends.first?.utf8.count == 2 + XMLDocumentReader.maximumTextLength)
  }
}

@Suite("Stamps of ctime")
struct CTimeStampTests {
  @Test(
    "Days are padded with blanks, zeros or not at all",
    arguments: [
      ("Mon Nov 23 10:25:20 2026", 1_795_429_520, 24), ("Sun Jan  2 10:35:32 2022       ", 1_641_119_732, 24),
      ("Sun Mar 2 15:02:02 2025", 1_740_927_722, 23), ("Sun Mar 02 15:02:02 2025", 1_740_927_722, 24),
    ])
  func stamps(text: String, seconds: Int64, length: Int) {
    let read = Array(text.utf8).withUnsafeBytes { $0.bytes.leadingCTime() }
    #expect(read?.nanoseconds == seconds * 1_000_000_000)
    #expect(read?.length == length)
  }

  @Test(
    "Anything else is none",
    arguments: [
      "", "Mon Nov 23 10:25:20", "Mon Feb 30 10:25:20 2026", "Mon Nuv 23 10:25:20 2026", "2026-11-23 10:25:20 2026!",
      "Mon Nov 23 10.25.20 2026",
    ])
  func others(text: String) {
    #expect(Array(text.utf8).withUnsafeBytes { $0.bytes.leadingCTime() == nil })
  }
}
