import Basics
import Testing

struct SpellingTests {
  @Test func `a slip of the finger is guessed, another word is not`() {
    #expect(Spelling.nearest(to: "memry", among: ["memory", "mouse"]) == "memory")
    #expect(Spelling.nearest(to: "Mouse", among: ["memory", "mouse"]) == "mouse")
    #expect(Spelling.nearest(to: "colour", among: ["memory", "mouse"]) == nil)
  }
}
