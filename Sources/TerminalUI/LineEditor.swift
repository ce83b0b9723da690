package import PayloadText

/// One line that a person edits: Emacs and arrow keys, history, paste.
package struct LineEditor: Hashable, Sendable {
  /// What a key did.
  package enum Outcome: Hashable, Sendable {
    /// The text is another one now.
    case changed
    /// The key was the editor's, the text is the same.
    case moved
    /// Enter.
    case submitted
    /// Esc.
    case cancelled
    /// Not a key of the editor.
    case ignored
  }

  /// What becomes of a newline in pasted text. It never submits.
  package enum PastedNewline: Hashable, Sendable {
    /// The two characters `\n`, as the message syntax writes it; a tab becomes `\t`.
    case escape
    /// A space; one at the end is dropped.
    case space
  }

  /// The text as scalars.
  var scalars: [Unicode.Scalar] = []
  /// The cursor: a count of scalars, from 0 to the text's length.
  package internal(set) var cursor = 0
  package let newlines: PastedNewline

  /// An editor with the cursor behind `text`; `history` has its oldest line first.
  package init(text: String = "", history: [String] = [], newlines: PastedNewline = .space) {
    self.newlines = newlines
    scalars = Array(text.unicodeScalars)
    cursor = scalars.count
  }
}
