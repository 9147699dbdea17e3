import StudyFile
import Testing

@Suite("Attributes of runs in the study file")
struct AttributeTests {
  private static let yaml = """
    factors: [precision, data-set]
    attributes:
      - {paths: ["bf16/**", one.txt], values: {precision: bfloat16}}
      - {paths: "**", values: {precision: float16, method: 3}}
    """

  @Test("for each attribute the first rule that has it and matches holds")
  func values() throws {
    let study = try StudyFile.parse(Self.yaml, fileName: "fodspor.yml")
    #expect(study.factors == ["precision", "data-set"])
    #expect(study.attribute("precision", ofFile: "bf16/fold_0/log.txt") == "bfloat16")
    #expect(study.attribute("precision", ofFile: "one.txt") == "bfloat16")
    #expect(study.attribute("precision", ofFile: "two.txt") == "float16")
    #expect(study.attribute("method", ofFile: "bf16/fold_0/log.txt") == "3")
    #expect(study.attribute("gpu", ofFile: "two.txt") == nil)
    #expect(study.attributeNames.prefix(3) == ["method", "precision", "data-set"])
    #expect(study.attributeNames.count == 2 + RunAttribute.allCases.count)
  }

  @Test("one name needs no list, and a rule may replace what logs tell")
  func single() throws {
    let study = try StudyFile.parse(
      "factors: gpu\nattributes: [{paths: '**', values: {gpu: A100}}]", fileName: "fodspor.yml")
    #expect(study.factors == ["gpu"])
    #expect(study.attribute("gpu", ofFile: "a") == "A100")
    #expect(study.attributeNames.count { $0 == "gpu" } == 1)
  }

  @Test(
    "what cannot be meant is told with its line",
    arguments: [
      ("factors: [precison]\nattributes: [{paths: a, values: {precision: x}}]", 1, "did you mean 'precision'?"),
      ("factors: [batch-sise]", 1, "'batch-sise', which is no attribute of runs; did you mean 'batch-size'?"),
      ("factors:\n  - xyzzy", 2, "there are data-set, configuration"),
      ("factors: [gpu, gpu]", 1, "'gpu' twice"),
      ("factors: {a: b}", 1, "factors must be a list"),
      ("attributes: [{paths: a}]", 1, "needs the key 'values'"),
      ("attributes: [{values: {a: b}}]", 1, "needs the key 'paths'"),
      ("attributes: [{paths: /a, values: {a: b}}]", 1, "'/a' begins with '/'"),
      ("attributes:\n  - paths: a\n    values: {a: }", 3, "the attribute 'a' has no value"),
      ("attributes:\n  - paths: a\n    values: {'a,b': c}", 3, "no comma"),
      ("attributes:\n  - paths: a\n    precision: x", 2, "needs the key 'values'"),
    ])
  func problems(yaml: String, line: Int, message: String) throws {
    let error = try #require(throws: StudyFileError.self) { try StudyFile.parse(yaml, fileName: "fodspor.yml") }
    #expect(error.problems.contains { $0.line == line && $0.message.contains(message) }, "\(error)")
  }
}
