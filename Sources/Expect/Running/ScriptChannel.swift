import DisplayFilter
import PayloadText
import PeerText
import Templates
import UDPCore

/// A side of the conversation while a script runs.
final class ScriptChannel {
  let endpoint: ScriptEndpoint
  let side: ScriptSockets.Side
  /// The texts of its peers, and what else filters depend on.
  var context: FilterContext
  /// The first row that no step has consumed: the one after the last match.
  var cursor: UInt64 = 1
  /// The datagram that was matched last.
  var last: Datagram?

  init(_ endpoint: ScriptEndpoint, _ side: ScriptSockets.Side, _ encodings: ChosenEncodings) {
    self.endpoint = endpoint
    self.side = side
    context = FilterContext(texts: endpoint.texts(encodings), now: 0)
  }

  /// The endpoint and the path of the next message; `nil` if nobody asked yet.
  func recipient(_ sockets: [BoundSocket]) -> (peer: Endpoint, path: LocalPath, interface: UInt32)? {
    guard let destination = side.destination else { return last.map { ($0.peer, $0.local, 0) } }
    guard let index = side.sockets.first else { return nil }
    let local = sockets[index].local
    let path = LocalPath(
      endpoint: local, replySource: local.address, interface: destination.peer.scope,
      socket: UInt16(truncatingIfNeeded: index))
    return (destination.peer, path, destination.interface)
  }

  /// Whether a row arrived here.
  func owns(_ datagram: Datagram) -> Bool { side.sockets.contains(Int(datagram.local.socket)) }

  /// Whether a row comes from the side that the script talks to.
  func accepts(_ datagram: Datagram) -> Bool { side.host.map { datagram.peer.address == $0 } ?? true }
}
