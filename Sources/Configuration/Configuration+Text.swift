import TerminalUI

extension Configuration {
  /// Returns the effective configuration as TOML, with each key's help and the origin of its value. Parsing it again
  /// yields the same configuration.
  package func text(_ vocabulary: Vocabulary) -> String {
    var lines = [
      "# The configuration of udpeek as it is in force.",
      "# It is read from \(path ?? "config.toml")",
      "# Options override UDPEEK_… variables, and these override the file. Words are written as below.",
    ]
    for setting in Setting.all {
      lines += ["", "# \(setting.help)"]
      if let value = setting.text(settings) {
        lines.append("\(setting.name) = \(value)  # \(origin([setting.name]))")
      } else {
        lines.append("#\(setting.name) = \(setting.example)")
      }
    }
    for section in Section.all { lines += [""] + text(of: section, vocabulary) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Returns the lines of a section, preceded by its help.
  func text(of section: Section, _ vocabulary: Vocabulary) -> [String] {
    var lines = section.help.map { "# \($0)" }
    let entries = section.entries(settings)
    // If entries have headings of their own, as themes do, the section has none.
    if entries.first?.heading == nil {
      let isList = section.name == Section.colors.name
      let name = section.name == Section.themes.name ? "themes.mine" : section.name
      let heading = isList ? "[[\(name)]]" : "[\(name)]"
      lines.append(entries.isEmpty && (isList || name != section.name) ? "#\(heading)" : heading)
    }
    for entry in entries {
      if let heading = entry.heading { lines.append(heading) }
      lines.append("\(entry.text)  # \(origin(entry.path))")
    }
    if section.name == Section.keys.name {
      for command in vocabulary.commands where settings.keys[command.name] == nil {
        lines.append("#\(TOMLNode.key(command.name)) = \(Setting.list(command.keys.map(\.name)))")
      }
    } else if entries.isEmpty {
      lines += section.example.map { "#\($0)" }
    }
    if section.name == Section.themes.name {
      lines.append("# The styles of a theme: \(vocabulary.styles.joined(separator: " "))")
    }
    return lines
  }

  /// Returns the origin of a value for display: `default`, `line 3`, `UDPEEK_MEMORY`.
  private func origin(_ path: [String]) -> String {
    switch origins[path] ?? .builtIn {
    case .builtIn: "default"
    case .file(let line): "line \(line)"
    case .variable(let name): name
    }
  }
}
