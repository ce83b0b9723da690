import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// The help over the filter line.
extension State {
  /// The number of newest rows on which the examples are tried.
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
