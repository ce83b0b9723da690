import Basics
import UDPCore

/// The meaning of a word that is an address, a network, an endpoint or a number.
enum AddressValue: Hashable {
  /// `10.0.0.5`, `fe80::1%eth0`.
  case host(IPAddress, scope: UInt32?)
  /// `10.0.0.0/8`, `10.0.3.`.
  case net(IPNetwork, scope: UInt32?)
  /// `10.0.0.5:5000`.
  case endpoint(IPAddress, scope: UInt32?, port: UInt16)
  /// `:5000`.
  case anyAddress(port: UInt16)
  /// A decimal number from 1 to 65535 without leading zeros.
  case number(UInt16)
}

/// The syntax of words that stand for addresses.
struct AddressSyntax {
  /// The interfaces, for scopes written as names.
  let interfaces: InterfaceNames
  /// The user's names for addresses.
  let aliases: Aliases

  /// Returns the meaning of `word`; `nil` if it is none of these, and so text.
  /// - Throws: a sentence if it is so nearly an address that treating it as text would mislead.
  func value(of word: String) throws(Problem) -> AddressValue? {
    if let value = try named(word) { return value }
    guard word.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    if let number = Self.number(word) {
      guard word.first != "0", let port = UInt16(exactly: number), word.utf8.allSatisfy(Self.isDigit) else {
        return nil
      }
      return .number(port)
    }
    if word.hasPrefix("[") { return try bracketed(word) }
    if word.hasPrefix(":"), !word.hasPrefix("::"), Self.number(word.dropFirst()) != nil {
      return .anyAddress(port: try port(word.dropFirst()))
    }
    if let slash = word.lastIndex(of: "/") {
      return try network(word[..<slash], length: word[word.index(after: slash)...])
    }
    if let network = Self.prefixNetwork(word) { return .net(network, scope: nil) }
    if let colon = word.lastIndex(of: ":"), let (address, host) = addressOfHost(word[..<colon]) {
      return .endpoint(address, scope: host, port: try port(word[word.index(after: colon)...]))
    }
    if word.utf8.count(where: { $0 == UInt8(ascii: ":") }) <= 1, let four = try fourParts(word) { return four }
    return try address(word).map { .host($0.address, scope: $0.scope) }
  }

  /// Returns the meaning of a word that begins with one of the user's names.
  private func named(_ word: String) throws(Problem) -> AddressValue? {
    let reading: (target: AddressTarget, scope: String?)?
    do throws(AliasError) {
      reading = try aliases.parse(word)
    } catch {
      throw Problem(message: "'\(word)' is not an address: \(error); quote it to mean text")
    }
    guard let (target, scope) = reading else { return nil }
    let index = try scope.map { name throws(Problem) in try self.scope(name) }
    switch target {
    case .address(let address): return .host(address, scope: index)
    case .network(let network): return .net(network, scope: index)
    case .endpoint(let address, let port): return .endpoint(address, scope: index, port: port)
    }
  }

  /// The reason that a word is not accepted.
  struct Problem: Error {
    /// One sentence for the user.
    var message: Phrase
  }

  /// Parses a number in tcpdump's syntax: decimal, or hexadecimal after `0x`; `nil` if it is not one or exceeds 64
  /// bits.
  static func number(_ text: some StringProtocol) -> UInt64? {
    if text.hasPrefix("0x") {
      let digits = text.dropFirst(2)
      return digits.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) ? UInt64(digits, radix: 16) : nil
    }
    return text.utf8.allSatisfy(isDigit) ? UInt64(text) : nil
  }

  /// Parses a number as the table shows it, with a comma before each three digits: `98,305`; `nil` if it is not one or
  /// exceeds 64 bits.
  static func groupedNumber(_ text: some StringProtocol) -> UInt64? {
    let groups = text.split(separator: ",", omittingEmptySubsequences: false)
    guard groups.count > 1, let first = groups.first, (1...3).contains(first.utf8.count),
      groups.dropFirst().allSatisfy({ $0.utf8.count == 3 })
    else { return nil }
    return number(groups.joined())
  }

  /// Whether the byte is an ASCII digit.
  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The network that begins with these parts, as tcpdump reads `net 192.168`; one to three parts.
  static func partialNetwork(_ word: some StringProtocol) -> IPNetwork? {
    partialNetwork(word.split(separator: ".", omittingEmptySubsequences: false).map { String($0) })
  }

  private static func partialNetwork(_ parts: [String]) -> IPNetwork? {
    guard (1...3).contains(parts.count) else { return nil }
    var bits: UInt32 = 0
    for (index, part) in parts.enumerated() {
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy(isDigit), let byte = UInt8(part) else { return nil }
      bits |= UInt32(byte) << (24 - 8 * UInt32(index))
    }
    return IPNetwork(IPAddress(ipv4: bits), length: 8 * parts.count)
  }

  /// Parses `10.0.3.`, `10.0.3.*`, `10.0.*.*`.
  private static func prefixNetwork(_ word: String) -> IPNetwork? {
    var parts = word.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
    guard parts.count <= 4, let last = parts.last, last.isEmpty || last == "*" else { return nil }
    parts.removeLast()
    if last == "*" {
      while parts.last == "*" { parts.removeLast() }
    }
    return partialNetwork(parts)
  }

  /// Parses an address, with its scope after `%`; `nil` if it is not one.
  func address(_ text: some StringProtocol) throws(Problem) -> (address: IPAddress, scope: UInt32?)? {
    guard let percent = text.firstIndex(of: "%") else { return IPAddress(text).map { ($0, nil) } }
    guard let address = IPAddress(text[..<percent]) else { return nil }
    let name = text[text.index(after: percent)...]
    if let found = addressOfHost(text) { return found }
    if address.isIPv4, interfaces.hasOthers {
      throw Problem(message: "there is no host '\(name)' here; the column Host has their names")
    }
    guard !address.isIPv4 else { throw Problem(message: "an IPv4 address has no scope: leave out '%\(name)'") }
    return (address, try scope(name))
  }

  /// Parses an IPv4 address with another host behind `%`: `10.0.0.5%gateway`; `nil` if it is not one.
  private func addressOfHost(_ text: some StringProtocol) -> (address: IPAddress, scope: UInt32?)? {
    guard let percent = text.firstIndex(of: "%"), let address = IPAddress(text[..<percent]), address.isIPv4,
      let host = interfaces.numberElsewhere(of: text[text.index(after: percent)...])
    else { return nil }
    return (address, host)
  }

  private func scope(_ name: some StringProtocol) throws(Problem) -> UInt32 {
    guard let scope = interfaces.index(of: name) else {
      throw Problem(message: "there is no interface '\(name)' here: write its name or its number")
    }
    return scope
  }

  /// Parses the network `text/length`; `nil` if `text` is not an address.
  func network(_ text: Substring, length: Substring) throws(Problem) -> AddressValue? {
    guard let (address, scope) = try address(text) else { return nil }
    let isMapped = address.isIPv4 && text.contains(":")
    let written = length.utf8.allSatisfy(Self.isDigit) ? Int(length) : nil
    let bits = isMapped ? written.map { $0 - 96 } : written
    guard let bits, let network = IPNetwork(address, length: bits) else {
      let limit = isMapped ? "96 to 128" : address.isIPv4 ? "0 to 32" : "0 to 128"
      throw Problem(message: "the length of the network \(text) is a number from \(limit), not '\(length)'")
    }
    return .net(network, scope: scope)
  }

  private func port(_ text: some StringProtocol) throws(Problem) -> UInt16 {
    guard text.utf8.allSatisfy(Self.isDigit), let port = UInt16(text) else {
      throw Problem(message: "a port is a number from 0 to 65535, not '\(text)'; quote the word to mean text")
    }
    return port
  }

  /// Parses `[::1]`, `[::1]:5000`.
  private func bracketed(_ word: String) throws(Problem) -> AddressValue? {
    guard let close = word.firstIndex(of: "]") else { return nil }
    let rest = word[word.index(after: close)...]
    let inside = word[word.index(after: word.startIndex)..<close]
    guard let (address, scope) = try address(inside) else {
      guard rest.hasPrefix(":"), Self.number(rest.dropFirst()) != nil else { return nil }
      throw Problem(message: "'\(inside)' is not an IPv6 address; quote the word to mean text")
    }
    if rest.isEmpty { return .host(address, scope: scope) }
    guard rest.hasPrefix(":") else { return nil }
    return .endpoint(address, scope: scope, port: try port(rest.dropFirst()))
  }

  /// Parses `10.0.0.5` or `10.0.0.5:5000`; `nil` unless there are four numbers.
  private func fourParts(_ word: String) throws(Problem) -> AddressValue? {
    let halves = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) }) else { return nil }
    guard let address = IPAddress(halves[0]) else {
      throw Problem(
        message:
          "'\(halves[0])' is not an address: its numbers are 0 to 255, without leading zeros; quote it to mean text"
      )
    }
    guard halves.count == 2 else { return .host(address, scope: nil) }
    return .endpoint(address, scope: nil, port: try port(halves[1]))
  }
}
