import Basics
import CLinux
import CommandCore
import Glibc
import Monitor
import PayloadText
import Plumbing
import Synchronization
import UDPCore

/// The made-up peers: sockets of their own on loopback, and a thread that sends from them and answers.
final class DemoPeers: Sendable {
  private let receiver: Receiver
  private let worker: Lock<Worker?>
  private let isStopping: DemoFlag

  /// Starts the peers.
  /// - Throws: an error if their addresses cannot be bound.
  init(writingTo screen: Receiver, guide: DemoGuide) throws(CommandFailure) {
    var options = ReceiveOptions()
    options.memory = CaptureLog.minimumLimit
    let gone: Endpoint
    do {
      let endpoints = try DemoScript.parts.map { try EndpointArgument("127.0.0.\($0.host):0") }
      let set = try SocketSet(endpoints, options: options, interfaces: InterfaceNames())
      receiver = try Receiver(sockets: set.sockets, options: options)
      gone = try Self.farewell(to: screen.sockets[0].local, options: options)
    } catch {
      throw CommandFailure(Phrase(error))
    }
    let flag = DemoFlag()
    isStopping = flag
    let receiver = receiver
    worker = Lock(
      Worker(name: "udpeek-demo") {
        var play = DemoPlay(receiver: receiver, screen: screen, gone: gone, guide: guide)
        play.run(until: flag)
      })
  }

  /// Stops the peers; nothing is sent afterwards. Later calls have no effect.
  func stop() {
    guard let running = worker.take() else { return }
    isStopping.raise()
    receiver.changes.signal()
    running.join()
    receiver.stop()
  }

  /// Sends the farewell of a peer and closes its socket.
  /// - Returns: the endpoint that the peer had.
  private static func farewell(to screen: Endpoint, options: ReceiveOptions) throws -> Endpoint {
    let set = try SocketSet([EndpointArgument("127.0.0.10:0")], options: options, interfaces: InterfaceNames())
    let peer = try Receiver(sockets: set.sockets, options: options)
    try peer.send(TransmitRequest(to: screen, by: nil, payload: Array(DemoScript.farewell.utf8)))
    peer.stop()
    return set.sockets[0].local
  }
}

/// A flag that asks the thread to stop.
final class DemoFlag: Sendable {
  private let flag = Atomic(false)

  /// Whether the thread must stop.
  var isRaised: Bool { flag.load(ordering: .acquiring) }

  /// Asks the thread to stop.
  func raise() { flag.store(true, ordering: .releasing) }
}

/// The play as the thread performs it: the datagrams to send, and their times.
private struct DemoPlay {
  /// The delay of an answer in nanoseconds.
  private static let answerDelay: Int64 = 300_000_000

  private enum Line {
    /// Sends a text from the peer at that index.
    case say(Int, String)
    /// Sends the given line of a peer and schedules its next one.
    case next(Int, turn: Int)
    /// Sends a datagram of a burst that has `left` to go, this one included.
    case burst(left: Int)
    /// Sends a question from the screen to the peer that has gone.
    case ask
  }

  private struct Cue {
    /// Due time in nanoseconds of the monotonic clock.
    var time: Int64
    var line: Line
  }

  private let receiver: Receiver
  private let screen: Receiver
  private let gone: Endpoint
  private let target: Endpoint
  private var cues: [Cue] = []
  /// The first row of the peers' own log that has not been read.
  private var seen: UInt64 = 1

  init(receiver: Receiver, screen: Receiver, gone: Endpoint, guide: DemoGuide) {
    self.receiver = receiver
    self.screen = screen
    self.gone = gone
    target = screen.sockets[0].local
    let now = SystemClock.monotonic
    func add(_ seconds: Double, _ line: Line) { cues.append(Cue(time: now + Int64(seconds * 1e9), line: line)) }
    for (place, line) in guide.lines.enumerated() {
      add(0.05 + Double(place) * 0.05, .say(0, line))
    }
    for place in DemoScript.parts.indices { add(1 + Double(place) * 0.35, .next(place, turn: 0)) }
    add(6, .ask)
    add(10, .burst(left: DemoScript.burst.count))
  }

  mutating func run(until flag: DemoFlag) {
    while !flag.isRaised {
      let now = SystemClock.monotonic
      let due = cues.filter { $0.time <= now }.sorted { $0.time < $1.time }
      cues.removeAll { $0.time <= now }
      for cue in due { perform(cue) }
      receiver.changes.arm()
      receive()
      guard !flag.isRaised else { return }
      let next = cues.map(\.time).min() ?? now + 1_000_000_000
      clinux_wait_readable(receiver.changes.descriptor, max(0, next - SystemClock.monotonic))
      receiver.changes.clear()
    }
  }

  private mutating func perform(_ cue: Cue) {
    func later(_ seconds: Double) -> Int64 { cue.time + Int64(seconds * 1e9) }
    switch cue.line {
    case .say(let place, let text): say(text, from: place)
    case .next(let place, let turn):
      let part = DemoScript.parts[place]
      say(part.lines[turn % part.lines.count], from: place)
      cues.append(Cue(time: later(part.interval), line: .next(place, turn: turn + 1)))
    case .burst(let left):
      say("burst \(DemoScript.burst.count - left + 1) of \(DemoScript.burst.count)", from: 0)
      let isLast = left <= 1
      cues.append(
        Cue(
          time: later(isLast ? DemoScript.burst.pause : DemoScript.burst.interval),
          line: .burst(left: isLast ? DemoScript.burst.count : left - 1)))
    case .ask: try? screen.send(TransmitRequest(to: gone, by: nil, payload: Array(DemoScript.question.utf8)))
    }
  }

  private func say(_ text: String, from place: Int) {
    let encoding = DemoScript.parts[place].encoding
    guard let payload = try? Message(parsing: text).encoded(as: encoding), let socket = UInt16(exactly: place) else {
      return
    }
    let local = receiver.sockets[place].local
    let path = LocalPath(endpoint: local, replySource: local.address, interface: 0, socket: socket)
    // A datagram that cannot be sent is merely missing from the demo; the screen reports its own failures.
    try? receiver.send(TransmitRequest(to: target, by: path, payload: payload))
  }

  /// Schedules answers from the peers that received something.
  private mutating func receive() {
    let log = receiver.log.snapshot()
    let now = SystemClock.monotonic
    for number in max(seen, log.firstNumber)..<max(seen, log.endNumber) {
      guard let datagram = log[number], datagram.kind == .incoming else { continue }
      let place = Int(datagram.local.socket)
      cues.append(Cue(time: now + Self.answerDelay, line: .say(place, DemoScript.parts[place].answer)))
    }
    seen = max(seen, log.endNumber)
  }
}
