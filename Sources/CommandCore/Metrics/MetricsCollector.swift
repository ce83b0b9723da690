import Alarms
import Plumbing
import Rules
import UDPCore

/// Reads the figures of a reception where they are counted anyway; only peers are counted here, behind the log. One thread
/// uses it.
final class MetricsCollector {
  /// The longest wait for the report of a relay, and the time between two looks for it, in nanoseconds.
  private static let (patience, pause): (Int64, Int64) = (100_000_000, 1_000_000)

  private let receiver: Receiver
  private let rules: RuleEngine?
  private let alarms: Lock<[AlarmTally]>
  private let start = Int(SystemClock.wall / 1_000_000_000)
  private var peers: PeerCounts?
  /// The replies of each rule: one that is withheld late is taken back where it is counted, and a counter must not fall.
  private var replies: [RuleNumber: Int] = [:]

  /// Creates a collector.
  /// - Parameter alarms: what the rules of alarms did, as the thread that judges them says.
  init(_ receiver: Receiver, _ rules: RuleEngine?, _ alarms: Lock<[AlarmTally]>, peerLimit: Int) {
    self.receiver = receiver
    self.rules = rules
    self.alarms = alarms
    if peerLimit > 0 { peers = PeerCounts(limit: peerLimit) }
  }

  /// Whether rows have to be read before the log forgets them.
  var readsRows: Bool { peers != nil }

  /// Reads the rows that are in the log now.
  func readRows() { _ = peers?.read(receiver.log) }

  /// Reads all figures.
  /// - Parameter isFinal: whether the receiver has stopped.
  func reading(isFinal: Bool = false) -> MetricsReading {
    var reading = MetricsReading()
    reading.version = String(Program.version.split(separator: " ").last ?? "")
    reading.start = start
    reading.counters = peers?.read(receiver.log) ?? receiver.log.counters
    (reading.memory, reading.memoryLimit) = (receiver.log.memory, receiver.log.limit)
    readDrops(&reading)
    if let rules {
      reading.rules = rules.book.records.map(rising)
      reading.withheld = Dictionary(receiver.withheld.map { ($0.reason, $0.count) }, uniquingKeysWith: +)
    }
    if let relay = receiver.relay { reading.relay = isFinal ? relay.report : Self.report(of: relay) }
    reading.alarms = alarms.withLock { $0 }
    if let peers {
      let names = receiver.interfaces.names
      reading.peers = (peers.peers.map { ($0.endpoint.text(names), $0.count) }, peers.rest)
    }
    return reading
  }

  private func readDrops(_ reading: inout MetricsReading) {
    receiver.refreshDrops()
    let drops = receiver.drops.bySocket
    let names = receiver.interfaces.names
    reading.sockets = zip(receiver.sockets, drops).map { socket, drops in
      MetricsReading.Socket(name: socket.local.text(names), drops: drops, buffer: socket.receiveBuffer)
    }
    if receiver.relay != nil { reading.dropsOfLinks = drops.dropFirst(receiver.sockets.count).reduce(0, +) }
    reading.dropsAreLowerBound = receiver.drops.isLowerBound
  }

  private func rising(_ record: RuleRecord) -> RuleRecord {
    var record = record
    record.answers = max(record.answers, replies[record.number, default: 0])
    replies[record.number] = record.answers
    return record
  }

  /// The report of a relay that is made after this call; an older one if its thread is too busy to make one.
  private static func report(of relay: RelayControl) -> RelayReport {
    let limit = SystemClock.monotonic + patience
    // The first one may have been under way already.
    for _ in 0..<2 {
      let before = relay.reportCount
      _ = relay.report
      var waiting = PollSet()
      while relay.reportCount == before, SystemClock.monotonic < limit { waiting.wait(for: pause) }
    }
    return relay.lastReport
  }
}
