import Diagnosis
import UDPCore

extension FuzzTarget {
  /// Reads what the system's files and netlink say, and the rules of a firewall; the first byte chooses.
  static let facts = FuzzTarget(name: "facts") { bytes in
    let (choice, rest) = bytes.choice(of: 6)
    switch choice {
    case 0:
      for socket in SocketEntry.all(in: rest.text, isIPv6: false) { precondition(!socket.local.description.isEmpty) }
    case 1:
      _ = Counters(snmp: rest.text, netstat: rest.text, snmp6: rest.text)
    case 2:
      _ = GroupEntry.all(inIGMP: rest.text) + GroupEntry.all(inIGMP6: rest.text)
      _ = SourceFilter.all(in: rest.text)
    case 3:
      _ = ProcessEntry(stat: rest.text)
    case 4:
      let firewall = Firewall(nft: rest.text)
      let datagram = FirewallDatagram(family: .ipv4, source: IPAddress("10.0.0.1"), port: 8_080, interface: "eth0")
      if case .dropped(let base, _, _) = firewall.fate(of: datagram) { precondition(base.hook != nil) }
    default:
      for message in NetlinkMessage.all(in: rest) {
        precondition(message.payload.count <= rest.count)
        _ = Interface(link: message)
        _ = Interface.address(message)
        _ = RouteAnswer(message)
        _ = Neighbour(message)
      }
    }
  }
}
