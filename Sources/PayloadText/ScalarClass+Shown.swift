extension Unicode.Scalar {
  /// Whether it is shown as itself: no control, nothing invisible, nothing that turns the direction of text.
  package var isShownAsItself: Bool {
    switch ScalarClass(self) {
    case .allowed, .mark: true
    case .control, .separator, .bidi, .invisible, .selector, .unassigned: false
    }
  }
}
