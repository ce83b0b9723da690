package import UDPCore

/// The place where datagrams are missed, as a person wrote it.
package struct Target: Hashable, Sendable {
  /// The address, which may be a group; `nil` for every address of this host.
  package var address: IPAddress?
  package var port: UInt16
  /// The name of the interface that was written with the address.
  package var interface: String?
  /// The source that a group is joined for.
  package var source: IPAddress?
  /// The endpoint as it is written on command lines.
  package var text: String

  /// The place of an endpoint; `nil` for a name, which is none of this host's places.
  package init?(_ argument: EndpointArgument) {
    (port, text) = (argument.port, argument.source)
    switch argument.host {
    case .every: break
    case .address(let address, let scope): (self.address, interface) = (address, scope)
    case .group(let group, let source, let interface):
      (address, self.source, self.interface) = (group, source, interface)
    case .name: return nil
    }
  }

  /// Whether datagrams to any address of this host are meant.
  package var isWildcard: Bool { address?.isUnspecified ?? true }

  /// The address of a single host or group; `nil` for a wildcard.
  package var single: IPAddress? { isWildcard ? nil : address }

  package var isGroup: Bool { address?.isMulticast ?? false }

  /// The families of the datagrams that are meant.
  package var families: [AddressFamily] { address.map { [$0.family] } ?? [.ipv4, .ipv6] }

  /// The endpoint as a word for a shell.
  package var word: String { Self.word(text) }

  /// Returns a text as a word for a shell, quoted where it has to be.
  package static func word(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || $0.properties.numericType != nil || ":.@,_/+-=".unicodeScalars.contains($0))
    }
    return isPlain
      ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// Returns an endpoint of this port as a word for a shell.
  package func word(of address: IPAddress) -> String { Self.word(Endpoint(address, port: port).description) }
}
