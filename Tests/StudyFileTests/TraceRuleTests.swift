import LogFormats
import Quantities
import StudyFile
import Testing

/// What `traces` says about recordings that do not tell it themselves.
@Suite("Rules for traces")
struct TraceRuleTests {
  private func study(_ yaml: String) throws -> StudyFile { try StudyFile.parse(yaml, fileName: "fodspor.yml") }

  @Test("A rule with every key")
  func everyKey() throws {
    let study = try study(
      """
      traces:
        - paths: [meters/*.csv, "**/plug.txt"]
          separator: semicolon
          decimal-mark: ","
          header: false
          time: {column: 1, time-of-day: 2, format: day-first, zone: +01:00}
          device: 3
          values:
            - {column: 4, unit: mW, component: node, device: plug, role: alternative, modelled: true}
            - {column: Zähler, unit: kWh, quantity: energy-counter, component: node, counter-range: 1000}
          start: 2025-03-30T08:15:00
          period: 0.5
      """)
    let declaration = try #require(study.traceDeclaration(ofFile: "meters/a.csv"))
    #expect(study.traceDeclaration(ofFile: "a/b/plug.txt") == declaration)
    #expect(study.traceDeclaration(ofFile: "other.csv") == nil)
    #expect(declaration.samplingPeriod == 0.5)
    // 2025-03-30 08:15:00 is 1 743 322 500 s after 1970.
    #expect(declaration.start == .local(WallTime(nanoseconds: 1_743_322_500_000_000_000)))
    let columns = try #require(declaration.columns)
    #expect(columns.separator == .semicolon)
    #expect(columns.decimalMark == .comma)
    #expect(!columns.hasHeader)
    #expect(
      columns.time
        == DelimitedDeclaration.Time(
          column: .number(1), timeOfDay: .number(2), format: .dayFirst, zone: .offset(seconds: 3600)))
    #expect(columns.device == .number(3))
    #expect(columns.values.count == 2)
    #expect(columns.values[0].unit?.symbol == "mW")
    #expect(columns.values[0].role == .alternative && columns.values[0].isModelled)
    #expect(columns.values[0].device == "plug")
    #expect(columns.values[1].column == .name("Zähler"))
    #expect(columns.values[1].quantity == .energyCounter)
    #expect(columns.values[1].counterRange == 1000)
  }

  @Test("A unit of energy without a quantity is the energy of an interval")
  func quantities() throws {
    let study = try study("traces: [{paths: a.csv, values: [{column: e, unit: J, component: cpu}]}]")
    #expect(study.traces.first?.declaration.columns?.values.first?.quantity == .intervalEnergy)
  }

  @Test(
    "A start is local, or on UTC with Z or an offset",
    arguments: [
      ("2025-03-30T08:15:00Z", 1_743_322_500), ("2025-03-30 10:15:00+02:00", 1_743_322_500),
      ("2025-03-30T04:45:00-03:30", 1_743_322_500),
    ] as [(String, Int64)])
  func starts(_ text: String, seconds: Int64) throws {
    let study = try study("traces: [{paths: a.txt, start: \"\(text)\"}]")
    #expect(
      study.traces.first?.declaration.start == .utc(Instant(nanoseconds: seconds * 1_000_000_000)))
    #expect(study.traces.first?.declaration.columns == nil)
  }

  @Test(
    "What is wrong is told with its line",
    arguments: [
      ("traces:\n  - paths: a.csv", 2, "says nothing about its files; give values, start or period"),
      ("traces:\n  - values: [{column: p, component: gpu}]", 2, "needs the key 'paths'"),
      ("traces:\n  - paths: a.csv\n    separator: comma", 2, "needs the key 'values'"),
      ("traces:\n  - paths: a.csv\n    values:\n      - {column: p}", 4, "needs the key 'component'"),
      (
        "traces:\n  - paths: a.csv\n    values:\n      - {column: p, component: disk}", 4, "one of gpu, cpu, dram, node"
      ),
      ("traces:\n  - paths: a.csv\n    values:\n      - {column: p, component: gpu, unit: hp}", 4, "such as W, mW"),
      (
        "traces:\n  - paths: a.csv\n    values:\n      - {column: p, component: gpu, unit: J, quantity: power}", 4,
        "the unit J is not one of power"
      ),
      ("traces:\n  - paths: a.csv\n    period: 0", 3, "above 0"),
      ("traces:\n  - paths: a.csv\n    start: yesterday", 3, "start must be a date and time such as"),
      ("traces:\n  - paths: a.csv\n    perod: 1", 3, "did you mean 'period'?"),
      ("traces:\n  - paths: a.csv\n    device: 0\n    values: [{column: p, component: gpu}]", 3, "its place from 1 on"),
      (
        "traces:\n  - paths: a.csv\n    time: {column: t, format: roman}\n    values: [{column: p, component: gpu}]", 3,
        "format must be automatic, unix"
      ),
    ])
  func problems(yaml: String, line: Int, message: String) throws {
    do {
      _ = try StudyFile.parse(yaml, fileName: "fodspor.yml")
      Issue.record("nothing is wrong with it")
    } catch {
      #expect(error.problems.contains { $0.line == line && $0.message.contains(message) }, "\(error.problems)")
    }
  }
}
