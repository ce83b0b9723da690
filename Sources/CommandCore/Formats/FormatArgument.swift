import Basics
package import Configuration
package import Formats
import Plumbing
package import UDPCore

/// The value of `--format`: the name of a format, `auto`, or a file of formats.
package enum FormatArgument {
  /// The most bytes of a file of formats.
  private static let limit = 4 << 20

  /// Returns the formats that are then in force. The only format of a file is that of every datagram; of several, each
  /// is tried.
  /// - Throws: an error that names the format, or every mistake of the file.
  package static func library(
    _ text: String, _ configuration: Configuration, _ interfaces: InterfaceNames
  ) throws(CommandFailure) -> FormatLibrary {
    let library = configuration.settings.library
    if text == "auto" { return library }
    if isFile(text) {
      let formats = try formats(ofFile: text, configuration.settings.aliases, interfaces)
      return library.adding(formats).forcing(formats.count == 1 ? formats[0].name : nil)
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
    let file = FormatFile(try self.text(ofFile: path), path: path, aliases: aliases, interfaces: interfaces)
    guard file.problems.isEmpty else {
      throw CommandFailure(file.problems.map(\.phrase).joined(separator: "\n"), .usage)
    }
    guard !file.formats.isEmpty else { throw CommandFailure("\(path): the file has no [[format]]", .usage) }
    return file.formats
  }

  /// Returns the text of a file of formats.
  private static func text(ofFile path: String) throws(CommandFailure) -> String {
    let content: KeptFile.Content?
    do throws(KeptFile.Problem) { content = try KeptFile.read(path, limit: limit, followsLinks: true) } catch {
      throw CommandFailure("\(path): the file cannot be read: \(error.reason)", .usage)
    }
    guard let content else { throw CommandFailure("\(path): there is no such file", .usage) }
    guard !content.isCut else { throw CommandFailure("\(path): the file is larger than 4 MiB", .usage) }
    guard let text = String(validating: content.bytes, as: UTF8.self) else {
      throw CommandFailure("\(path): the file is not in UTF-8; save it in that encoding", .usage)
    }
    return text
  }
}
