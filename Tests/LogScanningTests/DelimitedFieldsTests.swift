import LogScanning
import Testing

@Suite("Delimited fields")
struct DelimitedFieldsTests {
  @Test(
    "Fields, without surrounding blanks and quotes",
    arguments: [
      ("a, b ,c", DelimitedFields.Separator.comma, ["a", "b", "c"]),
      ("", .comma, [""]), (",", .comma, ["", ""]), ("a,,b,", .comma, ["a", "", "b", ""]),
      ("\"a,b\",c", .comma, ["a,b", "c"]), ("\"say \"\"no\"\"\", 2", .comma, ["say \"no\"", "2"]),
      ("\"\",x", .comma, ["", "x"]), ("\"open, never closed", .comma, ["open, never closed"]),
      ("  \"a\"  ,b", .comma, ["a", "b"]), ("a \"b\" c,d", .comma, ["a \"b\" c", "d"]),
      ("a;b,c", .semicolon, ["a", "b,c"]), ("a\t b \t\tc", .tab, ["a", "b", "", "c"]),
      ("  a \t b  c ", .blanks, ["a", "b", "c"]), ("   ", .blanks, []), ("", .blanks, []),
    ])
  func fields(line: String, separator: DelimitedFields.Separator, expected: [String]) {
    Array(line.utf8).withUnsafeBytes { bytes in
      #expect(DelimitedFields.texts(in: bytes.bytes, separator: separator) == expected)
      #expect(DelimitedFields.count(in: bytes.bytes, separator: separator) == expected.count)
    }
  }

  @Test("Fields of any line are inside it, in order")
  func anyBytes() {
    // A linear congruential generator (Knuth's MMIX constants): the same lines in every run.
    var state: UInt64 = 1
    func random(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let alphabet = Array("a\", ;\t\r".utf8)
    for length in 0..<200 {
      let line = (0..<length).map { _ in alphabet[random(below: alphabet.count)] }
      line.withUnsafeBytes { bytes in
        var fields = DelimitedFields(separator: .comma)
        var end = 0
        while let range = fields.next(in: bytes.bytes) {
          #expect(range.lowerBound >= end && range.upperBound <= length)
          end = range.upperBound
        }
      }
    }
  }
}
