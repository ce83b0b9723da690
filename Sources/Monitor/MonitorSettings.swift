package import DisplayFilter
package import PayloadText
package import UDPCore

/// What the state is told at the start.
package struct MonitorSettings: Sendable {
  /// What is bound, in the order of the receiver's sockets.
  package var bound: [Endpoint]
  /// The network interfaces' names.
  package var interfaces = InterfaceNames()
  /// The filter in force at the start.
  package var filter = DisplayFilter.everything
  /// One encoding for all peers; `nil` decides for each.
  package var encoding: TextEncoding?
  /// Whether received datagrams are answered by rule (`--reply`).
  package var replies = false
  /// Seconds that local time is ahead of UTC.
  package var utcOffset = 0
  /// The remembered lines, oldest first.
  package var history: [HistoryKind: [String]] = [:]
  /// The panes that are open at first, and their heights.
  package var panes = PaneArrangement()
  /// The styles.
  package var theme = Theme.standard
  /// Whether only ASCII can be drawn.
  package var isASCII = false
  /// The table's columns.
  package var columns = ColumnSettings()
  /// The saved messages, in the message syntax, by name.
  package var messages: [String: String] = [:]

  package init(bound: [Endpoint]) {
    self.bound = bound
  }
}
