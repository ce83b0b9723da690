import Alarms
package import Basics
package import CaptureFile
import Glibc
package import Plumbing
package import UDPCore

/// The hosts of `open ssh://…`: connects to them, keeps them connected, and hands their rows to a loader. Belongs to one
/// thread at a time.
package final class HostSet {
  /// Something for the user.
  package enum News: Sendable {
    case said(Phrase, isTrouble: Bool)
    /// A message that was not sent, or may not have been, and why.
    case refused(TransmitID, Phrase)
  }

  /// The difference between clocks from which times mislead, in nanoseconds.
  private static let notable: Int64 = 100_000_000
  /// The time after which the user is told that it takes longer, in nanoseconds.
  private static let telling: Int64 = 1_000_000_000
  /// The longest wait for other hosts once one is connected, in nanoseconds.
  private static let waiting: Int64 = 3_000_000_000
  /// The time by which refusals of the network are held back: longer than a row takes, which a recorder lets gather and
  /// the loader holds for other hosts.
  private static let holding: Int64 = 250_000_000

  /// The names of the hosts, in the order of the arguments.
  package let names: [String]
  /// What is to be sent by the hosts.
  package let outbox: HostOutbox
  private let links: [HostLink]
  private var readers: [CaptureReader] = []
  /// Events before there was a loader.
  private var early: [(host: Int, event: HostLink.Event)] = []
  /// The reasons for which hosts could not be reached, as the user was told; and the hosts whose clocks were named.
  private var toldReasons: [Int: Phrase] = [:]
  private var toldClocks: Set<Int> = []
  /// The rows that say what became of a host, until its datagrams before that are in the log.
  private var notes: [(host: Int, text: Phrase, time: Int64)] = []
  private var held: [(due: Int64, host: Int, failure: ControlReport.Failure)] = []

  /// Prepares connections.
  package init(_ addresses: [HostAddress], _ command: HostCommand) {
    let names = HostAddress.names(of: addresses)
    self.names = names
    links = zip(addresses, names).map { HostLink($0, name: $1, command) }
    outbox = HostOutbox(names)
  }

  /// The names of hosts by the numbers that stand for them in a log without files, for filters at the start.
  package static func numbers(of addresses: [HostAddress]) -> [UInt32: String] {
    let names = HostAddress.names(of: addresses).enumerated()
    return Dictionary(
      uniqueKeysWithValues: names.map { (InterfaceNames.firstElsewhere + UInt32($0.offset), $0.element) })
  }

  // MARK: The beginning

  /// Connects to all hosts, and waits until each receives or cannot be reached. First ssh may ask for nothing, so that
  /// all hosts are tried at once; then those where it has to ask, one after the other.
  /// - Parameters:
  ///   - signals: signals that end the wait.
  ///   - mayAsk: whether there is a terminal to ask on.
  /// - Throws: a sentence for each host, if none receives.
  package func connect(_ signals: SignalRelay, mayAsk: Bool) throws(CommandFailure) {
    readers = links.map { $0.start() }
    wait(for: Array(links.indices), signals, progress: true)
    for index in links.indices where mayAsk && links[index].needsAsking && !signals.isEndRequested {
      StandardError.say("\(names[index]): ssh has to ask")
      early.removeAll { $0.host == index }
      readers[index] = links[index].start(asks: true)
      wait(for: [index], signals, progress: false)
    }
    if signals.isEndRequested {
      stop()
      throw CommandFailure("stopped before any host was connected", .interruptedTwice)
    }
    let reasons = links.indices.map { reason(at: $0) }
    guard reasons.contains(nil) else {
      stop()
      throw CommandFailure(
        zip(names, reasons).map { "\($0): \($1 ?? "")" as Phrase }.joined(separator: "\n"))
    }
    for (index, reason) in reasons.enumerated() {
      guard let reason else { continue }
      toldReasons[index] = reason
      StandardError.say("\(names[index]): \(reason); it is tried again", .warning)
    }
  }

  private func reason(at index: Int) -> Phrase? {
    if case .gone(let reason, _) = links[index].condition { return reason }
    return nil
  }

  private func wait(for places: [Int], _ signals: SignalRelay, progress: Bool) {
    let begin = SystemClock.monotonic
    var nextTelling: Int64 = progress ? begin + Self.telling : .max
    while !signals.isEndRequested {
      let open = places.filter { links[$0].condition == .connecting }
      if open.isEmpty { return }
      // The others go on while the screen shows what is there.
      if progress, SystemClock.monotonic >= begin + Self.waiting, open.count < places.count,
        places.contains(where: { links[$0].condition == .up })
      {
        return
      }
      if SystemClock.monotonic >= nextTelling {
        nextTelling = .max
        StandardError.say("connecting to \(open.map { names[$0] }.joined(separator: ", ")); Ctrl-C ends it")
      }
      var set = PollSet()
      set.add(signals.wake)
      for place in open { links[place].add(to: &set) }
      let limit = progress && SystemClock.monotonic < begin + Self.waiting ? begin + Self.waiting : .max
      set.wait(until: min(nextTelling, limit, open.map { links[$0].due }.min() ?? .max))
      _ = signals.take()
      for place in open {
        for event in links[place].step() { early.append((place, event)) }
      }
    }
  }

  /// The streams to begin with.
  package var streams: [CaptureLoader.HostStream] {
    zip(names, readers).map { CaptureLoader.HostStream(name: $0, $1) }
  }

  // MARK: Working

  /// Adds what to wait for to a set.
  package func add(to set: inout PollSet) { links.forEach { $0.add(to: &set) } }

  /// The time at which something is to be done, on the monotonic clock.
  package var due: Int64 { min(links.map(\.due).min() ?? .max, held.first?.due ?? .max) }

  /// Does what is to be done: starts ssh again where it ended and its rows are read, sends, takes reports.
  package func step(_ loader: CaptureLoader) -> [News] {
    var news: [News] = []
    for (host, id) in loader.takeRequests() { links[host].settle(id) }
    var events = early
    early = []
    for (host, message) in outbox.take() {
      if let event = links[host].send(message) { events.append((host, event)) }
    }
    for (index, link) in links.enumerated() {
      link.note(datagrams: loader.datagrams(ofHost: index))
      link.isDrained = loader.isDrained(ofHost: index)
      events += link.step().map { (index, $0) }
      if let sentence = clockSentence(of: index) { news.append(.said(sentence, isTrouble: true)) }
    }
    for (index, event) in events { take(event, of: index, loader, &news) }
    for index in links.indices where links[index].condition == .up || loader.isDrained(ofHost: index) {
      appendNotes(of: index, loader)
    }
    let now = SystemClock.monotonic
    while let first = held.first, first.due <= now {
      held.removeFirst()
      append(first.failure, nil, of: first.host, loader)
    }
    return news
  }

  private func take(_ event: HostLink.Event, of index: Int, _ loader: CaptureLoader, _ news: inout [News]) {
    let name = names[index]
    switch event {
    case .up(let missed):
      toldReasons[index] = nil
      guard let missed else { break }
      let time = Self.seconds(missed)
      notes.append((index, AlarmText.back(after: time), SystemClock.wall))
      news.append(.said("\(name) is back after \(time); what arrived there meanwhile is missing", isTrouble: true))
    case .gone(let reason):
      toldReasons[index] = reason
      notes.append((index, AlarmText.gone(reason.english), SystemClock.wall))
      news.append(.said("\(name) is gone: \(reason); it is tried again", isTrouble: true))
    case .failed(let reason):
      // It is tried every half minute, and most often fails in the same way.
      guard toldReasons.updateValue(reason, forKey: index) != reason else { break }
      news.append(.said("\(name) cannot be reached: \(reason); it is tried again", isTrouble: true))
    case .stream(let reader):
      appendNotes(of: index, loader)
      loader.replaceStream(ofHost: index, by: reader)
    case .said(let line): news.append(.said("\(name): \(line)", isTrouble: false))
    case .leftOut(1): news.append(.said("\(name): 1 more line was left out", isTrouble: false))
    case .leftOut(let count): news.append(.said("\(name): \(count) more lines were left out", isTrouble: false))
    case .refused(let message, let reason): news.append(.refused(message.id, reason))
    case .lost(let message):
      let size = message.payload.count
      let text = AlarmText.unknown(bytes: size, to: Endpoint(message.peer.address, port: message.peer.port).description)
      notes.append((index, text, SystemClock.wall))
      news.append(.refused(message.id, "not known whether it was sent: \(name) is gone"))
    case .failure(let failure, let message):
      // What the network refused comes by another way than the row of the datagram that it refused.
      if message == nil {
        held.append((SystemClock.monotonic + Self.holding, index, failure))
      } else {
        append(failure, message, of: index, loader)
      }
    }
  }

  private func appendNotes(of host: Int, _ loader: CaptureLoader) {
    for note in notes where note.host == host {
      loader.append(AlarmNote(name: names[host], text: note.text.english), ofHost: host, time: note.time)
    }
    notes.removeAll { $0.host == host }
  }

  private func append(
    _ failure: ControlReport.Failure, _ message: ControlRequest.Message?, of index: Int, _ loader: CaptureLoader
  ) {
    loader.append(
      failure.failure, ofHost: index, time: failure.time, peer: failure.peer, local: failure.local,
      payload: message?.payload ?? [], request: failure.id)
  }

  /// The sentence about a clock that is wrong, or differs from ours, by more than rows bear; `nil` if it was said.
  private func clockSentence(of index: Int) -> Phrase? {
    guard links[index].clock.isSettled, let difference = links[index].clock.difference,
      abs(difference.ahead) >= Self.notable,
      toldClocks.insert(index).inserted
    else { return nil }
    let time = Self.seconds(abs(difference.ahead))
    return difference.ahead > 0
      ? "\(names[index]): its clock is \(time) ahead of this one; its rows carry its own times"
      : "\(names[index]): its clock is \(time) behind this one; its rows carry its own times"
  }

  /// A time in seconds, with a digit behind the point: `8.2 s`.
  private static func seconds(_ time: Int64) -> String {
    let tenths = (time + 50_000_000) / 100_000_000
    return "\(tenths / 10).\(tenths % 10) s"
  }

  /// What is known of each host.
  package func statuses(_ loader: CaptureLoader) -> [HostStatus] {
    links.enumerated().map { index, link in
      HostStatus(
        name: link.name, destination: link.address.destination, endpoints: link.address.endpoints,
        condition: link.condition, clock: link.clock.difference,
        datagrams: loader.datagrams(ofHost: index), kernelDrops: loader.kernelDrops(ofHost: index),
        missed: link.missed, goneSince: link.goneSince, wasConnected: link.wasConnected)
    }
  }

  /// Ends all connections.
  package func stop() { links.forEach { $0.stop() } }
}

/// What is known of a host.
package struct HostStatus: Hashable, Sendable {
  /// What the connection is like.
  package enum Condition: Hashable, Sendable {
    case connecting
    case up
    /// The reason, and the time of the next attempt, in nanoseconds of the monotonic clock.
    case gone(Phrase, retry: Int64)
  }

  package var name: String
  /// Where ssh connects to: `user@host`.
  package var destination: String
  /// The endpoints at which the host receives.
  package var endpoints: [String]
  package var condition: Condition
  /// The difference of its clock; `nil` while it is not measured.
  package var clock: HostClock.Difference?
  /// Datagrams that came from it, those that it sent among them.
  package var datagrams: Int
  /// Datagrams that its kernel dropped, since it was connected last.
  package var kernelDrops: Int
  /// Nanoseconds for which nothing was seen of it, in all, up to the last time that it was connected.
  package var missed: Int64
  /// The time since which nothing was seen of it, in nanoseconds of the monotonic clock; `nil` unless it is gone.
  package var goneSince: Int64?
  /// Whether it was connected at any time.
  package var wasConnected: Bool
}

/// What is to be sent by hosts, on its way from the screen to the thread of the hosts.
package final class HostOutbox: Sendable {
  /// The most messages that wait.
  private static let limit = 4_096

  /// The names of the hosts.
  package let names: [String]
  private let messages = Lock([(host: Int, message: ControlRequest.Message)]())

  fileprivate init(_ names: [String]) { self.names = names }

  /// Posts a message for a host.
  /// - Throws: the reason if it cannot even be tried.
  package func post(_ request: TransmitRequest, by path: LocalPath, host: Int) throws(TransmitRefusal) {
    let message = ControlRequest.Message(
      id: request.id ?? TransmitID(0), peer: request.peer, local: path.endpoint, payload: request.payload)
    let fits = messages.withLock { messages in
      guard messages.count < Self.limit else { return false }
      messages.append((host, message))
      return true
    }
    if !fits { throw .mailboxFull }
  }

  /// Removes and returns what waits.
  fileprivate func take() -> [(host: Int, message: ControlRequest.Message)] {
    messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }
}
