package import Basics
package import CommandCore
import Glibc
package import PayloadText
package import PeerText
import Plumbing
package import UDPCore

/// Runs `discover`: asks everybody, and says who answered.
package struct Discovering {
  /// Options of a run.
  package struct Options {
    /// The time to wait for answers after the last request.
    package var wait = TimeSpan(nanoseconds: 2_000_000_000)
    /// The encoding of answers; `nil` detects it for each peer.
    package var encoding: TextEncoding?
    /// The encoding for peers that have only sent ASCII.
    package var undecided = UndecidedEncoding()
    /// The hop limit of the requests; `nil` uses the system's.
    package var hopLimit: Int?
    /// Whether each device is printed as a JSON object.
    package var isJSON = false

    /// Creates the defaults.
    package init() {}
  }

  /// The time between two requests to addresses of a network, in nanoseconds, so that what answers is not overrun.
  private static let pause: Int64 = 1_000_000

  private let targets: DiscoveryTargets
  private let payloads: any PayloadSource
  private let options: Options
  private let aliases: Aliases
  private let interfaces: InterfaceNames

  /// Prepares to send the message of a source to some destinations.
  package init(
    _ payloads: any PayloadSource, to targets: DiscoveryTargets, _ options: Options, _ aliases: Aliases,
    _ interfaces: InterfaceNames
  ) {
    self.payloads = payloads
    self.targets = targets
    self.options = options
    self.aliases = aliases
    self.interfaces = interfaces
  }

  /// Asks, waits and prints.
  /// - Throws: the exit status, unless it is 0.
  package func run(_ console: Console) throws {
    let exchange = try start()
    var search = Search(
      exchange: exchange, texts: PeerTexts(encodingForAll: options.encoding, undecided: options.undecided))
    var next = SystemClock.monotonic
    for (index, destination) in targets.destinations.enumerated() {
      if index > 0 {
        next += targets.interfaces.isEmpty ? Self.pause : 0
        search.receive(until: next, console, count: targets.destinations.count)
      }
      if console.signals.isEndRequested { break }
      try payloads.restart()
      guard case .payload(let payload) = try payloads.next() else { throw CommandFailure(payloads.emptyExplanation) }
      try search.ask(destination, payload)
    }
    search.receive(
      until: SystemClock.monotonic + Int64(clamping: options.wait.nanoseconds), console,
      count: targets.destinations.count)
    console.clearProgress()
    exchange.stop()
    search.read()
    let devices = DiscoveryDetails(aliases, interfaces).complete(search.devices)
    let table = DiscoveryTable(devices, search.texts, interfaces)
    let lines = table.lines(console.wording.text).flatMap { console.locale.encode($0) + [UInt8(ascii: "\n")] }
    try console.output.print(options.isJSON ? table.objects : lines)
    try end(search, devices.count, console)
  }

  private func start() throws(CommandFailure) -> DrivenReceiver {
    var reception = ReceiveOptions()
    reception.memory = 64 << 20
    reception.joinsDatagrams = false
    do {
      let set = try SocketSet(
        sendingTo: targets.destinations[0].peer, from: nil, options: reception, interfaces: interfaces)
      for socket in set.sockets { try socket.setSending(hopLimit: options.hopLimit, by: 0) }
      return try DrivenReceiver(sockets: set.sockets, options: reception)
    } catch {
      throw CommandFailure(Phrase(error))
    }
  }

  private func end(_ search: Search, _ count: Int, _ console: Console) throws(CommandFailure) {
    let way: Phrase =
      targets.interfaces.isEmpty
      ? (search.sent == 1 ? "1 address" : "\(search.sent) addresses") : "\(targets.interfaces.joined(separator: ", "))"
    if search.sent == 0, let refusal = search.refusal { throw CommandFailure("nothing was sent: \(refusal.reason)") }
    if let refusal = search.refusal {
      console.say("\(search.refused) of \(targets.destinations.count) requests were not sent: \(refusal.reason)")
    }
    guard count > 0 else {
      throw CommandFailure("asked \(way): nobody answered within \(options.wait)", .noAnswer)
    }
    console.say(count == 1 ? "asked \(way): 1 device answered" : "asked \(way): \(count) devices answered")
  }
}

/// A search while it runs.
private struct Search {
  let exchange: DrivenReceiver
  var texts: PeerTexts
  private(set) var devices: [DiscoveredDevice] = []
  private(set) var sent = 0
  private(set) var refused = 0
  private(set) var refusal: TransmitFailure?
  private var places: [Endpoint: Int] = [:]
  /// The times at which each address was asked, and each interface.
  private var asked: [IPAddress: Int64] = [:]
  private var askedByInterface: [UInt32: Int64] = [:]
  private var lastAsked: Int64 = 0
  private var next: UInt64 = 1
  /// The most devices that are remembered.
  private static let most = 16_384
  private var nextProgress: Int64

  init(exchange: DrivenReceiver, texts: PeerTexts) {
    self.exchange = exchange
    self.texts = texts
    nextProgress = SystemClock.monotonic + 1_000_000_000
  }

  mutating func ask(_ destination: Destination, _ payload: [UInt8]) throws(CommandFailure) {
    let time = SystemClock.wall
    let request = TransmitRequest(to: destination.peer, by: nil, payload: payload, interface: destination.interface)
    do throws(TransmitRefusal) { try exchange.send(request) } catch { throw CommandFailure(error.phrase) }
    asked[destination.peer.address] = time
    let interface = destination.peer.scope != 0 ? destination.peer.scope : destination.interface
    if interface != 0 { askedByInterface[interface] = time }
    lastAsked = time
    read()
  }

  /// Receives until a time, or until a signal.
  mutating func receive(until limit: Int64, _ console: Console, count: Int) {
    while SystemClock.monotonic < limit, !console.signals.isEndRequested {
      exchange.wait(until: min(limit, console.showsProgress ? nextProgress : limit), or: console.signals.wake)
      _ = console.signals.take()
      read()
      guard console.showsProgress, SystemClock.monotonic >= nextProgress else { continue }
      nextProgress = SystemClock.monotonic + 1_000_000_000
      console.showProgress("\(sent) of \(count) asked, \(devices.count) answered")
    }
  }

  mutating func read() {
    let snapshot = exchange.receiver.log.snapshot()
    next = max(next, snapshot.firstNumber)
    while next < snapshot.endNumber {
      defer { next += 1 }
      guard let datagram = snapshot[next] else { continue }
      switch datagram.kind {
      case .outgoing: sent += 1
      case .failure:
        // In a network most addresses are nobody's: then the kernel finds no hardware address, some seconds later.
        guard let failure = datagram.failure, failure.origin == .local, failure.code != EHOSTUNREACH else { continue }
        refused += 1
        refusal = failure
      case .incoming: take(datagram)
      case .alarm: break
      }
    }
  }

  private mutating func take(_ datagram: Datagram) {
    texts.observe(datagram)
    if let place = places[datagram.peer] { return devices[place].answers += 1 }
    guard devices.count < Self.most else { return }
    places[datagram.peer] = devices.count
    let time = asked[datagram.peer.address] ?? askedByInterface[datagram.local.interface] ?? lastAsked
    devices.append(DiscoveredDevice(datagram, roundTrip: max(0, datagram.time - time)))
  }
}
