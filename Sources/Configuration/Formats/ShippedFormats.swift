package import Formats
import UDPCore
import UDPeekResources

/// The formats that udpeek knows by itself.
package enum ShippedFormats {
  /// The formats, in the order in which they are tried. They are compiled on first use.
  package static let all: [Format] = files.flatMap(\.formats)

  /// The problems of the files, of which there are none; for tests.
  package static var problems: [ConfigurationProblem] { files.flatMap(\.problems) }

  private static var files: [FormatFile] {
    UDPeekResources.formats.map { file in
      FormatFile(file.text, path: file.name, aliases: Aliases(), interfaces: InterfaceNames())
    }
  }
}
