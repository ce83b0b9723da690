import Basics
package import Configuration
package import Formats
package import UDPCore

/// The value of `--format`: the name of a format, `auto`, or a file of formats.
package enum FormatArgument {
  /// Returns the formats that are then in force. The only format of a file is that of every datagram, unless it says
  /// itself `when` it is; of several, each is tried.
  /// - Throws: an error that names the format, or every mistake of the file.
  package static func library(
    _ text: String, _ configuration: Configuration, _ interfaces: InterfaceNames
  ) throws(CommandFailure) -> FormatLibrary {
    let library = configuration.settings.library
    if text == "auto" { return library }
    if isFile(text) {
      let formats = try formats(ofFile: text, configuration.settings.aliases, interfaces)
      let isForAll = formats.count == 1 && formats[0].condition == nil
      return library.adding(formats).forcing(isForAll ? formats[0].name : nil)
    }
    let names = library.formatNames
    guard names.contains(text) else {
      throw CommandFailure(
        "there is no format '\(text)'\(Spelling.hint(for: text, among: names)); see: udpeek formats; the name of a file has a '/' or ends in .toml",
        .usage)
    }
    return library.forcing(text)
  }

  private static func isFile(_ text: String) -> Bool { text.contains("/") || text.hasSuffix(".toml") }

  /// Returns the formats of a file.
  /// - Throws: an error with a sentence for each mistake.
  package static func formats(
    ofFile path: String, _ aliases: Aliases, _ interfaces: InterfaceNames
  ) throws(CommandFailure) -> [Format] {
    let file = FormatFile(try TextFile.text(of: path), path: path, aliases: aliases, interfaces: interfaces)
    guard file.problems.isEmpty else {
      throw CommandFailure(file.problems.map(\.phrase).joined(separator: "\n"), .usage)
    }
    guard !file.formats.isEmpty else { throw CommandFailure("\(path): the file has no [[format]]", .usage) }
    return file.formats
  }
}
