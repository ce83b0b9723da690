import Basics
import PayloadText
import TerminalUI

/// Saying something to the user.
extension State {
  /// Says something in the last line.
  /// - Parameters:
  ///   - tail: its end, which stays where there is no room for all.
  ///   - isTrue: whether it is still so; it goes when it is not.
  mutating func say(
    _ text: Phrase, _ kind: Notice.Kind = .information, tail: Phrase = "",
    while isTrue: @escaping @Sendable (State) -> Bool = { _ in true }
  ) {
    let (end, overflow) = clock.monotonic.addingReportingOverflow(Notice.duration(of: kind))
    interaction.notices.current = Notice(
      text: words(text), tail: words(tail), kind: kind, start: clock.monotonic, end: overflow ? .max : end,
      isAnswer: interaction.notices.isAnswering, isOutcome: interaction.notices.isAnswering, focus: focus,
      isTrue: isTrue)
  }

  /// Says what a key did to what is in sight, unless something else that was just said is still to be read.
  mutating func remark(_ text: Phrase, tail: Phrase = "", while isTrue: @escaping @Sendable (State) -> Bool) {
    guard interaction.notices.current == nil else { return }
    say(text, tail: tail, while: isTrue)
  }

  /// Says something that the person did not ask for: at once, unless the last line has just told what became of
  /// something that they did.
  mutating func mention(_ one: Announcement) {
    if let current = interaction.notices.current, current.isOutcome,
      !current.yields(at: clock.monotonic, toPressing: one.isPressing)
    {
      return interaction.notices.queue([one])
    }
    say(one.text, one.kind, tail: one.tail)
    interaction.notices.current?.topic = one.topic
  }

  /// A sentence in the person's language, as it is drawn, with the keys in force in the place of `{command}`.
  func words(_ phrase: Phrase) -> SafeText { configuration.catalogue(phrase, configuration.keymap) }

  /// Says the next announcement when its turn has come.
  mutating func announce() {
    guard let next = interaction.notices.next(at: clock.monotonic) else { return }
    say(next.text, next.kind, tail: next.tail)
    interaction.notices.current?.topic = next.topic
  }

  /// The lines of the sentence that is said now; none while there is none.
  var noticeLines: [SafeText] {
    let isTyping = interaction.prompt != nil || compose.panel != nil
    return interaction.notices.current?.lines(in: size, isTyping: isTyping, symbols.ellipsis) ?? []
  }

  /// The rows of the screen in which messages stand.
  package var messageRows: Range<Int> {
    let place = layout.message
    return place.row..<place.endRow
  }
}
