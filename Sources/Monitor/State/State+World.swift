import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// What happens without the person: time, datagrams, drops, sizes.
extension State {
  /// Rows judged in one action by a filter that needs no text.
  private static let judgedAtOnce = 100_000
  /// Rows judged in one action by a filter that has to decode them, and the bytes after which it is enough.
  private static let decodedAtOnce = 4_096
  private static let decodedBytes = 1 << 18
  /// Rows judged between two looks at the bytes.
  private static let decodedStep = 32

  mutating func tick(monotonic: UInt64, wall: Int64) {
    clock.monotonic = monotonic
    clock.wall = wall
    if clock.start == nil { clock.start = wall }
    if let notice, notice.end <= monotonic { self.notice = nil }
    rate.tick(monotonic, datagrams: log.counters.received, bytes: log.counters.receivedBytes)
  }

  mutating func take(_ snapshot: LogSnapshot) {
    log = snapshot
    observe()
    judge()
  }

  mutating func work() {
    observe()
    judge()
    findOn()
  }

  mutating func resize(_ size: Size) {
    self.size = size
    widths = ColumnWidths()
    layOutAnew()
  }

  mutating func take(drops count: Int, isLowerBound: Bool) {
    let isMore = count > drops.count
    drops.count = max(0, count)
    drops.isLowerBound = isLowerBound
    guard isMore else { return }
    if let saidAt = drops.saidAt, clock.monotonic.subtractingReportingOverflow(saidAt).partialValue < 60_000_000_000 {
      return
    }
    drops.saidAt = clock.monotonic
    say("kernel drops: use a larger --rcvbuf, and sysctl net.core.rmem_max to allow it", .warning)
  }

  /// Judges new rows, and old ones as far as the budget goes.
  mutating func judge() {
    let texts = peers
    guard filtering.run.filter.needsText else {
      return filtering.run.advance(
        log, budget: Self.judgedAtOnce, from: firstNumber, text: { texts.string(of: $0) })
    }
    var (rows, bytes) = (0, 0)
    repeat {
      filtering.run.advance(log, budget: Self.decodedStep, from: firstNumber) { datagram in
        bytes += datagram.storedSize
        return texts.string(of: datagram)
      }
      rows += Self.decodedStep
    } while !filtering.run.isComplete && rows < Self.decodedAtOnce && bytes < Self.decodedBytes
  }

  /// Judges rows again because they read differently now: those of one peer, or all.
  mutating func rejudge(_ peer: Endpoint?) {
    if let peer { filtering.run.rejudge(peer, in: log) } else { filtering.run.rejudgeAll(in: log) }
    filtering.isSettling = true
    widths.forgetRows()
    judge()
  }
}
