import Formats

extension Section {
  static let formats = Section(
    name: "format",
    help: [
      "Formats: what the bytes of datagrams mean; udpeek-formats(5). Files in formats/ beside this one are read too."
    ],
    example: [#"name = "meter""#, #"struct = ">x B:kind H:seq h:temp/10 H:crc""#, #"check = "crc16-modbus in crc""#]
  ) { node, settings, reader in
    var formats = FormatReader(
      path: reader.path, outline: reader.outline, aliases: settings.aliases,
      interfaces: reader.interfaces)
    formats.addFormats(node)
    reader.report(formats.problems)
    settings.library = settings.library.adding(formats.formats)
    if case .array(let tables) = node { settings.formatTables = tables }
  } entries: { settings in
    entries(of: settings.formatTables, "format")
  }

  /// Returns the entries of the tables of a list, each with its name first.
  static func entries(of tables: [TOMLNode], _ name: String) -> [Entry] {
    tables.enumerated().flatMap { index, node -> [Entry] in
      guard case .table(let table) = node else { return [] }
      return table.sorted { ($0.key == "name" ? "" : $0.key) < ($1.key == "name" ? "" : $1.key) }.enumerated()
        .map { place, entry in
          Entry(
            [name, String(index), entry.key], "\(TOMLNode.key(entry.key)) = \(entry.value.inlineText)",
            heading: place == 0 ? "[[\(name)]]" : nil)
        }
    }
  }
}

extension TOMLNode {
  /// The value in TOML syntax, on one line.
  fileprivate var inlineText: String {
    switch self {
    case .string(let text): TOMLNode.quoted(text)
    case .integer(let number): String(number)
    case .float(let number): "\(number)"
    case .boolean(let value): value ? "true" : "false"
    case .moment: "\"\""
    case .array(let nodes): "[" + nodes.map(\.inlineText).joined(separator: ", ") + "]"
    case .table(let table):
      "{ "
        + table.sorted { $0.key < $1.key }.map { "\(TOMLNode.key($0.key)) = \($0.value.inlineText)" }
        .joined(separator: ", ") + " }"
    }
  }
}
