package import PayloadText

/// Something to say to the person that came from outside of the screen.
package struct Announcement: Sendable, Hashable {
  package var text: SafeText
  /// Its end, which stays where there is no room for all.
  package var tail: SafeText
  package var kind: Notice.Kind

  package init(_ text: SafeText, _ kind: Notice.Kind = .warning, tail: SafeText = "") {
    self.text = text
    self.kind = kind
    self.tail = tail
  }
}
