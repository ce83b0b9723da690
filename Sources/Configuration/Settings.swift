package import DisplayFilter
package import PayloadText
package import PeerText
package import TerminalUI
package import UDPCore

/// Everything that a configuration says, read and judged.
package struct Settings: Sendable {
  /// What the Time column counts from.
  package enum Time: String, CaseIterable, Sendable {
    case clock
    case sinceStart = "since-start"
    case sincePrevious = "since-previous"
    case date
  }

  /// A filter and how the rows look that it shows.
  package struct ColorRule: Hashable, Sendable {
    package var filter: DisplayFilter
    package var style: Style
  }

  /// Styles by the name of what they style, over those of a shipped theme.
  package struct Theme: Hashable, Sendable {
    /// The shipped theme that has what is not said.
    package var base = "default"
    package var styles: [String: Style] = [:]
  }

  /// Where to receive; empty is 8080.
  package var endpoints: [EndpointArgument] = []
  package var filter = DisplayFilter.everything
  /// One encoding for all peers; `nil` decides for each.
  package var encoding: TextEncoding?
  /// What text is written in for peers that have only sent ASCII; `nil` is the locale's.
  package var undecided: TextEncoding?
  /// Bytes of the capture log.
  package var memory = 256 << 20
  /// Bytes asked for each socket's receive buffer.
  package var rcvbuf = 8 << 20
  /// Bytes kept of each payload; `nil` keeps all.
  package var snap: Int?
  /// Whether joined datagrams are taken (`UDP_GRO`).
  package var gro = true
  /// Replies a second of `--reply`; `nil` is the guard's own limit.
  package var replyRate: Int?
  package var mouse = false
  package var ascii = false
  package var utf8 = false
  package var theme = "default"
  /// Columns of characters whose width is ambiguous: 1 or 2.
  package var ambiguousWidth = 1
  package var time = Time.clock
  /// Whether the table shows payloads as hexadecimal.
  package var hex = false
  /// Whether each send to a device is asked for.
  package var confirmSend = false

  package var aliases = Aliases()
  /// Saved messages, by name.
  package var messages: [String: WrittenMessage] = [:]
  /// The keys of commands that do not have their own, by command; none unbinds.
  package var keys: [String: [Key]] = [:]
  /// Encodings chosen by address.
  package var encodings = AddressMap<PresetEncoding>()
  /// The names of the columns shown, in order; `nil` is the built-in choice.
  package var columns: [String]?
  package var columnWidths: [String: Int] = [:]
  /// The first whose filter shows a row wins.
  package var colors: [ColorRule] = []
  package var themes: [String: Theme] = [:]

  package init() {}
}
