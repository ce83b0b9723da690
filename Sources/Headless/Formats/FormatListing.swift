import Basics
import CaptureFile
package import CommandCore
import Configuration
import DisplayFilter
import Formats
import PayloadText

/// Runs `formats`: lists formats with their fields, or checks a file of formats.
package struct FormatListing {
  private let setup: Setup

  /// Prepares a listing.
  package init(_ setup: Setup) { self.setup = setup }

  /// Prints the formats.
  /// - Parameters:
  ///   - names: the formats to list with every field; none lists all, a line each.
  ///   - isJSON: whether each format is a JSON object.
  /// - Throws: a usage error for a name that no format has.
  package func list(_ names: [String], isJSON: Bool) throws {
    try list(names, isJSON: isJSON, Console(forceUTF8: isJSON))
  }

  /// Prints the formats to a console.
  func list(_ names: [String], isJSON: Bool, _ console: Console) throws {
    let book = setup.library.book
    var formats: [Format] = []
    for name in names {
      guard let format = book.format(named: name) else {
        let hint = Spelling.hint(for: name, among: book.formatNames)
        throw CommandFailure("there is no format '\(name)'\(hint); list them with: udpeek formats", .usage)
      }
      formats.append(format)
    }
    let lines =
      isJSON
      ? (names.isEmpty ? book.formats : formats).flatMap { Self.object($0).line }
      : (names.isEmpty ? book.formats.map(Self.line) : formats.flatMap(Self.lines)).flatMap {
        console.locale.encode(SafeText($0)) + [UInt8(ascii: "\n")]
      }
    try console.output.print(lines)
  }

  /// Checks a file of formats and lists what it describes.
  /// - Throws: a usage error with a sentence for each mistake.
  package func check(_ path: String) throws { try check(path, Console()) }

  /// Checks a file and prints to a console.
  func check(_ path: String, _ console: Console) throws {
    let formats = try FormatArgument.formats(
      ofFile: path, setup.configuration.settings.aliases, setup.interfaces)
    let lines = formats.flatMap(Self.lines)
    try console.output.print(lines.flatMap { console.locale.encode(SafeText($0)) + [UInt8(ascii: "\n")] })
    console.say(formats.count == 1 ? "1 format, no mistake" : "\(formats.count) formats, no mistake")
  }

  /// A format on one line: its name and its fields.
  private static func line(_ format: Format) -> String {
    let name = format.name.padding(to: 14)
    return name + "  " + (format.fields.isEmpty ? "–" : format.fields.map(\.name).joined(separator: " "))
  }

  /// A format with each field on a line of its own.
  private static func lines(_ format: Format) -> [String] {
    var head = [format.name]
    if format.title != format.name { head.append(format.title) }
    if !format.ports.isEmpty { head.append("port " + format.ports.map(text).joined(separator: ", ")) }
    if let condition = format.condition { head.append("when " + condition.source) }
    return [head.joined(separator: "  ")]
      + format.fields.map { field in
        var parts = ["  " + field.name.padding(to: 18), field.kind.rawValue]
        if let unit = field.unit { parts.append(unit) }
        if !field.labels.isEmpty {
          parts.append(field.labels.prefix(12).joined(separator: ", ") + (field.labels.count > 12 ? ", …" : ""))
        }
        return parts.joined(separator: "  ")
      }
  }

  private static func text(_ ports: ClosedRange<UInt16>) -> String {
    ports.count == 1 ? "\(ports.lowerBound)" : "\(ports.lowerBound)-\(ports.upperBound)"
  }

  private static func object(_ format: Format) -> JSONObject {
    var object = JSONObject()
    object.add("name", format.name)
    object.add("title", format.title)
    object.add("ports", format.ports.map(text))
    if let condition = format.condition { object.add("when", condition.source) }
    object.add("fields", format.fields.map { ($0.name, DatagramDescription.Value.text($0.kind.rawValue)) })
    return object
  }
}

extension String {
  /// The text with blanks behind it up to a number of characters.
  fileprivate func padding(to count: Int) -> String { self + String(repeating: " ", count: max(0, count - self.count)) }
}
