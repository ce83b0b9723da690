package import Basics

/// The reason for withholding a reply by rule. Reasons are reported in this order.
package enum ReplyWithheld: Int, CaseIterable, Sendable {
  case ownEndpoint
  case portZero
  case groupOrBroadcast
  case servicePort
  case echo
  case tooLarge
  case looping
  case peerRate
  case totalRate
  case unencodable
  case late

  /// A few words to follow "withheld 2 replies": `to a service port`.
  package var explanation: Phrase {
    switch self {
    case .ownEndpoint: "to our own endpoint"
    case .portZero: "to port 0"
    case .groupOrBroadcast: "to a group or broadcast address"
    case .servicePort: "to a service port (--allow-service-ports permits it)"
    case .echo: "to an echo of what we sent"
    case .tooLarge: "larger than 256 bytes and three times the request"
    case .looping: "to a peer in a loop with us, disarmed for 60 s"
    case .peerRate: "over the limit for one peer (--reply-rate)"
    case .totalRate: "over the total limit (--reply-rate)"
    case .unencodable: "not writable in the peer's encoding"
    case .late: "too late, because more datagrams arrived than rules could answer"
    }
  }
}
