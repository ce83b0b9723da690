import Basics
package import UDPCore

extension ArgumentValue {
  /// Parses the endpoint to send to.
  /// - Parameters:
  ///   - interface: the name of the interface to send through, whatever the routes say; `nil` for none.
  ///   - link: the interface of the link-local address to send from.
  package static func destination(
    _ endpoint: String, _ interfaces: InterfaceNames, _ aliases: Aliases, by interface: String?, link: String? = nil
  ) throws(CommandFailure) -> Destination {
    let argument = try self.endpoint(endpoint, aliases, isDestination: true)
    var goal: Destination
    do throws(SocketError) {
      goal = try argument.destination(interfaces: interfaces, link: interface ?? link)
    } catch {
      throw CommandFailure(error.phrase)
    }
    guard let interface else { return goal }
    let index = try index(of: interface)
    for other in [goal.peer.scope, goal.interface] where other != 0 && other != index {
      throw CommandFailure(
        "\(endpoint) names the interface \(interfaces.name(of: other)), and --interface another", .usage)
    }
    if goal.peer.address.needsScope { goal.peer.scope = index } else { goal.interface = index }
    return goal
  }

  /// The index of an interface that is up.
  private static func index(of name: String) throws(CommandFailure) -> UInt32 {
    let table = LinkTable.current()
    guard let index = table.names.index(of: name) else {
      throw CommandFailure("there is no interface '\(name)'; see them with: ip link")
    }
    if table.links.values.contains(where: { $0.index == index && !$0.isUp }) {
      throw CommandFailure(
        "cannot send through \(name): the interface is down; bring it up with: ip link set \(name) up")
    }
    return index
  }
}
