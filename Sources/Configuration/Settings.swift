package import Alarms
package import DisplayFilter
package import Monitor
package import PayloadText
package import PeerText
package import TerminalUI
package import UDPCore

/// All values of a configuration, parsed and validated.
package struct Settings: Sendable {
  /// The endpoints to receive on; if empty, port 8080.
  package var endpoints: [EndpointArgument] = []
  /// The filter at the start.
  package var filter = DisplayFilter.everything
  /// One encoding for all peers; if `nil`, it is detected for each.
  package var encoding: TextEncoding?
  /// The encoding of messages to peers that have only sent ASCII; `nil` for the locale's.
  package var undecided: TextEncoding?
  /// The number of bytes that the capture log may occupy.
  package var memory = ReceiveOptions.defaultMemory
  /// The receive buffer to request for each socket, in bytes.
  package var rcvbuf = ReceiveOptions.defaultReceiveBuffer
  /// Bytes stored of each payload; `nil` stores all.
  package var snap: Int?
  /// Whether the kernel may coalesce datagrams (`UDP_GRO`).
  package var gro = true
  /// The maximum replies per second with `--reply`; `nil` for the default limits.
  package var replyRate: Int?
  /// Whether clicks and the wheel are reported as keys.
  package var mouse = false
  /// Whether to draw in ASCII only.
  package var ascii = false
  /// Whether to use UTF-8 whatever the locale.
  package var utf8 = false
  /// The name of a built-in theme or of one in `themes`.
  package var theme = "default"
  /// The columns of characters of ambiguous width: 1 or 2.
  package var ambiguousWidth = 1
  /// The format of the Time column at the start.
  package var time = TimeStyle.clock
  /// Whether the table shows payloads in hexadecimal.
  package var hex = false
  /// Whether each command confines itself (`CommandCore/Confinement`).
  package var confine = true
  /// Folders in which a confined command may read and write, beside those that it was given.
  package var allowedFolders: [String] = []
  /// Whether to ask before each send from the screen.
  package var confirmSend = false

  /// The names of addresses, networks and endpoints.
  package var aliases = Aliases()
  /// Saved messages, by name.
  package var messages: [String: WrittenMessage] = [:]
  /// The keys of commands that differ from the defaults, by command; an empty list unbinds.
  package var keys: [String: [Key]] = [:]
  /// The configured encodings, by address.
  package var encodings = AddressMap<PresetEncoding>()
  /// The table's columns, and their fixed widths.
  package var columns = ColumnSettings()
  /// The colour rules; the first that matches a row applies.
  package var colors: [ColorRule] = []
  /// The formats in force.
  package var library = FormatLibrary()
  /// The tables of formats in the file, as they are written.
  var formatTables: [TOMLNode] = []
  /// The alarms.
  package var alarms: [AlarmRule] = []
  /// The tables of alarms in the file, as they are written.
  var alarmTables: [TOMLNode] = []
  /// The folder of the recordings of alarms; `nil` for the usual one.
  package var alarmFolder: String?
  /// The user's themes, by name.
  package var themes: [String: CustomTheme] = [:]

  package init() {}

  /// The names of the themes that can be chosen: those that are shipped, then the person's own.
  package var themeNames: [String] {
    Theme.shippedNames + themes.keys.filter { !Theme.shippedNames.contains($0) }.sorted()
  }

  /// Returns the theme with a name: the user's own, a shipped one, or the standard one if there is none.
  func theme(named name: String) -> Theme { themes[name]?.theme ?? .named(name) }
}
