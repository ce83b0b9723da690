import Basics
import DisplayFilter
import Formats
import UDPCore

/// Requests with their answers, followed from front to back while pairing is on: the parts of the rows, and which
/// requests have had no answer for too long.
struct Pairing {
  /// The most requests that are watched for a missing answer, and the most that are known to lack one.
  private static let limit = 1 << 20
  /// Nanoseconds, roughly, that reading may take in one action.
  private static let budget = 6_000_000

  /// The rule in force; `nil` while pairing is off.
  var rule: PairingRule? { engine?.rule }
  /// The parts of the rows.
  private(set) var rows = PairedRows()
  /// The numbers of the requests that have had no answer for too long.
  private(set) var unanswered: Set<UInt64> = []
  /// Rows that the log gave up before they were read.
  private(set) var missed: UInt64 = 0
  /// Whether pairing added its columns to those that were chosen.
  var hasAddedColumns = false

  private var isOfRelay = false
  private var engine: RequestPairing?
  /// The number of the next row to read.
  private var next: UInt64 = 1
  /// The first row that the log has had.
  private var first: UInt64 = 1
  /// The requests whose answers are awaited, by the time until which they are, in nanoseconds since the Unix epoch.
  private var awaited = Schedule<UInt64>(limit: Pairing.limit)
  /// The time of the newest row that was read.
  private var newest = Int64.min

  /// The requests and answers seen so far.
  var counts: PairingCounts { engine?.counts ?? PairingCounts() }
  /// Conversations or values that were forgotten because there were too many.
  var forgotten: Int { engine?.forgotten ?? 0 }
  /// The time at which the next request will have waited too long; `nil` while none waits.
  var nextDue: Int64? { awaited.next }

  /// Whether rows of the log wait to be read.
  func isBehind(_ log: LogSnapshot) -> Bool { engine != nil && next < log.endNumber }

  /// Begins anew with a rule, from the first row on; `nil` ends pairing.
  /// - Parameter isOfRelay: whether what was sent repeats what was received, as it left.
  mutating func begin(_ rule: PairingRule?, _ book: FormatBook, isOfRelay: Bool = false) {
    let isAdded = hasAddedColumns
    self = Pairing()
    (hasAddedColumns, self.isOfRelay) = (isAdded, isOfRelay)
    engine = rule.map { RequestPairing($0, book) }
  }

  /// Reads the next rows, a part of them at a time, and finds the requests that have waited too long.
  /// - Parameters:
  ///   - now: the time in nanoseconds since the Unix epoch; `nil` takes that of the newest row.
  ///   - cost: nanoseconds, roughly, that it may take.
  /// - Returns: the rows that lack an answer now, or have one after all.
  mutating func advance(_ log: LogSnapshot, now: Int64?, cost: Int, in context: FilterContext) -> [UInt64] {
    guard engine != nil else { return [] }
    forget(before: log.firstNumber)
    var changed = read(log, cost: cost, in: context)
    // A row that was not read yet may be the answer.
    if !isBehind(log) { changed += expire(at: now ?? newest) }
    return changed
  }

  /// Finds the requests that have waited too long.
  mutating func expire(at now: Int64) -> [UInt64] {
    var found: [UInt64] = []
    while let row = awaited.take(at: now) {
      guard rows.isOpen(row), unanswered.count < Self.limit else { continue }
      unanswered.insert(row)
      found.append(row)
    }
    return found
  }

  private mutating func read(_ log: LogSnapshot, cost: Int, in context: FilterContext) -> [UInt64] {
    guard next < log.endNumber, var own = engine else { return [] }
    // Held by two, its tables would be copied.
    engine = nil
    skip(to: log.firstNumber, &own)
    var changed: [UInt64] = []
    let end = min(log.endNumber, next + UInt64(max(256, cost / own.cost)))
    for segment in log.segments where segment.numbers.overlaps(next..<end) {
      for number in segment.numbers.clamped(to: next..<end) {
        let datagram = segment[number]
        if let time = datagram.timestamp { newest = max(newest, time) }
        if isOfRelay, datagram.kind == .outgoing { continue }
        guard let part = own.observe(datagram, in: context) else { continue }
        rows.add(number, part)
        watch(number, part, datagram, &changed)
      }
    }
    next = end
    engine = own
    return changed
  }

  private mutating func watch(
    _ number: UInt64, _ part: PairedRow, _ datagram: Datagram, _ changed: inout [UInt64]
  ) {
    switch part {
    case .request:
      guard let time = datagram.timestamp else { return }
      awaited.add(number, at: time.addingReportingOverflow(PairingRule.patience).partialValue)
    case .answer(let request, ordinal: 1, _):
      if unanswered.remove(request) != nil { changed.append(request) }
    case .answer, .repetition: break
    }
  }

  /// Passes over rows that are gone: what was open before them may have been answered there.
  private mutating func skip(to first: UInt64, _ engine: inout RequestPairing) {
    guard next < first else { return }
    if next > 1 {
      missed += first - next
      engine.forgetOpen()
      awaited.removeAll()
    }
    next = first
  }

  private mutating func forget(before row: UInt64) {
    guard row > first else { return }
    first = row
    rows.forget(before: row)
    if !unanswered.isEmpty { unanswered = unanswered.filter { $0 >= row } }
  }
}
