package import Basics
import UDPCore

/// A host, and where it is to receive: `ssh://[USER@]HOST[:PORT]/ENDPOINT[/ENDPOINT…]`. The port is that of ssh.
package struct HostAddress: Hashable, Sendable {
  /// The beginning of every such argument.
  package static let scheme = "ssh://"

  /// The user and the host, as ssh takes them: `user@host`.
  package let destination: String
  /// The port of ssh; `nil` for the one of its configuration.
  package let port: UInt16?
  /// The host without its user.
  package let host: String
  /// The endpoints at which it receives, as written.
  package let endpoints: [String]

  /// Parses an argument; `nil` if it is another kind of argument, such as the name of a file.
  /// - Throws: what is wrong with it.
  package init?(_ text: String) throws(HostAddressError) {
    guard text.hasPrefix(Self.scheme) else { return nil }
    let parts = text.dropFirst(Self.scheme.count).split(separator: "/", omittingEmptySubsequences: false)
    let authority = parts.first ?? ""
    let at = authority.lastIndex(of: "@")
    let user = at.map { authority[..<$0] }
    let (host, port) = try Self.hostAndPort(
      authority[(at.map { authority.index(after: $0) } ?? authority.startIndex)...], text)
    for (name, what) in [(user, "user"), (host, "host")] as [(Substring?, Phrase)] {
      guard let name else { continue }
      // A name with a hyphen in front would be an option of ssh; ssh itself refuses the characters of a shell.
      guard !name.isEmpty, !name.hasPrefix("-"), name.unicodeScalars.allSatisfy(Self.isAllowed) else {
        throw HostAddressError(text, "'\(name)' is not the name of a \(what)")
      }
    }
    endpoints = parts.dropFirst().filter { !$0.isEmpty }.map(String.init)
    if endpoints.isEmpty { throw HostAddressError(text, "the port to receive at is missing") }
    for endpoint in endpoints {
      do throws(EndpointSyntaxError) { _ = try EndpointArgument(endpoint) } catch {
        throw HostAddressError(text, error.phrase)
      }
    }
    self.host = String(host)
    self.port = port
    destination = user.map { "\($0)@\(host)" } ?? String(host)
  }

  /// Letters, digits, and what stands in names, in addresses and behind them.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "-._:%+\\".unicodeScalars.contains(scalar)
  }

  private static func hostAndPort(
    _ text: Substring, _ whole: String
  ) throws(HostAddressError) -> (host: Substring, port: UInt16?) {
    var (host, rest) = (text, Substring())
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { throw HostAddressError(whole, "']' is missing") }
      (host, rest) = (text[text.index(after: text.startIndex)..<end], text[text.index(after: end)...])
    } else if let colon = text.firstIndex(of: ":") {
      (host, rest) = (text[..<colon], text[colon...])
    }
    if rest.isEmpty { return (host, nil) }
    guard rest.first == ":", let port = UInt16(rest.dropFirst()), port > 0 else {
      throw HostAddressError(whole, "'\(rest.drop { $0 == ":" })' is not a port of ssh")
    }
    return (host, port)
  }

  /// Short names for hosts, for a column: the host alone, and with its user, its port or its endpoints where two would
  /// have the same.
  package static func names(of addresses: [HostAddress]) -> [String] {
    let forms: [(HostAddress) -> String] = [
      { $0.host }, { $0.destination }, { "\($0.destination)-\($0.endpoints.joined(separator: "-"))" },
    ]
    for form in forms {
      let names = addresses.map(form)
      if Set(names).count == names.count { return names }
    }
    return addresses.enumerated().map { "\($0.element.host)-\($0.offset + 1)" }
  }
}

/// The reason why an argument names no host.
package struct HostAddressError: Error, Hashable, Phrased {
  package let phrase: Phrase

  init(_ text: String, _ reason: Phrase) {
    phrase = "bad host '\(text)': \(reason); a host is written as ssh://user@host/9000"
  }
}
