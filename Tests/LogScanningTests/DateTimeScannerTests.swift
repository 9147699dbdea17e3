import Testing

@testable import LogScanning

/// The reader of many stamps reads each as the reader of one does.
@Suite("Stamps of a file")
struct DateTimeScannerTests {
  private func expectSame(_ stamps: [String]) {
    var scanner = DateTimeScanner()
    for stamp in stamps {
      Array(stamp.utf8).withUnsafeBytes { bytes in
        let (one, other) = (bytes.bytes.leadingDateTime(), scanner.leading(bytes.bytes))
        #expect(one?.nanoseconds == other?.nanoseconds, "\(stamp)")
        #expect(one?.length == other?.length, "\(stamp)")
      }
    }
  }

  @Test("Stamps of one minute, of others, damaged ones and none")
  func all() {
    expectSame([
      "2026/03/02 08:00:00.042, 0", "2026/03/02 08:00:01.043", "2026/03/02 08:00:59", "2026/03/02 08:00:60",
      "2026/03/02 08:00:61", "2026/03/02 08:00:5x", "2026/03/02 08:00:0", "2026/03/02 08:00:07.",
      "2026/03/02 08:00:07,5",
      "2026/03/02 08:00:07.1234567891234", "2026/03/02 08:00;07", "2026-03-02 08:00:07", "2026-03-02T08:00:07.5Z",
      "2026-03/02 08:00:07", "2026-02-29 08:00:07", "2026-02-29 08:00:08", "2024-02-29 08:00:07", "2026-03-02 24:00:07",
      "1970-01-01 00:00:07", "0000-00-00 00:00:00", "", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0:07 and more",
      "1677-01-01 00:00:00", "2261-12-31 23:59:59.999999999", "2262-01-01 00:00:00",
    ])
  }

  @Test("The first stamp of a file is not taken for one of the minute that no stamp was read of")
  func first() {
    expectSame(["1970-01-01 00:00:07.25"])
    expectSame(["\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0:07 and more"])
    expectSame(["2026/03/02 08:00:60.5", "2026/03/02 08:00:01"])
  }
}
