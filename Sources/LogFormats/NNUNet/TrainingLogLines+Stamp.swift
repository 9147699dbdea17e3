import LogScanning
import Quantities

extension TrainingLogLines {
  /// The stamp of a line `YYYY-MM-DD HH:MM:SS[.ffffff]: body`, and where its body begins.
  static func leadingStamp(_ line: RawSpan) -> (stamp: WallTime, length: Int)? {
    guard line.byteCount >= 20, line[byte: 4] == UInt8(ascii: "-"), line[byte: 10] == 0x20,
      line[byte: 19] != UInt8(ascii: ","), let (stamp, length) = line.leadingWallTime(), length < line.byteCount,
      line[byte: length] == UInt8(ascii: ":")
    else { return nil }
    return (stamp, length + 1)
  }

  /// The same of the lines of one log, most of which share their minute with the line before.
  static func leadingStamp(_ line: RawSpan, _ stamps: inout DateTimeScanner) -> (stamp: WallTime, length: Int)? {
    guard line.byteCount >= 20, line[byte: 4] == UInt8(ascii: "-"), line[byte: 10] == 0x20,
      line[byte: 19] != UInt8(ascii: ","), let (nanoseconds, length) = stamps.leading(line), length < line.byteCount,
      line[byte: length] == UInt8(ascii: ":")
    else { return nil }
    return (WallTime(nanoseconds: nanoseconds), length + 1)
  }
}
