import Basics
import PayloadText
import UDPCore

/// What a view needs to look right: styles, symbols, words, and the names of keys, endpoints and interfaces.
struct Look: Sendable {
  let theme: Theme
  let symbols: Symbols
  let catalogue: Catalogue
  let keymap: Keymap
  let aliases: Aliases
  let interfaces: InterfaceNames
  /// Seconds that local time is ahead of UTC.
  let utcOffset: Int

  /// A sentence in the user's language, as it is drawn, with the keys in force in the place of `{command}`.
  func words(_ phrase: Phrase) -> SafeText { catalogue(phrase, keymap) }

  /// An endpoint as the screen shows it: with the name that the user gave it.
  func name(of endpoint: Endpoint) -> String { aliases.text(of: endpoint, interfaces) }

  /// A moment of local time.
  func calendar(_ time: Int64) -> CalendarTime { CalendarTime(time, offset: utcOffset) }
}

extension State {
  /// The look of the screen, as it is configured now.
  var look: Look {
    Look(
      theme: configuration.theme, symbols: symbols, catalogue: configuration.catalogue,
      keymap: configuration.keymap, aliases: configuration.aliases, interfaces: configuration.interfaces,
      utcOffset: configuration.utcOffset)
  }
}
