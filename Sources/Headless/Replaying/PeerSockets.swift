import Basics
import CLinux
import CommandCore
import UDPCore

/// The sockets that send for the peers of a recording: one for each of them, as far as this process may open so many.
struct PeerSockets {
  /// The descriptors that are wanted besides those of sockets (files, terminal, signals), and those that the receiver and
  /// the files need once the sockets are open.
  private static let (otherDescriptors, spareDescriptors) = (64, 12)
  /// The most sockets that a receiver can tell apart.
  private static let most = 60_000
  /// The receive buffer of each, in bytes: the answers of one peer's requests.
  private static let receiveBuffer = 1 << 20

  /// The sockets.
  let sockets: [BoundSocket]
  /// The number of peers.
  private let peers: Int
  private var indices: [Endpoint: Int] = [:]

  /// Opens the sockets.
  /// - Parameters:
  ///   - peers: the number of peers.
  ///   - limit: the most sockets; `nil` for as many as the system allows.
  /// - Throws: an error that says why none can be opened.
  init(
    peers: Int, limit: Int?, to goal: Endpoint, from: EndpointArgument?, memory: Int, interfaces: InterfaceNames
  ) throws(CommandFailure) {
    self.peers = peers
    let wanted = max(1, min(peers, limit ?? Self.most, Self.most))
    _ = clinux_descriptor_limit(Int32(clamping: wanted + Self.otherDescriptors))
    var options = ReceiveOptions()
    options.memory = memory
    options.receiveBuffer = Self.receiveBuffer
    var sockets: [BoundSocket] = []
    do throws(SocketErrors) {
      for _ in 0..<wanted {
        sockets += try SocketSet(sendingTo: goal, from: from, options: options, interfaces: interfaces).sockets.prefix(
          1)
      }
    } catch {
      // The system may allow fewer descriptors or ports than the limit says.
      if sockets.isEmpty { throw CommandFailure(Phrase(error)) }
      sockets.removeLast(min(Self.spareDescriptors, sockets.count - 1))
    }
    self.sockets = sockets
  }

  /// A sentence that says that peers share sockets; `nil` if each has its own.
  var notice: Phrase? {
    guard sockets.count < peers else { return nil }
    return sockets.count == 1
      ? "\(peers) peers share 1 socket" : "\(peers) peers share \(sockets.count) sockets: no more may be opened"
  }

  /// Returns the index of a peer's socket: its own, or beyond their number one that it shares.
  mutating func index(of peer: Endpoint) -> Int {
    if let known = indices[peer] { return known }
    if indices.count < sockets.count {
      indices[peer] = indices.count
      return indices.count - 1
    }
    return Int((peer.address.low ^ peer.address.high ^ UInt64(peer.port)) % UInt64(sockets.count))
  }

  /// Returns the path by which a socket sends.
  func path(_ index: Int) -> LocalPath {
    let local = sockets[index].local
    return LocalPath(endpoint: local, replySource: local.address, interface: local.scope, socket: UInt16(index))
  }
}
