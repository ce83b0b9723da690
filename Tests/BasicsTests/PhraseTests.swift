import Basics
import Testing

/// Tests sentences that can be translated.
struct PhraseTests {
  @Test func `a sentence keeps its words apart from what they speak of`() {
    let phrase: Phrase = "sent \(10) to \("10.0.0.5:9000")"
    #expect(phrase.template == "sent %1 to %2")
    #expect(phrase.arguments == [.text("10"), .text("10.0.0.5:9000")])
    #expect(phrase.english == "sent 10 to 10.0.0.5:9000")
  }

  @Test func `a reason behind a colon is a phrase of its own`() {
    let reason: Phrase = "port \(9) is closed"
    let phrase: Phrase = "not sent: \(reason)"
    #expect(phrase.template == "not sent: %1")
    #expect(phrase.arguments == [.phrase(reason)])
    #expect(phrase.english == "not sent: port 9 is closed")
  }

  @Test(arguments: ["43 %", "%1 of 100 %%", "%", "a%b", ""])
  func `percent signs of the words themselves stay`(text: String) {
    #expect(Phrase(text).english == text)
    #expect(Phrase(verbatim: text).english == text)
    let phrase: Phrase = "\(text) is 5% of \("%2")"
    #expect(phrase.english == "\(text) is 5% of %2")
  }

  @Test func `a translation may turn the arguments round`() {
    #expect(Phrase.pieces(of: "%2 → %1%%") == [.argument(1), .words(" → "), .argument(0), .words("%")])
    #expect(Phrase.pieces(of: "%x %") == [.words("%"), .words("x %")])
  }

  @Test func `phrases side by side are translated by themselves`() {
    let sum: Phrase = Phrase("one") + Phrase("two")
    #expect(sum.template == "%1%2")
    #expect(sum.english == "onetwo")
    #expect((sum + "").template == "%1%2")
  }
}
