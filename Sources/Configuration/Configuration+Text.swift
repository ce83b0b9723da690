package import Basics
import Monitor
import TerminalUI

extension Configuration {
  /// Returns the effective configuration as TOML, with each key's help and the origin of its value. Parsing it again
  /// yields the same configuration.
  /// - Parameter translated: returns a comment in the person's language.
  package func text(_ translated: (Phrase) -> String = { $0.english }) -> String {
    let heading: [Phrase] = [
      "The configuration of udpeek as it is in force.", "It is read from \(path ?? "config.toml")",
      "Options override UDPEEK_… variables, and these override the file. Words are written as below.",
    ]
    var lines = heading.map { "# \(translated($0))" }
    for setting in Setting.all {
      lines += ["", "# \(translated(Phrase(setting.help)))"]
      if let value = setting.text(settings) {
        lines.append("\(setting.name) = \(value)  # \(translated(origin([setting.name])))")
      } else {
        lines.append("#\(setting.name) = \(setting.example)")
      }
    }
    for section in Section.all { lines += [""] + text(of: section, translated) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Returns the lines of a section, preceded by its help.
  func text(of section: Section, _ translated: (Phrase) -> String) -> [String] {
    var lines = section.help.map { "# \(translated(Phrase($0)))" }
    let entries = section.entries(settings)
    // If entries have headings of their own, as themes do, the section has none.
    if entries.first?.heading == nil {
      let isList = [Section.colors.name, Section.formats.name, Section.alarms.name].contains(section.name)
      let name = section.name == Section.themes.name ? "themes.mine" : section.name
      let heading = isList ? "[[\(name)]]" : "[\(name)]"
      lines.append(entries.isEmpty && (isList || name != section.name) ? "#\(heading)" : heading)
    }
    for entry in entries {
      if let heading = entry.heading { lines.append(heading) }
      lines.append("\(entry.text)  # \(translated(origin(entry.path)))")
    }
    if section.name == Section.keys.name {
      for command in Command.all where settings.keys[command.name] == nil {
        lines.append("#\(TOMLNode.key(command.name)) = \(Setting.list(command.keys.map(\.name)))")
      }
    } else if entries.isEmpty {
      lines += section.example.map { "#\($0)" }
    }
    if section.name == Section.themes.name {
      let styles = Theme.Part.allCases.map(\.rawValue).joined(separator: " ")
      lines.append("# \(translated("The styles of a theme: \(styles)"))")
    }
    return lines
  }

  /// Returns the origin of a value for display: `default`, `line 3`, `UDPEEK_MEMORY`.
  private func origin(_ path: [String]) -> Phrase {
    switch origins[path] ?? .builtIn {
    case .builtIn: "default"
    case .file(let line): "line \(line)"
    case .variable(let name): Phrase(verbatim: name)
    }
  }
}
