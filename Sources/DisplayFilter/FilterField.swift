/// The words of the filter language: the one table behind the parser, completion, help and suggestions.
package enum FilterField: String, CaseIterable, Sendable, Hashable {
  case host
  case net
  case mask
  case port
  case portrange
  case source = "src"
  case destination = "dst"
  case peer
  case local
  case and
  case or
  case not
  case incoming = "in"
  case outgoing = "out"
  case error = "err"
  case alarm
  case ip
  case ip6
  case udp
  case multicast
  case broadcast
  case truncated = "trunc"
  case empty
  case size
  case number = "nr"
  case data
  case text
  case contains
  case startsWith = "startswith"
  case matches
  case hex
  case encoding = "enc"
  case badText = "badtext"
  case auto
  case marked
  case rule
  case format
  case badCheck = "badcheck"
  case gap
  case unanswered
  case age

  /// The word as written.
  package var word: String { rawValue }

  /// A short description with an example.
  package var help: String {
    switch self {
    case .host: "an address, as source or destination: host 10.0.0.5"
    case .net: "a network: net 10.0.0.0/8, net 10.0.3."
    case .mask: "the mask of a network: net 10.0.0.0 mask 255.0.0.0"
    case .port: "a port, or several: port 53 or 67"
    case .portrange: "a range of ports: portrange 6000-6008"
    case .source: "where it came from: src 10.0.0.5, src port 53"
    case .destination: "where it went to: dst 10.0.0.5, dst port 53"
    case .peer: "the remote side, in either direction: peer 10.0.0.5"
    case .local: "our side, in either direction: local port 8080"
    case .and: "both: in and port 53; words side by side mean the same"
    case .or: "either: port 53 or port 67"
    case .not: "the opposite: not host 10.0.0.5"
    case .incoming: "received datagrams"
    case .outgoing: "sent datagrams, including failures"
    case .error: "datagrams that could not be sent"
    case .alarm: "rows of alarms"
    case .ip: "IPv4"
    case .ip6: "IPv6"
    case .udp: "every datagram"
    case .multicast: "sent to a multicast group"
    case .broadcast: "sent to a broadcast address"
    case .truncated: "cut because the buffer was too short"
    case .empty: "without payload"
    case .size: "payload bytes: size > 100"
    case .number: "the datagram's number: nr >= 5000"
    case .data: "payload bytes as a number: data[0] = 0x7e, data[2:2] & 0xfff > 9"
    case .text: "the decoded text: text \"hello\", text == \"bye\""
    case .contains: "text contains \"hello\""
    case .startsWith: "text startswith \"GET\""
    case .matches: "text matches 'temp=\\d+', the same as /temp=\\d+/"
    case .hex: "payload bytes, ?? for any: hex 7e 01 ?? 05"
    case .encoding: "the peer's encoding: enc gb18030"
    case .badText: "text with bytes that are invalid in the peer's encoding"
    case .auto: "where the peer's encoding is a guess"
    case .marked: "rows that were marked"
    case .rule: "what a rule answered, and its answers: rule temperature"
    case .format: "datagrams of a format: format dns; its fields are words too: temp > 30, dns.qname contains \"nl\""
    case .badCheck: "datagrams whose checksum is wrong"
    case .gap: "datagrams before which some of the peer are missing, by the number in their format"
    case .unanswered: "requests without an answer after 2 s, on the screen while :pair pairs them"
    case .age: "how long ago: age < 30s, age > 5m; alone the number means seconds"
    }
  }

  /// The flag of this word, if it is one.
  var flag: FilterFlag? { FilterFlag(rawValue: rawValue) }
}

extension FilterField {
  /// The word in `candidates` that `word` was probably meant to be: one letter more or less, or two neighbours swapped,
  /// and with `isLoose` also one letter replaced.
  static func nearMiss(of word: String, among candidates: [FilterField], isLoose: Bool) -> FilterField? {
    let typed = Array(word.utf8)
    return candidates.first { isOneEdit(from: typed, to: Array($0.rawValue.utf8), isLoose: isLoose) }
  }

  private static func isOneEdit(from typed: [UInt8], to meant: [UInt8], isLoose: Bool) -> Bool {
    guard typed.count >= 2, typed != meant, abs(typed.count - meant.count) <= 1 else { return false }
    let same = zip(typed, meant).prefix { $0.0 == $0.1 }.count
    if typed.count > meant.count { return typed.dropFirst(same + 1).elementsEqual(meant.dropFirst(same)) }
    if typed.count < meant.count { return typed.dropFirst(same).elementsEqual(meant.dropFirst(same + 1)) }
    if same + 1 < typed.count, typed[same] == meant[same + 1], typed[same + 1] == meant[same],
      typed.dropFirst(same + 2).elementsEqual(meant.dropFirst(same + 2))
    {
      return true
    }
    return isLoose && typed.dropFirst(same + 1).elementsEqual(meant.dropFirst(same + 1))
  }
}
