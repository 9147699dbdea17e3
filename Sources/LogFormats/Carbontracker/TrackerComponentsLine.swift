import LogScanning

/// Reads what follows `The following components were found:`.
///
/// Device names hold full stops and commas (`Intel(R) … @ 2.30GHz`), so a component ends only where the next one
/// begins, `. CPU with device(s) `, or where the line ends.
enum TrackerComponentsLine {
  /// The components, without correction factors; empty when the text names none.
  static func read(_ text: RawSpan) -> [TrackerComponent] {
    let marker: StaticString = " with device(s)"
    var starts: [(name: Range<Int>, devices: Int)] = []
    var from = 0
    while let offset = text.firstOffset(of: marker, from: from) {
      from = offset + marker.utf8CodeUnitCount
      if let name = componentName(in: text, endingAt: offset, isFirst: starts.isEmpty) { starts.append((name, from)) }
    }
    var components: [TrackerComponent] = []
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1].name.lowerBound : text.byteCount
      guard start.devices <= end else { continue }
      let name = text.extracting(start.name).text.lowercased()
      let list = withoutFullStop(text.extracting(start.devices..<end)).text
      components.append(TrackerComponent(name: name, devices: devices(list, component: name)))
    }
    return components
  }

  /// The letters before the marker, when they stand at the start or behind a full stop and blanks.
  private static func componentName(in text: RawSpan, endingAt end: Int, isFirst: Bool) -> Range<Int>? {
    var start = end
    while start > 0, isLetter(text[byte: start - 1]) { start -= 1 }
    guard start < end else { return nil }
    var before = start
    while before > 0, text[byte: before - 1] == 0x20 { before -= 1 }
    let follows = before == 0 || (before < start && text[byte: before - 1] == 0x2E)
    return isFirst || follows ? start..<end : nil
  }

  @_lifetime(copy text)
  private static func withoutFullStop(_ text: RawSpan) -> RawSpan {
    let trimmed = text.trimmed()
    return trimmed.ends(with: ".") ? trimmed.extracting(0..<(trimmed.byteCount - 1)).trimmed() : trimmed
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

  /// `b'Tesla T4'`, as releases log names whose NVML bindings give bytes.
  private static func withoutBytesMark(_ name: String) -> String {
    let isMarked =
      name.utf8.count > 3 && (name.hasPrefix("b'") || name.hasPrefix("b\"")) && name.last == name.dropFirst().first
    return isMarked ? String(name.dropFirst(2).dropLast()) : name
  }

  /// Splits a list of device names. A CPU that is no RAPL zone is one device, whatever commas its name has.
  private static func devices(_ list: String, component: String) -> [String] {
    guard !list.isEmpty else { return [] }
    let names = list.utf8.split(separator: 0x2C).map { name in
      let end = name.lastIndex { $0 != 0x20 }.map { name.index(after: $0) } ?? name.startIndex
      return withoutBytesMark(String(decoding: name[..<end].drop { $0 == 0x20 }, as: UTF8.self))
    }
    guard component != "cpu" || names.allSatisfy(TrackerComponent.isRAPLZone) else { return [list] }
    return names.filter { !$0.isEmpty }
  }
}
