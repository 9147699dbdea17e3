import LogScanning
import Testing

@Suite("Texts in texts")
struct SearchTests {
  @Test(
    "A text stands in another one byte for byte",
    arguments: [
      ("nvidia-smi.csv", true), ("NVIDIA-SMI.csv", false), ("smi", true), ("sm", false), ("", false), ("ésmié", true),
      ("smi\u{301}", true),
    ])
  func hasText(_ text: String, _ isThere: Bool) {
    #expect(text.hasText("smi") == isThere)
    #expect(("<" + text + ">").dropFirst().hasText("smi") == isThere)
    #expect(text.hasText(anyOf: "x1", "smi") == isThere)
    #expect(!text.hasText(anyOf: "x1", "x2"))
  }
}
