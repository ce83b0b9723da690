import Basics
package import CommandCore
import Conversation
package import UDPCore

/// The value of `--device`: the host of a recording to stand in for, or its endpoint.
package enum DeviceChoice: Hashable, Sendable {
  case host(IPAddress)
  case endpoint(IPAddress, port: UInt16)

  /// Parses `10.0.3.17`, `10.0.3.17:5000`, `[::1]:5000`, or a name of the configuration.
  /// - Throws: a usage error with the valid forms.
  package init(_ text: String, _ aliases: Aliases) throws(CommandFailure) {
    switch aliases.target(named: text) ?? AddressTarget(text) {
    case .address(let address): self = .host(address)
    case .endpoint(let address, let port): self = .endpoint(address, port: port)
    case .network, nil:
      throw CommandFailure(
        "--device \(text): it is neither an address nor address:port; write 10.0.3.17 or 10.0.3.17:5000", .usage)
    }
  }

  /// Whether an endpoint is meant.
  func matches(_ endpoint: Endpoint) -> Bool {
    switch self {
    case .host(let address): endpoint.address == address
    case .endpoint(let address, let port): endpoint.address == address && endpoint.port == port
    }
  }
}
