import Basics
import CLinux
import Glibc
import Impairment

/// A client of a relay: it writes to one of our endpoints, and has sockets of its own toward the targets.
final class RelayClient {
  /// The identity of a client: its endpoint, and the address and socket that it writes to.
  struct Key: Hashable {
    let peer: Endpoint
    let own: IPAddress
    let socket: UInt16

    init(_ peer: Endpoint, _ path: LocalPath) {
      self.peer = peer
      own = path.endpoint.address
      socket = path.socket
    }
  }

  /// One direction of a client.
  struct Flow {
    /// The precision of delays: 12 KiB for each direction in which any were.
    static let fineBits = 6

    var counts = RelayCounts()
    /// In steps of at most 1.6 %.
    var delays = TimeHistogram(fineBits: fineBits)
    var impairer: Impairer
    /// The local side of the rows of this direction: the endpoint on the other end of the relay.
    var rowPath: LocalPath
    /// Whether impairments were ever in force: from then on the impairer counts every datagram.
    var isTouched: Bool
  }

  let key: Key
  /// Its place in the order in which clients came, from 0.
  let ordinal: Int
  /// The path by which it wrote last, which answers take.
  private(set) var path: LocalPath
  /// The address that answers go to.
  let address = RawAddressMemory()
  /// Whether answers of one size may leave joined.
  var joins = true
  /// The places of its sockets, one for each target; `nil` where none could be opened.
  var links: [Int?]
  /// The time at which a socket that could not be opened is tried again, in nanoseconds of the monotonic clock.
  var nextAttempt: Int64 = 0
  /// The `errno` value of that socket.
  var lastError: Int32 = 0
  /// The time of the last datagram, by the same clock.
  var lastActive: Int64
  var flows: BothWays<Flow>
  /// The change of impairments for this client alone.
  var changes = BothWays(up: ImpairmentChange(), down: ImpairmentChange())
  private var generation: UInt64

  init(
    _ key: Key, ordinal: Int, path: LocalPath, targets: [RelayTarget], settings: BothWays<ImpairmentSettings>,
    seed: UInt64, now: Int64, interfaces: InterfaceRegistry
  ) {
    self.key = key
    self.ordinal = ordinal
    self.path = path
    links = Array(repeating: nil, count: targets.count)
    lastActive = now
    let first = targets[0].peer
    func flow(_ direction: ImpairmentDirection, _ settings: ImpairmentSettings, via family: AddressFamily) -> Flow {
      let impairer = Impairer(
        settings: settings, seed: seed, client: ordinal, direction: direction, overhead: family == .ipv4 ? 28 : 48)
      var rowPath = path
      rowPath.endpoint = direction == .up ? first : key.peer
      return Flow(impairer: impairer, rowPath: rowPath, isTouched: !settings.isNone)
    }
    flows = BothWays(
      up: flow(.up, settings.up, via: first.address.family),
      down: flow(.down, settings.down, via: key.peer.address.family))
    generation = interfaces.generation
    setAddress(interfaces)
  }

  /// Takes over the path by which the client wrote last. Costs two comparisons while it stays the same.
  @inline(__always)
  func follow(_ path: LocalPath, _ interfaces: InterfaceRegistry) {
    if path.interface == self.path.interface, path.replySource == self.path.replySource,
      generation == interfaces.generation
    {
      return
    }
    self.path = path
    generation = interfaces.generation
    setAddress(interfaces)
  }

  private func setAddress(_ interfaces: InterfaceRegistry) {
    address.set(
      interfaces.ofKernel(key.peer), family: key.peer.address.family, path: interfaces.ofKernel(path))
  }

  /// Whether a datagram waits to be passed on, in either direction.
  var isWaited: Bool { flows.up.counts.waiting + flows.down.counts.waiting > 0 }
}
