/// The forms in which the table shows its rows.
struct TableOptions: Sendable, Hashable {
  /// The form of payloads in the Text column.
  enum Payload: Sendable, Hashable {
    case text
    case hex
  }

  var payload = Payload.text
  var time = TimeStyle.clock
  /// The part that is scrolled out on the left: columns of the text, or bytes of the hexadecimal.
  private(set) var offset = 0

  /// The columns that are scrolled out on the left.
  var offsetColumns: Int { payload == .hex ? offset * 3 : offset }

  /// Scrolls to the right; to the left when negative.
  mutating func scroll(_ distance: Int) {
    offset = min(max(0, offset + distance), 65_536)
  }

  /// The other way to show a payload, from its beginning.
  mutating func togglePayload() {
    payload = payload == .text ? .hex : .text
    offset = 0
  }
}
