import Basics
import DisplayFilter
import PeerText
import Plumbing
import UDPCore

/// Waiting for datagrams.
extension ScriptRun {
  /// An expectation with its filter as it is now.
  struct Waiting {
    let expectation: ScriptExpectation
    let step: Int
    var judge: FilterJudge
    /// The end of its time, on the monotonic clock.
    let deadline: Int64
    /// Whether the network's errors may match: only a filter that asks for them.
    let takesErrors: Bool
    /// The rows that the filter could not judge.
    var unjudged: FilterFailure?
  }

  /// Prepares an expectation.
  /// - Throws: the mistake that the value of a variable makes in the filter.
  func waiting(
    for expectation: ScriptExpectation, _ step: Int, from start: Int64
  ) throws(ScriptFilter.Mistake) -> Waiting {
    let judge: FilterJudge
    if let known = judges[step] {
      judge = known
    } else {
      judge = FilterJudge(try expectation.filter.filter(value))
      if expectation.filter.constant != nil { judges[step] = judge }
    }
    return Waiting(
      expectation: expectation, step: step, judge: judge, deadline: start + expectation.limit,
      takesErrors: judge.filter.expression?.asksForErrors ?? false)
  }

  /// Whether a row meets an expectation, its time aside.
  func meets(_ datagram: Datagram, _ waiting: inout Waiting) -> Bool {
    let index = waiting.expectation.endpoint
    guard channels[index].owns(datagram), channels[index].accepts(datagram) else { return false }
    switch datagram.kind {
    case .incoming: break
    case .failure where waiting.takesErrors: break
    case .failure, .outgoing: return false
    }
    if waiting.judge.filter.isEverything { return true }
    do throws(FilterFailure) {
      return try waiting.judge.matches(datagram, in: channels[index].context)
    } catch {
      waiting.unjudged = error
      return false
    }
  }

  /// Waits for a datagram and takes its captures.
  func expect(
    _ expectation: ScriptExpectation, _ statement: ScriptStatement, from start: Int64
  ) throws(Halt) -> StepFailure? {
    var waiting: Waiting
    do throws(ScriptFilter.Mistake) {
      waiting = try self.waiting(for: expectation, statement.index, from: start)
    } catch {
      return StepFailure("the filter is wrong with these values: \(error.error.message)")
    }
    let index = expectation.endpoint
    var next = channels[index].cursor
    var isSettled = false
    while true {
      let snapshot = look()
      channels[index].context.now = SystemClock.wall
      while next < snapshot.endNumber {
        defer { next += 1 }
        guard let datagram = snapshot[next], meets(datagram, &waiting), time(of: datagram) <= waiting.deadline else {
          continue
        }
        take(datagram, waiting)
        channels[index].cursor = next + 1
        return nil
      }
      if isSettled { break }
      if SystemClock.monotonic < waiting.deadline {
        try receive(until: waiting.deadline)
      } else {
        try settle(after: waiting.deadline)
        isSettled = true
      }
    }
    return missing(waiting, from: start)
  }

  /// Takes what a match brings: the captures, the recipient of the next answer, the fields.
  func take(_ datagram: Datagram, _ waiting: Waiting) {
    let index = waiting.expectation.endpoint
    channels[index].last = datagram
    clock = max(clock, time(of: datagram))
    matched = (datagram, index)
    // With it stay the texts that were encoded for the search.
    if waiting.expectation.filter.constant != nil { judges[waiting.step] = waiting.judge }
    let names = waiting.judge.filter.captureNames
    if names.isEmpty { return }
    let values = waiting.judge.captures(of: datagram, in: channels[index].context)
    for (name, value) in zip(names, values) where ScriptLine.isName(name) { variables[name] = .captured(value) }
  }

  /// Watches that no datagram matches up to the end of the time.
  func watch(
    _ expectation: ScriptExpectation, _ statement: ScriptStatement, from start: Int64
  ) throws(Halt) -> StepFailure? {
    var waiting: Waiting
    do throws(ScriptFilter.Mistake) {
      waiting = try self.waiting(for: expectation, statement.index, from: start)
    } catch {
      return StepFailure("the filter is wrong with these values: \(error.error.message)")
    }
    exchange.receiver.refreshDrops()
    let drops = exchange.receiver.drops.total
    let index = expectation.endpoint
    var next = channels[index].cursor
    var isSettled = false
    while true {
      let snapshot = look()
      channels[index].context.now = SystemClock.wall
      while next < snapshot.endNumber {
        defer { next += 1 }
        guard let datagram = snapshot[next], meets(datagram, &waiting), time(of: datagram) <= waiting.deadline else {
          continue
        }
        return StepFailure(
          "it came, \(moment(of: datagram, from: start))", explanation(of: [datagram], waiting, from: start))
      }
      if isSettled { break }
      if SystemClock.monotonic < waiting.deadline {
        try receive(until: waiting.deadline)
      } else {
        try settle(after: waiting.deadline)
        isSettled = true
      }
    }
    if let failure = waiting.unjudged { return StepFailure(failure.phrase) }
    exchange.receiver.refreshDrops()
    let lost = exchange.receiver.drops.total - drops
    if lost > 0 { return StepFailure("it may have come: the kernel dropped \(lost) datagrams meanwhile") }
    clock = max(clock, waiting.deadline)
    return nil
  }

  /// Waits for several datagrams in any order, each another one.
  /// - Returns: the failure of each step; `nil` for those that were met.
  func expectAll(_ steps: [ScriptStatement], from start: Int64) throws(Halt) -> [StepFailure?] {
    var waiting: [Waiting] = []
    for step in steps {
      guard case .expect(let expectation) = step.kind else { continue }
      do throws(ScriptFilter.Mistake) {
        waiting.append(try self.waiting(for: expectation, step.index, from: start))
      } catch {
        let failure = StepFailure("the filter is wrong with these values: \(error.error.message)")
        return steps.map { $0.index == step.index ? failure : nil }
      }
    }
    var matching = Matching(count: waiting.count)
    var next = waiting.map { channels[$0.expectation.endpoint].cursor }.min() ?? 1
    let deadline = waiting.map(\.deadline).max() ?? start
    var isSettled = false
    while true {
      let snapshot = look()
      for index in channels.indices { channels[index].context.now = SystemClock.wall }
      while next < snapshot.endNumber, !matching.isComplete {
        defer { next += 1 }
        guard let datagram = snapshot[next] else { continue }
        let time = time(of: datagram)
        var met: [Int] = []
        for index in waiting.indices where time <= waiting[index].deadline {
          let isNew = next >= channels[waiting[index].expectation.endpoint].cursor
          if isNew, meets(datagram, &waiting[index]) { met.append(index) }
        }
        matching.add(next, meeting: met)
      }
      if matching.isComplete || isSettled { break }
      if SystemClock.monotonic < deadline {
        try receive(until: deadline)
      } else {
        try settle(after: deadline)
        isSettled = true
      }
    }
    return results(matching, waiting, from: start)
  }

  private func results(_ matching: Matching, _ waiting: [Waiting], from start: Int64) -> [StepFailure?] {
    let snapshot = look()
    // The one that came last is the one that is answered.
    for (index, row) in matching.rows.enumerated().sorted(by: { ($0.element ?? 0) < ($1.element ?? 0) }) {
      guard let row, let datagram = snapshot[row] else { continue }
      take(datagram, waiting[index])
    }
    let failures = waiting.indices.map { matching.rows[$0] == nil ? missing(waiting[$0], from: start) : nil }
    for (index, row) in matching.rows.enumerated() {
      guard let row else { continue }
      let channel = waiting[index].expectation.endpoint
      channels[channel].cursor = max(channels[channel].cursor, row + 1)
    }
    return failures
  }
}

/// Rows and the expectations that they meet: each expectation gets a row of its own, if there is any way to do so
/// (Kuhn, "The Hungarian Method for the Assignment Problem", 1955).
private struct Matching {
  /// The row of each expectation; `nil` for those that have none yet.
  private(set) var rows: [UInt64?]
  /// The expectations that each row meets.
  private var meets: [UInt64: [Int]] = [:]

  init(count: Int) { rows = Array(repeating: nil, count: count) }

  var isComplete: Bool { !rows.contains { $0 == nil } }

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
