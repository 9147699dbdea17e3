import LogScanning
import Quantities

/// CSV of meters at a plug or a USB port: time, volts, amperes, watts, often the energy so far.
public enum WallMeterFormat: LogFormatDefinition {
  public static let format = LogFormat.wallMeter

  public static let synopsis = (
    what: "samples of wall and USB power meters, with volts and amperes; decimal points or commas",
    recognisedBy: "a header with a time, volts or amperes, and watts"
  )

  public static let greatestScore = 75

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 32) { line in
      if DelimitedHeader.mayBeOfMeter(line), let header = DelimitedHeader(line), header.isOfMeter, header.time != nil,
        header.columns.contains(where: { $0.kind == .power }),
        // A GPU's sensors tell volts too.
        !header.columns.contains(where: { $0.component == .gpu || $0.component == .cpu })
      {
        score = 75
      }
      return score == 0
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser {
    DelimitedParser(context, component: .node)
  }
}

extension LogFormat {
  /// See ``WallMeterFormat``.
  public static let wallMeter = LogFormat(rawValue: "wall-meter")
}
