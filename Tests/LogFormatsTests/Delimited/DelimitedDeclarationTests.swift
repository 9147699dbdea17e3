import Foundation
import LogFormats
import LogScanning
import Quantities
import TestSupport
import Testing

@Suite("CSV columns as declared")
struct DelimitedDeclarationTests {
  private func read(
    _ text: String, _ declaration: DelimitedDeclaration, period: Double? = nil, start: TraceDeclaration.Start? = nil
  ) throws -> (content: ParsedContent, columns: [TraceColumns.Column]) {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "a.csv")
    let sink = TraceColumns()
    let file = try LogFileReader.read(
      path: folder.path("a.csv"), samples: sink,
      declaration: TraceDeclaration(columns: declaration, samplingPeriod: period, start: start))
    return (file.content, sink.columns)
  }

  private func trace(_ content: ParsedContent) -> TraceLog? {
    if case .trace(let log) = content.record { log } else { nil }
  }

  @Test("Columns by name and number, units, roles and an offset")
  func names() throws {
    let declaration = DelimitedDeclaration(
      separator: .semicolon, decimalMark: .comma,
      time: .init(column: .name("when"), format: .dayFirst, zone: .offset(seconds: 3600)),
      values: [
        .init(column: .name(" Board "), device: "GPU 0", quantity: .power, unit: DelimitedUnit("mW"), component: .gpu),
        .init(
          column: .number(3), quantity: .energyCounter, unit: DelimitedUnit("kWh"), component: .node,
          role: .alternative, counterRange: 10),
      ])
    let (content, columns) = try read(
      "When;board;meter\n03.04.2026 10:00:00;1500,5;2\n03.04.2026 10:00:01;x;2,5\n", declaration)
    let log = try #require(trace(content))
    #expect(log.clock == .utc)
    #expect(log.series.map(\.device) == ["GPU 0", "meter"])
    #expect(log.series.map(\.missingSamples) == [1, 0])
    #expect(log.series[1].counterRange == 36_000_000_000_000_000)
    #expect(columns[0].values == [1_500_500_000])
    #expect(columns[1].values == [7_200_000_000_000_000, 9_000_000_000_000_000])
    let time = try #require(CivilDateTime(year: 2026, month: 4, day: 3, hour: 9).nanosecondsSinceEpoch)
    #expect(columns[0].times == [time])
  }

  @Test("No header, a period for want of times, a device column, a start")
  func period() throws {
    let start = WallTime(nanoseconds: 1_000_000_000_000)
    let declaration = DelimitedDeclaration(
      hasHeader: false, device: .number(1),
      values: [.init(column: .number(2), quantity: .meanPower, component: .gpu)])
    let (content, columns) = try read(
      "0,10\n1,20\n0,-\n1,21\n0,12\n", declaration, period: 0.5, start: .local(start))
    let log = try #require(trace(content))
    #expect(log.clock == .local)
    #expect(log.series.map(\.device) == ["GPU 0", "GPU 1"])
    #expect(log.series.map(\.quantity) == [.meanPower, .meanPower])
    // A missing reading takes its time.
    #expect(columns[0].times == [1_000_000_000_000, 1_001_000_000_000])
    #expect(columns[1].times == [1_000_000_000_000, 1_000_500_000_000])
  }

  @Test("A declared file is read as declared, whatever it looks like")
  func overrides() throws {
    let folder = try TemporaryFolder()
    try folder.write("timestamp, power.draw [W]\n2026/11/23 10:00:00.000, 5\n", to: "gpu.csv")
    let declaration = DelimitedDeclaration(
      time: .init(column: .number(1), zone: .utc),
      values: [.init(column: .number(2), device: "node", quantity: .meanPower, component: .node)])
    let file = try LogFileReader.read(
      path: folder.path("gpu.csv"), samples: TraceColumns(),
      declaration: TraceDeclaration(columns: declaration))
    #expect(file.format == .delimited)
    #expect(trace(file.content)?.clock == .utc)
    #expect(trace(file.content)?.series.map(\.quantity) == [.meanPower])
  }

  @Test("Times since a start that is known")
  func sinceStart() throws {
    let declaration = DelimitedDeclaration(
      time: .init(column: .name("t"), format: .sinceStart(.milliseconds)),
      values: [.init(column: .name("p"), quantity: .power, component: .cpu)])
    let (content, columns) = try read(
      "t,p\n0,1\n250,2\n", declaration, start: .utc(Instant(nanoseconds: 5_000_000_000)))
    #expect(trace(content)?.clock == .utc)
    #expect(columns[0].times == [5_000_000_000, 5_250_000_000])
  }

  @Test("Large numbers are times since start when they are declared so")
  func largeSinceStart() throws {
    let declaration = DelimitedDeclaration(
      time: .init(column: .name("t"), format: .sinceStart(.nanoseconds)),
      values: [.init(column: .name("p"), quantity: .power, component: .cpu)])
    let (content, columns) = try read("t,p\n1000000000,1\n2000000000,2\n", declaration)
    #expect(trace(content)?.clock == .relative)
    #expect(columns[0].times == [1_000_000_000, 2_000_000_000])
  }

  @Test("What the file lacks is told with the line of its header")
  func missing() throws {
    let value = DelimitedDeclaration.Value(column: .name("watts"), quantity: .power, component: .gpu)
    let byName = try read("# made by hand\nt,p\n0,1\n", .init(time: .init(column: .name("t")), values: [value])).content
    let found = try #require(byName.diagnostics.first { $0.code == "delimited.missing-column" })
    #expect(found.line == 2 && found.severity == .error && found.message.contains("'watts'"))
    #expect(byName.record == .none)
    let byNumber = try read(
      "t,p\n0,1\n",
      .init(time: .init(column: .number(3)), values: [.init(column: .number(2), quantity: .power, component: .gpu)])
    ).content
    #expect(byNumber.diagnostics.contains { $0.code == "delimited.missing-column" && $0.line == 1 })
    let unit = try read(
      "t,p\n0,1\n",
      .init(
        time: .init(column: .number(1)),
        values: [.init(column: .number(2), quantity: .power, unit: .joules, component: .gpu)])
    ).content
    #expect(unit.diagnostics.contains { $0.code == "delimited.wrong-unit" })
    #expect(try read("", .init(values: [value])).content.record == .none)
  }

  @Test("A declaration survives being stored")
  func codable() throws {
    let columns = DelimitedDeclaration(
      separator: .tab, time: .init(column: .number(1), format: .unix(.microseconds), zone: .utc),
      values: [.init(column: .name("p"), quantity: .power, unit: DelimitedUnit("kWh"), component: .dram)])
    let declaration = TraceDeclaration(columns: columns, samplingPeriod: 2, start: .utc(Instant(nanoseconds: 7)))
    let data = try JSONEncoder().encode(declaration)
    #expect(try JSONDecoder().decode(TraceDeclaration.self, from: data) == declaration)
  }
}
