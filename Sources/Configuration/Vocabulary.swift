package import TerminalUI

/// The screen's names that a configuration may use.
package struct Vocabulary: Sendable {
  /// A command of the screen.
  package struct Command: Sendable {
    /// The name of the command.
    package var name: String
    /// The default keys.
    package var keys: [Key]
    /// The places where the keys apply.
    package var places: Set<String>
    /// The subset of `places` where characters are typed as text, so they are not keys.
    package var typingPlaces: Set<String>

    package init(name: String, keys: [Key], places: Set<String>, typingPlaces: Set<String>) {
      self.name = name
      self.keys = keys
      self.places = places
      self.typingPlaces = typingPlaces
    }

    /// Returns the places where `key` would invoke this command.
    func places(of key: Key) -> Set<String> {
      if case .character = key { places.subtracting(typingPlaces) } else { places }
    }
  }

  /// The commands of the screen.
  package var commands: [Command]
  /// The names of the table's columns.
  package var columns: [String]
  /// The names of the elements that a theme can style.
  package var styles: [String]
  /// The names of the built-in themes.
  package var themes: [String]

  package init(commands: [Command], columns: [String], styles: [String], themes: [String]) {
    self.commands = commands
    self.columns = columns
    self.styles = styles
    self.themes = themes
  }
}
