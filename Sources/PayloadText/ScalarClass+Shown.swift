extension Unicode.Scalar {
  /// Whether the scalar is shown as itself: it is not a control, not invisible, and does not change the direction of
  /// text.
  package var isShownAsItself: Bool {
    switch ScalarClass(self) {
    case .allowed, .mark: true
    case .control, .separator, .bidi, .invisible, .selector, .unassigned: false
    }
  }
}
