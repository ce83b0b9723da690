package import DisplayFilter
package import Formats
package import PayloadText
package import PeerText
package import UDPCore

/// The settings that the state gets at the start.
package struct MonitorSettings: Sendable {
  /// The bound endpoints, in the order of the receiver's sockets.
  package var bound: [Endpoint]
  /// The places where they receive, groups with their interfaces, and where nothing arrives now; empty where they are
  /// not known.
  package var boundAddresses: [BoundAddress] = []
  /// The capture files whose datagrams are shown, by name; none where they come from sockets.
  package var files: [String] = []
  /// The hosts whose datagrams are shown, by name; none where they come from this one.
  package var hosts: [String] = []
  /// Whether the first rows are shown first, not the newest: where files are read that do not grow.
  package var startsAtTop = false
  /// The targets of the relay whose datagrams are shown; none where there is no relay.
  package var relayTargets: [Endpoint] = [] {
    didSet { keymap = keymap.ofRelay(isRelay) }
  }
  /// The network interfaces' names.
  package var interfaces = InterfaceNames()
  /// The filter in force at the start.
  package var filter = DisplayFilter.everything
  /// The encodings of peers for which none was chosen on the screen.
  package var encodings = ChosenEncodings()
  /// Whether received datagrams are answered by rule (`--reply`).
  package var replies = false
  /// The seconds that local time is ahead of UTC.
  package var utcOffsets = UTCOffsets(0)
  /// The seed of the random fields of messages.
  package var seed: UInt64 = 0
  /// The remembered lines, oldest first.
  package var history: [HistoryKind: [String]] = [:]
  /// The panes that are open at first, and their heights.
  package var panes = PaneArrangement()
  /// The words of help and footer.
  package var catalogue = Catalogue.english
  /// The styles.
  package var theme = Theme.standard
  /// The themes that can be chosen, by name.
  package var themes = Theme.shipped
  /// The theme that was chosen on the screen, by name; `nil` where `theme` is the one of the start.
  var chosenTheme: String?
  /// Whether only ASCII can be drawn.
  package var isASCII = false
  /// The table's columns.
  package var columns = ColumnSettings()
  /// The keys of commands.
  package var keymap = Keymap.standard
  /// Names for addresses, shown in their place and understood in lines.
  package var aliases = Aliases()
  /// The number of alarms that what arrives may raise.
  package var alarmCount = 0
  /// The styles of rows that a filter shows; the first rule that matches counts.
  package var colors: [ColorRule] = []
  /// The origin of the Time column at the start.
  package var time = TimeStyle.clock
  /// Whether the table shows hexadecimal at the start.
  package var isHex = false
  /// The saved messages, in the message syntax, by name.
  package var messages: [String: WrittenMessage] = [:]
  /// Returns the formats that say what bytes mean. They are compiled when the first row is to be read.
  package var formats: @Sendable () -> FormatBook = { .empty }
  /// The names of the user's own formats, whose fields are columns of a CSV file.
  package var ownFormats: [String] = []
  /// Whether records that are written have the fields of all formats, though the user has none of their own.
  package var recordsAllFields = false
  /// The name of the format of every datagram (`--format`); `nil` where each format is tried.
  package var format: String?
  /// The rule by which requests are paired with answers from the start (`--pair`); `nil` while they are not.
  package var pairing: PairingRule?
  /// Whether each send is asked for before it is done.
  package var confirmsSend = false

  /// Whether the rows are those of a relay.
  package var isRelay: Bool { !relayTargets.isEmpty }

  /// Whether the rows come from capture files.
  var showsFiles: Bool { !files.isEmpty }

  package init(bound: [Endpoint]) {
    self.bound = bound
  }
}
