import Basics
import Glibc
import Monitor
import PayloadText

/// The `--help` of a command in another language: takes ArgumentParser's English text apart, translates it line by line
/// and lays it out again, since wide characters take two columns.
struct HelpPage {
  /// A width at which ArgumentParser does not wrap lines.
  static let unbroken = 1_000_000
  /// The column in which the texts of options begin.
  private static let textColumn = 26

  /// The translations.
  let catalogue: Catalogue
  /// The terminal's width in columns.
  let columns: Int

  /// Returns the translated help of a command.
  /// - Parameter english: the English help, without wrapped lines.
  func lines(_ english: String) -> [SafeText] {
    var isOfOptions = false
    return english.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [SafeText] in
      if let (title, rest) = Self.title(line) {
        isOfOptions = rest.isEmpty
        return titled(title, rest)
      }
      if line.hasPrefix("  See '") { return indented(closing(line.dropFirst(2)), by: 2) }
      if line.hasPrefix("       udpeek") { return indented(usage(line.drop { $0 == " " }), by: 6) }
      if isOfOptions, line.hasPrefix("  ") { return option(line) }
      // Indented lines are examples.
      return line.hasPrefix("  ") ? [SafeText(String(line))] : text(line).wrapped(columns: columns)
    }
  }

  /// The width of standard output in columns; 80 if it is not a terminal.
  static var terminalColumns: Int {
    var window = winsize()
    let status = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window)
    return status == 0 && window.ws_col > 0 ? max(40, Int(window.ws_col)) : 80
  }

  // MARK: Lines

  /// Splits a line into a title such as `OVERVIEW` and the text after it.
  private static func title(_ line: Substring) -> (title: Substring, rest: Substring)? {
    guard let colon = line.firstIndex(of: ":"), colon > line.startIndex,
      line[..<colon].utf8.allSatisfy({ (0x41...0x5a).contains($0) })
    else { return nil }
    return (line[..<colon], line[line.index(after: colon)...].drop { $0 == " " })
  }

  private func titled(_ title: Substring, _ rest: Substring) -> [SafeText] {
    let title = Phrase(String(title))
    if rest.isEmpty { return [catalogue("\(title):")] }
    let text = title.english == "USAGE" ? usage(rest) : text(rest)
    return catalogue("\(title): \(text)").wrapped(columns: columns)
  }

  private func usage(_ line: Substring) -> SafeText {
    let known = text(line)
    guard known.description == line else { return known }
    let options = catalogue("[<options>]").description
    return SafeText(
      line.split(separator: " ").map { $0 == "[<options>]" ? options : String($0) }.joined(separator: " "))
  }

  private func closing(_ line: Substring) -> SafeText {
    let command = line.split(separator: "'").dropFirst().first ?? ""
    return catalogue("See '\(String(command))' for detailed help.")
  }

  /// Lays out an option with its text beside the name, or below a long name, which then has a line of its own.
  private func option(_ line: Substring) -> [SafeText] {
    let indent = line.prefix { $0 == " " }.count
    let name = line.prefix(Self.textColumn)
    let isText = indent >= Self.textColumn
    guard isText || (line.count > Self.textColumn && name.last == " ") else { return [SafeText(String(line))] }
    let parts = text(line.dropFirst(Self.textColumn)).wrapped(columns: columns - Self.textColumn)
    return parts.enumerated().map { index, part in
      let start = index == 0 && !isText ? SafeText(String(name)) : SafeText()
      return start.padded(toColumns: Self.textColumn) + part
    }
  }

  private func indented(_ text: SafeText, by indent: Int) -> [SafeText] {
    text.wrapped(columns: columns - indent).map { SafeText().padded(toColumns: indent) + $0 }
  }

  private func text(_ english: Substring) -> SafeText { catalogue(Phrase(String(english))) }
}
