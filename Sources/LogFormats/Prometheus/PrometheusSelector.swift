/// A series as Prometheus writes it: `name{label="value",…}`.
struct PrometheusSelector: Hashable {
  var name: String
  /// In order; empty values are as good as none.
  var labels: [(key: String, value: String)]

  subscript(label: String) -> String? { labels.first { $0.key == label && !$0.value.isEmpty }?.value }

  init(name: String, labels: [(key: String, value: String)]) {
    self.name = name
    self.labels = labels
  }

  /// Reads the series that a line begins with, and how many bytes it takes; `nil` when there is none.
  init?(_ text: [UInt8], length: inout Int) {
    var rest = text[...]
    let name = rest.prefix(while: Self.isNameByte)
    guard let first = name.first, first &- 0x30 > 9 else { return nil }
    rest = rest.dropFirst(name.count)
    self.name = String(decoding: name, as: UTF8.self)
    labels = []
    if rest.first == 0x7B {
      rest = rest.dropFirst()
      guard Self.takeLabels(&rest, into: &labels) else { return nil }
    }
    length = text.count - rest.count
  }

  private static func takeLabels(_ rest: inout ArraySlice<UInt8>, into labels: inout [(key: String, value: String)])
    -> Bool
  {
    while true {
      while let byte = rest.first, byte == 0x20 || byte == 0x2C { rest = rest.dropFirst() }
      guard let byte = rest.first else { return false }
      if byte == 0x7D {
        rest = rest.dropFirst()
        return true
      }
      let key = rest.prefix(while: isNameByte)
      guard !key.isEmpty, labels.count < 256 else { return false }
      rest = rest.dropFirst(key.count)
      guard rest.first == 0x3D, rest.dropFirst().first == 0x22 else { return false }
      rest = rest.dropFirst(2)
      var value: [UInt8] = []
      while let byte = rest.first, byte != 0x22 {
        rest = rest.dropFirst()
        if byte == 0x5C, let escaped = rest.first {
          rest = rest.dropFirst()
          value.append(escaped == 0x6E ? 0x0A : escaped)
        } else {
          value.append(byte)
        }
      }
      guard rest.first == 0x22 else { return false }
      rest = rest.dropFirst()
      labels.append((String(decoding: key, as: UTF8.self), String(decoding: value, as: UTF8.self)))
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x5F: true
    default: false
    }
  }

  static func == (left: PrometheusSelector, right: PrometheusSelector) -> Bool {
    left.name == right.name && left.labels.elementsEqual(right.labels) { $0 == $1 }
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    for (key, value) in labels {
      hasher.combine(key)
      hasher.combine(value)
    }
  }
}
