import Monitor

extension Vocabulary {
  /// The names that the screen defines: commands, columns, styles and themes.
  package static var screen: Vocabulary {
    let commands = Monitor.Command.all.map { command in
      Vocabulary.Command(
        name: command.name, keys: command.keys, places: Set(command.focuses.map(\.rawValue)),
        typingPlaces: Set(command.focuses.filter(\.takesLetters).map(\.rawValue)))
    }
    return Vocabulary(
      commands: commands, columns: ColumnSettings.names, styles: Theme.Part.allCases.map(\.rawValue),
      themes: Theme.shipped.map(\.name))
  }
}
