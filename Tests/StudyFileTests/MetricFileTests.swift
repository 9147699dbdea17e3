import LogFormats
import StudyFile
import Testing

/// Metrics of other programs.
@Suite("Files with metrics")
struct MetricFileTests {
  private func problems(_ csv: String, lowerIsBetter: [String] = []) -> [String] {
    do throws(StudyFileError) {
      _ = try MetricFileReader.values(in: csv, fileName: "m.csv", lowerIsBetter: lowerIsBetter)
      return []
    } catch { return error.description.split(separator: "\n").map(String.init) }
  }

  @Test("Columns may stand in any order, names be quoted, folds be left out")
  func reads() throws {
    let csv = "\u{FEFF}value,fold,metric,dataset,model\r\n0.85,0,Dice,D1,\"a, b\"\r\n\r\n12.5,,HD95,D1,c\r\n"
    let values = try MetricFileReader.values(in: csv, fileName: "m.csv", lowerIsBetter: ["HD95"])
    #expect(
      values == [
        MetricValue(model: "a, b", dataset: "D1", fold: Fold(0), metric: "Dice", value: 0.85),
        MetricValue(model: "c", dataset: "D1", fold: nil, metric: "HD95", value: 12.5, lowerIsBetter: true),
      ])
    #expect(values.map(\.isDice) == [true, false])
  }

  @Test(
    "What is wrong is said with its line",
    arguments: [
      ("", ["m.csv: there are no values"]),
      ("model,dataset,fold,metric,value\n", ["m.csv: there are no values"]),
      (
        "model,dataset,folds,metric\na,b,0,c",
        [
          "m.csv:1: unknown column 'folds'; did you mean 'fold'?", "m.csv:1: the column 'fold' is missing",
          "m.csv:1: the column 'value' is missing",
        ]
      ),
      ("model,model,dataset,fold,metric,value", ["m.csv:1: the column 'model' stands twice"]),
      ("model,dataset,fold,metric,value\na,b,0,c", ["m.csv:2: 4 fields where the header has 5"]),
      ("model,dataset,fold,metric,value\na,,0,c,1", ["m.csv:2: dataset is empty"]),
      (
        "model,dataset,fold,metric,value\na,b,all,c,1\na,b,-1,c,1",
        [
          "m.csv:2: fold must be a number from 0 on, or empty for the whole data set, not 'all'",
          "m.csv:3: fold must be a number from 0 on, or empty for the whole data set, not '-1'",
        ]
      ),
      ("model,dataset,fold,metric,value\na,b,0,dice,85", ["m.csv:2: a Dice is 0 to 1, not 85"]),
      (
        "model,dataset,fold,metric,value\n\na,b,0,c,1\na,b,0,c,2",
        ["m.csv:4: the same model, data set, fold and metric as in line 3"]
      ),
    ])
  func saysWhatIsWrong(csv: String, expected: [String]) {
    #expect(problems(csv) == expected)
  }

  @Test("A value is a finite decimal number", arguments: ["", "nan", "inf", "1e999", "0x1", "0,5", "1 2", "-", "--1"])
  func values(text: String) {
    let found = problems("model,dataset,fold,metric,value\na,b,0,c,\"\(text)\"")
    #expect(found == ["m.csv:2: value must be a finite number such as 0.85, not '\(text)'"])
  }

  @Test("A metric of which less is better must be there")
  func unknownMetric() {
    let found = problems("model,dataset,fold,metric,value\na,b,0,HD95,1", lowerIsBetter: ["HD"])
    #expect(found == ["m.csv: lower-is-better names 'HD', which the file does not have; it has HD95"])
  }

  @Test("The study file names one file, or several")
  func names() throws {
    func files(_ yaml: String) throws -> [MetricFileChoice] {
      try StudyFile.parse(yaml, fileName: "fodspor.yml").metricFiles
    }
    #expect(try files("metrics: a.csv") == [MetricFileChoice(path: "a.csv")])
    #expect(
      try files("metrics:\n  - a.csv\n  - {file: b.csv, lower-is-better: [HD95, ASSD]}")
        == [
          MetricFileChoice(path: "a.csv"), MetricFileChoice(path: "b.csv", lowerIsBetter: ["HD95", "ASSD"]),
        ])
    #expect(
      try files("metrics: {file: b.csv, lower-is-better: HD95}")
        == [MetricFileChoice(path: "b.csv", lowerIsBetter: ["HD95"])])
    let error = try #require(throws: StudyFileError.self) { try files("metrics:\n  - {path: b.csv}") }
    #expect(error.description.contains("fodspor.yml:2: "))
  }
}
