import Basics
import DisplayFilter
import PeerText
import Plumbing
import UDPCore

/// Waiting for datagrams.
extension ScriptRun {
  /// The time in which a datagram that is too late is waited for once a step has failed, in nanoseconds.
  private static let patience: Int64 = 250_000_000

  /// An expectation with its filter as it is now. With a filter without variables it is used by each pass, and the texts
  /// that were encoded for the search stay with it.
  final class Waiting {
    let expectation: ScriptExpectation
    var judge: FilterJudge
    /// The end of its time, on the monotonic clock.
    private(set) var deadline: Int64
    /// Whether the network's errors may match: only a filter that asks for them.
    let takesErrors: Bool
    /// Whether any datagram matches.
    let takesAll: Bool
    /// The names of what the filter captures; `nil` for a group that has no name.
    let captureNames: [String?]
    /// The last row that the filter could not judge.
    var unjudged: FilterFailure?

    init(_ expectation: ScriptExpectation, _ filter: DisplayFilter) {
      self.expectation = expectation
      judge = FilterJudge(filter, isForFew: true)
      takesErrors = filter.expression?.asksForErrors ?? false
      takesAll = filter.isEverything
      let names = filter.captureNames.map { ScriptLine.isName($0) ? $0 : nil }
      captureNames = names.contains { $0 != nil } ? names : []
      deadline = 0
    }

    /// Begins a wait.
    func begin(at start: Int64) -> Waiting {
      deadline = start + expectation.limit
      unjudged = nil
      return self
    }
  }

  /// Prepares an expectation.
  /// - Throws: the mistake that the value of a variable makes in the filter.
  func waiting(
    for expectation: ScriptExpectation, _ step: Int, from start: Int64
  ) throws(ScriptFilter.Mistake) -> Waiting {
    if let known = waits[step] { return known.begin(at: start) }
    let waiting = Waiting(expectation, try expectation.filter.filter(value))
    if expectation.filter.constant != nil { waits[step] = waiting }
    return waiting.begin(at: start)
  }

  /// Whether a row meets an expectation, its time aside.
  func meets(_ datagram: Datagram, _ waiting: Waiting) -> Bool {
    let channel = channels[waiting.expectation.endpoint]
    guard channel.owns(datagram), channel.accepts(datagram) else { return false }
    switch datagram.kind {
    case .incoming: break
    case .failure where waiting.takesErrors: break
    case .failure, .outgoing, .alarm: return false
    }
    if waiting.takesAll { return true }
    do throws(FilterFailure) {
      return try waiting.judge.matches(datagram, lending: &channel.context)
    } catch {
      waiting.unjudged = error
      return false
    }
  }

  /// Shows rows as they come to a closure, until it takes one or a deadline is over for everything stamped before it.
  /// - Parameters:
  ///   - deadline: returns the deadline, which may depend on the rows so far.
  ///   - takes: whether a row ends the wait.
  /// - Returns: whether one did.
  private func follow(
    from first: UInt64, until deadline: () -> Int64, _ takes: (UInt64, Datagram) -> Bool
  ) throws(Halt) -> Bool {
    var next = first
    var settled = Int64.min
    var isFirst = true
    while true {
      let snapshot = look()
      let now = SystemClock.wall
      for index in channels.indices { channels[index].context.now = now }
      while next < snapshot.endNumber {
        defer { next += 1 }
        if let datagram = snapshot[next], takes(next, datagram) { return true }
      }
      let limit = deadline()
      if settled >= limit { return false }
      if SystemClock.monotonic < limit {
        try receive(until: limit, eagerly: isFirst)
        isFirst = false
      } else {
        try settle(after: limit)
        settled = limit
      }
    }
  }

  /// Waits for the next row that meets an expectation in time.
  /// - Returns: the row; `nil` if none came.
  private func next(_ waiting: Waiting) throws(Halt) -> (number: UInt64, datagram: Datagram)? {
    var found: (number: UInt64, datagram: Datagram)?
    let deadline = waiting.deadline
    _ = try follow(from: channels[waiting.expectation.endpoint].cursor, until: { deadline }) { number, datagram in
      guard meets(datagram, waiting), time(of: datagram) <= deadline else { return false }
      found = (number, datagram)
      return true
    }
    return found
  }

  /// Waits a little for datagrams that are too late for expectations that failed, so that the report can say so.
  private func linger(_ waiting: [Waiting]) {
    guard let first = waiting.map({ channels[$0.expectation.endpoint].cursor }).min() else { return }
    let end = SystemClock.monotonic + Self.patience
    _ = try? follow(from: first, until: { end }) { _, datagram in
      waiting.contains { time(of: datagram) > $0.deadline && meets(datagram, $0) }
    }
  }

  /// Waits for a datagram and takes its captures.
  func expect(
    _ expectation: ScriptExpectation, _ statement: ScriptStatement, from start: Int64
  ) throws(Halt) -> StepFailure? {
    let waiting: Waiting
    do throws(ScriptFilter.Mistake) {
      waiting = try self.waiting(for: expectation, statement.index, from: start)
    } catch {
      return StepFailure("the filter is wrong with these values: \(error.error.message)")
    }
    guard let (number, datagram) = try next(waiting) else {
      linger([waiting])
      return missing(waiting, from: start)
    }
    take(datagram, waiting)
    channels[expectation.endpoint].cursor = number + 1
    return nil
  }

  /// Takes what a match brings: the captures, the recipient of the next answer, the fields.
  func take(_ datagram: Datagram, _ waiting: Waiting) {
    let index = waiting.expectation.endpoint
    channels[index].last = datagram
    clock = max(clock, time(of: datagram))
    matched = (datagram, index)
    if waiting.captureNames.isEmpty { return }
    let values = waiting.judge.captures(of: datagram, in: channels[index].context)
    for (name, value) in zip(waiting.captureNames, values) {
      if let name { variables[name] = .captured(value) }
    }
  }

  /// Watches that no datagram matches up to the end of the time.
  func watch(
    _ expectation: ScriptExpectation, _ statement: ScriptStatement, from start: Int64
  ) throws(Halt) -> StepFailure? {
    let waiting: Waiting
    do throws(ScriptFilter.Mistake) {
      waiting = try self.waiting(for: expectation, statement.index, from: start)
    } catch {
      return StepFailure("the filter is wrong with these values: \(error.error.message)")
    }
    exchange.receiver.refreshDrops()
    let drops = exchange.receiver.drops.total
    if let (_, datagram) = try next(waiting) {
      return StepFailure(
        "it came, \(moment(of: datagram, from: start))", explanation(of: [datagram], waiting, from: start))
    }
    if let failure = waiting.unjudged { return StepFailure(failure.phrase) }
    exchange.receiver.refreshDrops()
    let lost = exchange.receiver.drops.total - drops
    if lost > 0 {
      return StepFailure(
        lost == 1
          ? "it may have come: the kernel dropped 1 datagram meanwhile"
          : "it may have come: the kernel dropped \(lost) datagrams meanwhile")
    }
    clock = max(clock, waiting.deadline)
    return nil
  }

  /// The result of a step of a block in any order.
  enum BlockedStep {
    case passed
    case failed(StepFailure)
    /// Another one failed before its time was over.
    case unfinished
  }

  /// Waits for several datagrams in any order, each another one.
  /// - Returns: what became of each step.
  func expectAll(_ steps: [ScriptStatement], from start: Int64) throws(Halt) -> [BlockedStep] {
    var waiting: [Waiting] = []
    for step in steps {
      guard case .expect(let expectation) = step.kind else { continue }
      do throws(ScriptFilter.Mistake) {
        waiting.append(try self.waiting(for: expectation, step.index, from: start))
      } catch {
        let failure = StepFailure("the filter is wrong with these values: \(error.error.message)")
        return steps.map { $0.index == step.index ? .failed(failure) : .unfinished }
      }
    }
    var matching = Matching(deadlines: waiting.map(\.deadline))
    let first = waiting.map { channels[$0.expectation.endpoint].cursor }.min() ?? 1
    _ = try follow(from: first, until: { matching.deadline }) { number, datagram in
      let time = time(of: datagram)
      let met = waiting.indices.filter { index in
        number >= channels[waiting[index].expectation.endpoint].cursor && time <= waiting[index].deadline
          && meets(datagram, waiting[index])
      }
      matching.add(number, meeting: met)
      return matching.isComplete
    }
    let end = matching.deadline
    linger(waiting.indices.filter { matching.rows[$0] == nil && waiting[$0].deadline <= end }.map { waiting[$0] })
    return results(matching, waiting, from: start)
  }

  private func results(_ matching: Matching, _ waiting: [Waiting], from start: Int64) -> [BlockedStep] {
    let snapshot = look()
    // The one that came last is the one that is answered.
    for (index, row) in matching.rows.enumerated().sorted(by: { ($0.element ?? 0) < ($1.element ?? 0) }) {
      guard let row, let datagram = snapshot[row] else { continue }
      take(datagram, waiting[index])
    }
    let (taken, end) = (Set(matching.rows.compactMap(\.self)), matching.deadline)
    let results = waiting.indices.map { index -> BlockedStep in
      if matching.rows[index] != nil { return .passed }
      if waiting[index].deadline > end { return .unfinished }
      return .failed(missing(waiting[index], from: start, besides: taken))
    }
    for (index, row) in matching.rows.enumerated() {
      guard let row else { continue }
      let channel = waiting[index].expectation.endpoint
      channels[channel].cursor = max(channels[channel].cursor, row + 1)
    }
    return results
  }
}

/// Rows and the expectations that they meet: each expectation gets a row of its own, if there is any way to do so
/// (Kuhn, "The Hungarian Method for the Assignment Problem", 1955).
private struct Matching {
  /// The row of each expectation; `nil` for those that have none yet.
  private(set) var rows: [UInt64?]
  /// The expectations that each row meets.
  private var meets: [UInt64: [Int]] = [:]
  /// The end of each expectation's time.
  private let deadlines: [Int64]

  init(deadlines: [Int64]) {
    rows = deadlines.map { _ in nil }
    self.deadlines = deadlines
  }

  var isComplete: Bool { !rows.contains { $0 == nil } }

  /// The time after which some expectation can get no row any more, or all have one.
  var deadline: Int64 { rows.indices.filter { rows[$0] == nil }.map(lastChance).min() ?? .min }

  /// The end of the time in which an expectation can get a row: one of its own, or one that another gives away for a row
  /// that is still to come.
  private func lastChance(_ expectation: Int) -> Int64 {
    var reached: Set<Int> = [expectation]
    var unseen = [expectation]
    while let one = unseen.popLast() {
      for (holder, row) in rows.enumerated() {
        guard let row, meets[row]?.contains(one) == true, reached.insert(holder).inserted else { continue }
        unseen.append(holder)
      }
    }
    return reached.map { deadlines[$0] }.max() ?? .min
  }

  /// Adds a row that meets some expectations.
  mutating func add(_ row: UInt64, meeting expectations: [Int]) {
    if expectations.isEmpty { return }
    meets[row] = expectations
    var tried: Set<Int> = []
    if !place(row, &tried) { meets[row] = nil }
  }

  /// Gives a row to an expectation, and moves others if that makes room.
  private mutating func place(_ row: UInt64, _ tried: inout Set<Int>) -> Bool {
    for expectation in meets[row] ?? [] where tried.insert(expectation).inserted {
      let other = rows[expectation]
      if let other, !place(other, &tried) { continue }
      rows[expectation] = row
      return true
    }
    return false
  }
}

extension FilterExpression {
  /// Whether a row may be asked for because it is an error of the network.
  var asksForErrors: Bool {
    switch self {
    case .all(let parts), .any(let parts): parts.contains(where: \.asksForErrors)
    case .flag(.error): true
    default: false
    }
  }
}
