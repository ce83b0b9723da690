import Basics
import UDPCore

/// Reads the endpoint of a new message: an address and a port as on the command line (`EndpointArgument`), blanks
/// around it allowed. Host names are not looked up here: that would be I/O.
struct EndpointLine {
  /// The reason for which a line is no endpoint, as a sentence with the next step.
  struct Problem: Error, Hashable {
    var text: Phrase
  }

  /// Returns the destination that `line` names; `nil` for a host name, which is to be looked up.
  static func parse(
    _ line: String, _ interfaces: InterfaceNames, _ aliases: Aliases
  ) throws(Problem) -> Destination? {
    let argument: EndpointArgument
    do throws(EndpointSyntaxError) {
      argument = try EndpointArgument(trimmed(line), aliases: aliases, isDestination: true)
    } catch {
      throw Problem(text: error.phrase)
    }
    guard argument.port != 0 else {
      throw Problem(text: "port 0 cannot receive datagrams; write a port from 1 to 65535")
    }
    switch argument.host {
    case .every: throw Problem(text: "the address is missing: 192.0.2.7:\(argument.port)")
    case .name: return nil
    case .address(let address, let scope):
      return try destination(address, argument.port, scope: scope, interfaces)
    case .group(_, source: .some, _): throw Problem(text: "a source before ',' is for joining a group, not for sending")
    case .group(let address, _, let interface):
      return try destination(address, argument.port, scope: interface, interfaces)
    }
  }

  private static func destination(
    _ address: IPAddress, _ port: UInt16, scope: String?, _ interfaces: InterfaceNames
  ) throws(Problem) -> Destination {
    guard let scope else {
      if address.needsScope { throw Problem(text: "that address needs its interface: [\(address)%eth0]:\(port)") }
      return Destination(Endpoint(address, port: port))
    }
    guard let index = interfaces.index(of: scope) else {
      throw Problem(text: "no network interface here is called \(scope)")
    }
    if address.needsScope { return Destination(Endpoint(address, port: port, scope: index)) }
    return Destination(Endpoint(address, port: port), by: index)
  }

  private static func trimmed(_ line: String) -> String {
    var text = line[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
