extension Encapsulation {
  /// A kind of encapsulation.
  enum Kind: String, Sendable, BitwiseCopyable {
    case vlan = "VLAN"
    case pppoe = "PPPoE session"
    case mpls = "MPLS label"
    case nflog = "NFLOG"
    /// IPv4 or IPv6, in an IP packet of the version that the addresses have.
    case four = "IPv4"
    case six = "IPv6"
    case gre = "GRE"
    case pptp = "PPTP call"
    case erspan = "ERSPAN session"
    case etherIP = "EtherIP"
    case mplsInIP = "MPLS"
    case vxlan = "VXLAN"
    case geneve = "GENEVE"
  }
}
