package import Basics

/// Something to say to the person that came from outside of the screen.
package struct Announcement: Sendable, Hashable {
  package var text: Phrase
  /// Its end, which stays where there is no room for all.
  package var tail: Phrase
  package var kind: Notice.Kind
  /// The topic: the next announcement about the same topic makes it untrue. `nil` where it stays true.
  package var topic: String?
  /// Whether it answers something that the person just did elsewhere, such as saving a file with a mistake. Then it waits
  /// less long for the outcome of a key.
  package var isPressing = false

  package init(
    _ text: Phrase, _ kind: Notice.Kind = .warning, tail: Phrase = "", topic: String? = nil, isPressing: Bool = false
  ) {
    self.isPressing = isPressing
    self.text = text
    self.kind = kind
    self.tail = tail
    self.topic = topic
  }
}
