import Foundation
import Reporting
import Testing

@Suite("JSON output")
struct JSONWriterTests {
  @Test("keeps the order of members and writes null for what is missing")
  func orderAndMissing() {
    let value: JSONOutput = [
      "b": 1, "a": [true, nil, "x"], "missing": JSONOutput(nil as Double?), "empty": [:], "none": [],
    ]
    #expect(
      JSONWriter.text(value) == #"{"b": 1, "a": [true, null, "x"], "missing": null, "empty": {}, "none": []}"#)
  }

  @Test("indents objects, and arrays that hold objects or arrays")
  func indented() {
    let value: JSONOutput = ["rows": [["n": [1, 2]], []], "empty": [:]]
    let expected = """
      {
        "rows": [
          {
            "n": [1, 2]
          },
          []
        ],
        "empty": {}
      }
      """
    #expect(JSONWriter.text(value, layout: .indented) == expected)
  }

  @Test(
    "writes the shortest decimal that reads back",
    arguments: [
      (0.1, "0.1"), (1.0 / 3, "0.3333333333333333"), (.leastNonzeroMagnitude, "5e-324"), (1e22, "1e+22"),
      (-2.5, "-2.5"),
      (-0.0, "0.0"), (100, "100.0"), (.infinity, "null"), (.nan, "null"),
    ] as [(Double, String)])
  func numbers(number: Double, text: String) {
    #expect(JSONWriter.text(.number(number)) == text)
  }

  @Test(
    "escapes quotes and control characters, in names as in values",
    arguments: [
      ("a\"b\\c", #""a\"b\\c""#), ("line\nend\t", #""line\nend\t""#),
      ("\u{0}\u{1B}[31m\u{7F}\u{9B}", #""\u0000\u001b[31m\u007f\u009b""#), ("\u{2028}\u{2029}", #""\u2028\u2029""#),
      ("Ærø €/😀", #""Ærø €/😀""#), ("", #""""#),
    ])
  func strings(string: String, text: String) {
    #expect(JSONWriter.text(.string(string)) == text)
    #expect(JSONWriter.text(.object([.init(string, nil)])) == "{\(text): null}")
  }

  @Test("another reader reads back what was written")
  func readBack() throws {
    let name = String(String.UnicodeScalarView((UInt32(0)..<0x300).compactMap { Unicode.Scalar($0) }))
    let numbers = [0.1, 1e300, -7.25e-12, 123_456_789.125]
    let text = JSONWriter.text(["name": .string(name), "numbers": JSONOutput(numbers.map { .number($0) })])
    let read = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(read["name"] as? String == name)
    #expect(read["numbers"] as? [Double] == numbers)
  }
}
