import Basics
import PayloadText
import UDPCore

/// Everything that a view needs to look right: styles, symbols, words, and the names of keys, endpoints and interfaces.
struct Look: Sendable {
  let theme: Theme
  let symbols: Symbols
  let catalogue: Catalogue
  let keymap: Keymap
  let aliases: Aliases
  let interfaces: InterfaceNames
  /// Whether rows are of other hosts, whose names stand in place of interfaces.
  let showsHosts: Bool
  /// The seconds that local time is ahead of UTC.
  let utcOffsets: UTCOffsets
  /// The pane in which sentences name keys: the one that has them.
  let pane: Pane

  /// A sentence in the user's language, as it is drawn, with the keys in force in the place of `{command}`.
  func words(_ phrase: Phrase) -> SafeText { catalogue(phrase, keymap) }

  /// An endpoint as the screen shows it: with the name that the user gave it.
  func name(of endpoint: Endpoint) -> String { aliases.text(of: endpoint, interfaces) }

  /// The recipients of messages, for a sentence.
  func recipientNames(_ peers: [Endpoint]) -> Phrase {
    guard peers.count == 1, let peer = peers.first else { return "\(Figures.grouped(peers.count)) peers" }
    return Phrase(verbatim: name(of: peer))
  }

  /// Returns the key to press for a command in the panes, or its name to type.
  func key(_ command: String) -> SafeText { SafeText(keymap.reference(to: command, in: pane.focus)) }

  /// A moment of local time.
  func calendar(_ time: Int64) -> CalendarTime { CalendarTime(time, utcOffsets) }
}

extension State {
  /// The look of the screen, as it is configured now.
  var look: Look {
    Look(
      theme: configuration.theme, symbols: symbols, catalogue: configuration.catalogue,
      keymap: configuration.keymap, aliases: configuration.aliases, interfaces: configuration.interfaces,
      showsHosts: showsHosts,
      utcOffsets: configuration.utcOffsets, pane: panes.focused)
  }
}
