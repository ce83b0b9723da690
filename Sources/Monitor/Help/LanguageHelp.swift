import Basics
import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The help over the filter line: every word of the language, and examples made of the rows that are there, with what
/// each would show.
struct LanguageHelp: Sendable, Hashable {
  /// A filter and how many of the newest rows it shows.
  struct Example: Sendable, Hashable {
    var source: String
    var shown: Int
  }

  var examples: [Example]
  /// How many rows the examples were tried on.
  var tried: Int

  /// The headings.
  static let headings = ["Examples, and how many of the newest rows they show", "Words", "Without a word"]

  /// All of it.
  func lines(_ catalogue: Catalogue) -> [HelpView.Line] {
    let headings = Self.headings.map { HelpView.Line(text: catalogue(Phrase($0)), isHeading: true) }
    var lines = [headings[0]]
    lines[0].text += SafeText(" (\(Figures.grouped(tried)))")
    for example in examples {
      lines.append(
        HelpView.Line(keys: SafeText(example.source), text: SafeText(Figures.grouped(example.shown))))
    }
    lines += [HelpView.Line(text: ""), headings[1]]
    lines += DisplayFilter.vocabulary.map { HelpView.Line(keys: SafeText($0.word), text: catalogue(Phrase($0.help))) }
    lines += [HelpView.Line(text: ""), headings[2]]
    lines += Self.bare.map { HelpView.Line(keys: SafeText($0), text: catalogue(Phrase($1))) }
    return lines
  }

  static let bare = [
    ("10.0.0.5 10.0.3. ::1", "an address or the beginning of one"), ("10.0.0.5:53 :53 53", "an endpoint, a port"),
    ("hello \"two words\"", "text, in which capitals do not count"), ("'Hello'", "text, in which they do"),
    ("/temp=\\d+/ /x/i", "a regular expression; with i capitals do not count"),
    ("a b", "side by side means and; mixed with or it needs parentheses"),
  ]
}

extension State {
  /// How many of the newest rows the examples are tried on.
  private static let triedRows: UInt64 = 1_000

  mutating func openLanguageHelp() {
    let numbers = max(log.firstNumber, log.endNumber - min(Self.triedRows, log.endNumber))..<log.endNumber
    let rows = numbers.filter { $0 >= table.firstNumber }.compactMap { log[$0] }
    let context = filterContext
    let examples = exampleSources.compactMap { source -> LanguageHelp.Example? in
      guard let filter = try? DisplayFilter(source, interfaces: configuration.interfaces) else { return nil }
      var judge = FilterJudge(filter)
      return LanguageHelp.Example(
        source: source, shown: rows.count { (try? judge.matches($0, in: context)) ?? false })
    }
    interaction.overlay = .help(Help(subject: .language(LanguageHelp(examples: examples, tried: rows.count))))
  }

  /// Filters about the selected row, or about a row as there might be one.
  private var exampleSources: [String] {
    let interfaces = configuration.interfaces
    let datagram = selectedDatagram ?? log[log.endNumber - 1]
    let peer = datagram?.peer ?? Endpoint(IPAddress(ipv4: 0x0a00_0005), port: 53)
    let address = peer.addressText(interfaces)
    let local = datagram?.local.endpoint.port ?? 8_080
    let network = IPNetwork(peer.address, length: peer.address.isIPv4 ? 24 : 64)
    let word =
      datagram.map { texts.string(of: $0).prefix(200) }?
      .split { !$0.isLetter && !$0.isNumber }.max { $0.count < $1.count }.map { String($0.prefix(12)) } ?? "hello"
    var sources = [
      address, "peer \(peer.text(interfaces))", "src port \(peer.port)", "dst port \(local) or \(peer.port)",
    ]
    if let network { sources.append("net \(network)") }
    sources += [
      "\"\(word)\"", "text startswith \"\(word.prefix(2))\"", "/\\d+/", "size > 100", "not host \(address)",
      "in and not (port \(peer.port) or err)", "age < 1m", "enc \(texts.choice(for: peer).encoding.name)",
    ]
    return sources
  }
}
