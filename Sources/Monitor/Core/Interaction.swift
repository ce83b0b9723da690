import TerminalUI

/// What the user works with, one over the other: the panes, the line that is typed, and a help or a list on top. The
/// topmost has the keys.
struct Interaction: Sendable {
  /// The terminal's size.
  var size: Size
  /// The panes, at the bottom.
  var panes: Panes
  /// The line that is typed, over the panes.
  var prompt: Prompt?
  /// The help or the list that is on top.
  var overlay: Overlay?
  /// The lines that were typed before, the oldest first.
  var histories: [HistoryKind: [String]]
  /// Until when a second `^C` quits, in nanoseconds of the monotonic clock; `nil` while it only asks.
  var quitAsked: UInt64?
  /// Where the regions of the screen lie (`State.layOut`).
  var layout = Layout()

  init(size: Size, panes: PaneArrangement, histories: [HistoryKind: [String]]) {
    self.size = size
    self.panes = Panes(panes)
    self.histories = histories
  }

  /// Where keys go.
  var focus: Focus { overlay?.focus ?? prompt?.focus ?? panes.focused.focus }
}
