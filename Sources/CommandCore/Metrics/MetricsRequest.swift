import Basics
package import UDPCore

/// The parameters of `--metrics`: where the figures of a reception are to be read.
package struct MetricsRequest: Sendable, Hashable {
  /// The place where they are read.
  package enum Place: Sendable, Hashable {
    /// A file that is replaced again and again.
    case file(String)
    /// An endpoint of this machine that answers HTTP; the scope is the kernel's index of an interface.
    case endpoint(Endpoint)
  }

  /// The number of peers that have figures of their own: at most, and where no other number is given.
  package static let (mostPeers, usualPeers) = (10_000, 1_000)

  package let place: Place
  /// The number of peers that have figures of their own; 0 leaves peers out.
  package let peerLimit: Int

  /// Creates a request for figures at a place.
  package init(_ place: Place, peerLimit: Int = MetricsRequest.usualPeers) {
    self.place = place
    self.peerLimit = peerLimit
  }

  /// Parses a place: an endpoint, or the name of a file. A port alone means loopback: what strangers may read is said
  /// expressly, with an address.
  /// - Throws: a usage error for what looks like an endpoint but is none of this machine.
  package init(
    _ text: String, peerLimit: Int?, aliases: Aliases, interfaces: InterfaceNames
  ) throws(CommandFailure) {
    self.init(
      try Self.place(text, aliases, interfaces), peerLimit: peerLimit ?? Self.usualPeers)
  }

  private static func place(
    _ text: String, _ aliases: Aliases, _ interfaces: InterfaceNames
  ) throws(CommandFailure) -> Place {
    guard looksLikeEndpoint(text) else {
      if text.isEmpty || text == "-" {
        throw CommandFailure("--metrics needs an endpoint, such as 127.0.0.1:9869, or the name of a file", .usage)
      }
      return .file(text)
    }
    let argument = try ArgumentValue.endpoint(text, aliases)
    switch argument.host {
    case .every: return .endpoint(Endpoint(IPAddress(ipv4: 0x7f00_0001), port: argument.port))
    case .address(let address, let scope):
      guard let scope else { return .endpoint(Endpoint(address, port: argument.port)) }
      guard let index = interfaces.index(of: scope) else {
        throw CommandFailure("--metrics \(text): there is no interface \(scope) here", .usage)
      }
      return .endpoint(Endpoint(address, port: argument.port, scope: index))
    case .group: throw CommandFailure("--metrics \(text): a group cannot be asked over TCP", .usage)
    case .name(let name, _):
      throw CommandFailure(
        "--metrics \(text): write the address of \(name) in digits; for a file of that name, ./\(text)", .usage)
    }
  }

  /// Whether a text is no name of a file, unless somebody meant to confuse: a URL, a port, an address, or digits after its
  /// last colon.
  private static func looksLikeEndpoint(_ text: String) -> Bool {
    if text.contains("://") || IPAddress(text) != nil { return true }
    if text.contains("/") || text.isEmpty { return false }
    let last = text.split(separator: ":", omittingEmptySubsequences: false).last ?? ""
    return text.first == "[" || !last.isEmpty && last.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
