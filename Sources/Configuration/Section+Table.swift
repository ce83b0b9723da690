import Basics
import DisplayFilter
import Monitor
import PayloadText
import PeerText
import Templates
import TerminalUI
import UDPCore

extension Section {
  /// All sections in the order in which they are printed and read. Aliases come first, because filters may contain
  /// them.
  static let all: [Section] = [aliases, formats, alarms, encodings, messages, keys, columns, colors, themes]

  static let aliases = Section(
    name: "aliases",
    help: ["Names for addresses, networks and endpoints: shown in their place, and accepted wherever an address is."],
    example: [#""10.0.3.17" = "boiler""#, #""10.0.0.0/16" = "plant""#, #""192.0.2.7:5000" = "scale""#]
  ) { node, settings, reader in
    for (key, value) in reader.table(node, at: ["aliases"], "names by address") {
      reader.attempt(at: ["aliases", key]) { _ throws(ValueProblem) in
        let target = try target(key)
        let name = try value.string("a name")
        guard Aliases.isName(name) else {
          throw ValueProblem(
            "\"\(name)\" is not a name: use letters, digits, '-' and '_', at least one letter, no spaces")
        }
        guard !DisplayFilter.isWord(name) else { throw ValueProblem("'\(name)' is a word of the filter language") }
        guard settings.aliases.add(name, for: target) else {
          throw ValueProblem("'\(name)' is already the name of something else")
        }
      }
    }
  } entries: { settings in
    settings.aliases.all.map { entry("aliases", $0.target.description, TOMLNode.quoted($0.name)) }
  }

  static let encodings = Section(
    name: "encodings",
    help: [
      "The encodings of peers, by address, network or endpoint; the most specific entry applies. \"auto\" detects it.",
      "On the screen, e chooses one for this run, and :keep-encoding saves the choice here.",
    ],
    example: [#""10.0.0.0/8" = "gbk""#]
  ) { node, settings, reader in
    for (key, value) in reader.table(node, at: ["encodings"], "encodings by address") {
      reader.attempt(at: ["encodings", key]) { _ throws(ValueProblem) in
        let named = settings.aliases.target(named: key)
        let encoding = try value.encoding()
        let target = if let named { named } else { try target(key) }
        settings.encodings[target: target] = encoding.map { .encoding($0) } ?? .auto
      }
    }
  } entries: { settings in
    settings.encodings.values.map { (target: $0.key.description, name: $0.value.name) }
      .sorted { $0.target < $1.target }.map { entry("encodings", $0.target, TOMLNode.quoted($0.name)) }
  }

  static let messages = Section(
    name: "messages",
    help: [
      #"Saved messages by name. A string is text for every peer; \n, \x7e and \u{4f60} mean what they mean in a reply,"#,
      "so single quotes work best here. A message in hex, raw (without escapes) or with an encoding is a table.",
    ],
    example: [
      #"temperature = 'temp?\r\n'"#, #"poll = { hex = "7e 02 a1 b2" }"#, #"set = { raw = '{"text":"a\nb"}' }"#,
      #"ask = { text = "温度?", encoding = "gbk" }"#,
    ]
  ) { node, settings, reader in
    for (key, value) in reader.table(node, at: ["messages"], "messages by name") {
      reader.attempt(at: ["messages", key]) { _ throws(ValueProblem) in
        let message = try value.message()
        if let mistake = message.syntaxError { throw ValueProblem("\(mistake)") }
        settings.messages[key] = message
      }
    }
  } entries: { settings in
    settings.messages.sorted { $0.key < $1.key }.map { entry("messages", $0.key, TOMLNode($0.value).messageText) }
  }

  static let columns = Section(
    name: "columns",
    help: [
      "The table's columns in their order, and the widths of those that should not adapt to their content.",
      "Fields of formats are columns too: temp, and temp~ for a small graph of the last values.",
    ],
    example: [#"show = ["number", "time", "direction", "source", "size", "text"]"#, "widths = { source = 15 }"]
  ) { node, settings, reader in
    let known = Column.names
    for (key, value) in reader.table(node, at: ["columns"], "show and widths") {
      switch key {
      case "show":
        reader.attempt(at: ["columns", key]) { _ throws(ValueProblem) in
          settings.columns.shown = try columns(try value.strings("columns"), known, settings.library)
        }
      case "widths":
        for (name, width) in reader.table(value, at: ["columns", key], "widths by column") {
          guard let column = Column(name, hasField: { settings.library.hasField($0) }) else {
            reader.reportUnknownKey(name, at: ["columns", key, name], among: known)
            continue
          }
          reader.attempt(at: ["columns", key, name]) { _ throws(ValueProblem) in
            settings.columns.widths[column] = try width.integer(in: ColumnSettings.widthRange)
          }
        }
      default: reader.reportUnknownKey(key, at: ["columns", key], among: ["show", "widths"])
      }
    }
  } entries: { settings in
    var entries = settings.columns.shown.map { [entry("columns", "show", Setting.list($0.map(\.name)))] } ?? []
    for (column, width) in settings.columns.widths.sorted(by: { $0.key.name < $1.key.name }) {
      entries.append(Entry(["columns", "widths", column.name], "widths.\(column.name) = \(width)"))
    }
    return entries
  }

  private static func columns(
    _ names: [String], _ known: [String], _ library: FormatLibrary
  ) throws(ValueProblem) -> [Column] {
    var columns: [Column] = []
    for (index, name) in names.enumerated() {
      guard let column = Column(name, hasField: { library.hasField($0) }) else {
        let list = known.joined(separator: " ")
        let hint = Spelling.hint(for: name, among: known + library.fieldNames)
        throw ValueProblem(
          "there is no column \"\(name)\", and no format has such a field; the columns are: \(list)\(hint)",
          at: [String(index)])
      }
      guard !columns.contains(column) else {
        throw ValueProblem("the column \"\(name)\" is listed twice", at: [String(index)])
      }
      columns.append(column)
    }
    guard !columns.isEmpty else { throw ValueProblem("needs at least one column") }
    return columns
  }

  static let colors = Section(
    name: "colors",
    help: [
      "Styles for rows that match a filter; the first match applies. A style is words such as \"bold red\":",
      Style.vocabulary.joined(separator: " ") + ".",
    ],
    example: [#"filter = "/alarm/i""#, #"style = "bold red""#]
  ) { node, settings, reader in
    guard case .array(let rules) = node else {
      return reader.report(ValueProblem("needs [[colors]] with filter and style, not \(node.kind)"), at: ["colors"])
    }
    for (index, rule) in rules.enumerated() {
      let path = ["colors", String(index)]
      let entries = reader.table(rule, at: path, "filter and style")
      for (key, _) in entries where key != "filter" && key != "style" {
        reader.reportUnknownKey(key, at: path + [key], among: ["filter", "style"])
      }
      let values = Dictionary(uniqueKeysWithValues: entries)
      guard let filter = values["filter"], let style = values["style"] else {
        if case .table = rule { reader.report(ValueProblem("needs both filter and style"), at: path) }
        continue
      }
      var compiled: DisplayFilter?
      var look: Style?
      reader.attempt(at: path + ["filter"]) { interfaces throws(ValueProblem) in
        compiled = try filter.filter(settings, interfaces)
      }
      reader.attempt(at: path + ["style"]) { _ throws(ValueProblem) in look = try Self.style(style) }
      if let compiled, let look { settings.colors.append(ColorRule(filter: compiled, style: look)) }
    }
  } entries: { settings in
    settings.colors.enumerated().flatMap { index, rule in
      [
        Entry(
          ["colors", String(index), "filter"], "filter = \(TOMLNode.quoted(rule.filter.source))", heading: "[[colors]]"),
        Entry(["colors", String(index), "style"], "style = \(TOMLNode.quoted(rule.style.words))"),
      ]
    }
  }

  static let themes = Section(
    name: "themes",
    help: ["Your own themes: `base` is the built-in theme for all styles not set here. Backgrounds are never painted."],
    example: [#"base = "light""#, #"failure = "bold red""#]
  ) { node, settings, reader in
    let styles = Theme.Part.allCases.map(\.rawValue)
    for (name, value) in reader.table(node, at: ["themes"], "themes by name") {
      var theme = CustomTheme()
      if Theme.shippedNames.contains(name) { theme.base = name }
      for (key, value) in reader.table(value, at: ["themes", name], "styles") {
        let part = Theme.Part(rawValue: key)
        guard key == "base" || part != nil else {
          reader.reportUnknownKey(key, at: ["themes", name, key], among: ["base"] + styles)
          continue
        }
        reader.attempt(at: ["themes", name, key]) { _ throws(ValueProblem) in
          if let part {
            theme.styles[part] = try style(value)
          } else {
            theme.base = try value.word(of: Theme.shippedNames)
          }
        }
      }
      settings.themes[name] = theme
    }
  } entries: { settings in
    settings.themes.sorted { $0.key < $1.key }.flatMap { name, theme -> [Entry] in
      let base = "base = \(TOMLNode.quoted(theme.base))"
      return [Entry(["themes", name, "base"], base, heading: "[themes.\(TOMLNode.key(name))]")]
        + theme.styles.sorted { $0.key.rawValue < $1.key.rawValue }.map {
          entry("themes", name, $0.key.rawValue, TOMLNode.quoted($0.value.words))
        }
    }
  }

  // MARK: Pieces

  static func entry(_ path: String..., of value: String) -> Entry {
    Entry(path, "\(TOMLNode.key(path.last ?? "")) = \(value)")
  }

  private static func entry(_ section: String, _ key: String, _ value: String) -> Entry {
    entry(section, key, of: value)
  }

  private static func entry(_ section: String, _ table: String, _ key: String, _ value: String) -> Entry {
    entry(section, table, key, of: value)
  }

  private static func target(_ text: String) throws(ValueProblem) -> AddressTarget {
    guard let target = AddressTarget(text) else {
      throw ValueProblem(
        "\"\(text)\" is not an address, network or endpoint, such as 10.0.3.17, 10.0.0.0/8 or 10.0.3.17:5000")
    }
    return target
  }

  private static func style(_ node: TOMLNode) throws(ValueProblem) -> Style {
    let words = try node.string("a style")
    if let style = Style(words: words) { return style }
    let list = words.split(whereSeparator: { $0 == " " || $0 == "," }).map { $0.lowercased() }
    if list.contains("on") { throw ValueProblem("\"\(words)\": background colours are not supported") }
    guard let wrong = list.first(where: { !Style.vocabulary.contains($0) }) else {
      throw ValueProblem("\"\(words)\" has two colours")
    }
    let hint = Spelling.hint(for: wrong, among: Style.vocabulary)
    throw ValueProblem(
      "'\(wrong)' is not a colour or attribute; choose from: \(Style.vocabulary.joined(separator: " "))\(hint)")
  }
}
