import LogScanning
import Testing

@Suite("JSON")
struct JSONValueTests {
  private func parse(_ text: String) throws(JSONError) -> JSONValue { try parse(Array(text.utf8)) }

  private func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    try JSONValue(parsing: bytes.span.bytes)
  }

  private func failure(_ text: String) -> JSONError? {
    do throws(JSONError) {
      _ = try parse(text)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("null", JSONValue.null), (" true ", .bool(true)), ("false\n", .bool(false)), ("0", .number(0)),
    ("-12.5e-1", .number(-1.25)), ("1E+2", .number(100)), ("[]", .array([])), ("{}", .object([])),
    ("[1, [2], {}]", .array([.number(1), .array([.number(2)]), .object([])])), (#""a""#, .string("a")),
    ("\u{FEFF}[1]", .array([.number(1)])), ("Infinity", .number(.infinity)), ("-Infinity", .number(-.infinity)),
    (#""\"\\\/\b\f\n\r\t\u00e6\ud83d\ude00""#, .string("\"\\/\u{8}\u{C}\n\r\tæ😀")),
    (#""\ud83d""#, .string("\u{FFFD}")), (#""\ud83dx\ude00""#, .string("\u{FFFD}x\u{FFFD}")),
    (#""\ud83d\u0041""#, .string("\u{FFFD}A")), ("9007199254740993", .number(9_007_199_254_740_992)),
    ("0.1000000000000000055511151231257827021181583404541015625000000000000000000", .number(0.1)),
  ])
  func values(text: String, value: JSONValue) throws {
    #expect(try parse(text) == value)
  }

  @Test func bareNaNIsANumber() throws {
    #expect(try parse("[NaN]").array?.first?.double?.isNaN == true)
  }

  @Test(arguments: [
    ("", 1, 1), ("{", 1, 2), ("[1,]", 1, 4), ("[1 2]", 1, 4), (#"{"a" 1}"#, 1, 6), (#"{"a":1,}"#, 1, 8),
    ("{a:1}", 1, 2), ("01", 1, 1), ("+1", 1, 1), (".5", 1, 1), ("1.", 1, 3), ("1e", 1, 3), ("-", 1, 1), ("nan", 1, 1),
    ("tru", 1, 1), (#""abc"#, 1, 5), (#""\x""#, 1, 3), (#""\u12g4""#, 1, 6), ("\"a\nb\"", 1, 3), ("[1]\n\n [", 3, 2),
    ("[1,\n  ?]", 2, 3),
  ])
  func errorsNameTheirPlace(text: String, line: Int, column: Int) {
    let error = failure(text)
    #expect(error?.line == line)
    #expect(error?.column == column)
    #expect(error?.expected.isEmpty == false)
  }

  @Test func anErrorSaysWhatWasExpected() {
    #expect(failure("[1 2]")?.description == "line 1, column 4: expected ',' or ']'")
  }

  @Test func membersKeepTheirOrderAndTheLastOfEqualsCounts() throws {
    let value = try parse(#"{"b": 1, "a": 2, "b": 3}"#)
    #expect(value.members?.map(\.key) == ["b", "a", "b"])
    #expect(value["b"]?.int == 3)
    #expect(value["c"] == nil)
  }

  @Test func conveniencesDoNotConvert() throws {
    let value = try parse(#"[1.5, 1e300, "1", true, 2]"#)
    #expect(value.array?.map(\.int) == [nil, nil, nil, nil, 2])
    #expect(value.array?.map(\.bool) == [nil, nil, nil, true, nil])
    #expect(value.array?.map(\.string) == [nil, nil, "1", nil, nil])
    #expect(value["a"] == nil)
    #expect(value.members == nil)
  }

  @Test func nestingIsBounded() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(failure(nested(JSONValue.maximumDepth)) == nil)
    #expect(failure(nested(JSONValue.maximumDepth + 2))?.expected.contains("nesting") == true)
    #expect(failure(String(repeating: "[", count: 1_000_000)) != nil)
  }

  @Test func bytesThatAreNotUTF8AreKept() throws {
    #expect(try parse([0x22, 0xE6, 0x22]) == .string("æ"))
  }
}
