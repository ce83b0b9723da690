import Basics
import UDPCore

extension FuzzTarget {
  /// Parses endpoints and addresses as a person writes them; formatting and parsing a result must give it again.
  static let endpoint = FuzzTarget(name: "endpoint") { bytes in
    let source = bytes.text
    do throws(EndpointSyntaxError) {
      let endpoint = try EndpointArgument(source)
      precondition(endpoint.source == source)
    } catch {
      precondition(!error.description.isEmpty)
    }
    if let address = IPAddress(source) {
      precondition(IPAddress(address.description) == address, "read differently: \(address)")
    }
  }
}
