package import TerminalUI

/// The names that a configuration may use and that belong to the screen.
package struct Vocabulary: Sendable {
  /// A command of the screen.
  package struct Command: Sendable {
    package var name: String
    /// The keys that it has unless the configuration says otherwise.
    package var keys: [Key]
    /// Where its keys count.
    package var places: Set<String>
    /// Those of `places` where letters are typed and so are no keys.
    package var typingPlaces: Set<String>

    package init(name: String, keys: [Key], places: Set<String>, typingPlaces: Set<String>) {
      self.name = name
      self.keys = keys
      self.places = places
      self.typingPlaces = typingPlaces
    }

    /// Where `key` would mean this command.
    func places(of key: Key) -> Set<String> {
      if case .character = key { places.subtracting(typingPlaces) } else { places }
    }
  }

  package var commands: [Command]
  /// The table's columns.
  package var columns: [String]
  /// What a theme can style.
  package var styles: [String]
  /// The themes that are shipped.
  package var themes: [String]

  package init(commands: [Command], columns: [String], styles: [String], themes: [String]) {
    self.commands = commands
    self.columns = columns
    self.styles = styles
    self.themes = themes
  }
}
