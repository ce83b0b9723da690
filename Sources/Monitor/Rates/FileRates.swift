import Basics
import UDPCore

/// The datagrams and bytes in capture files along the files' own time, from all peers or from one: counted when the
/// graph is opened, and on as rows arrive. The steps of time get longer as the files do.
struct FileRates: ReceivedCount, Sendable {
  /// The most steps that are counted apart.
  private static let mostSteps = 2_048

  /// The one peer; `nil` for all.
  let peer: Endpoint?
  /// The time at which the files' rows end: what arrives later is not in the files. `nil` where they have no end.
  private let end: Int64?
  /// The counts of each step, the oldest first.
  private var datagrams: [Int] = []
  private var bytes: [Int] = []
  /// Nanoseconds of a step: 1, 2, 10, 20, 100, … microseconds.
  private var step: Int64 = 1_000
  /// The number of the first step, counted from the Unix epoch.
  private var first: Int64 = 0
  /// The times of the first and of the last datagram; `nil` while there is none.
  private(set) var span: ClosedRange<Int64>?
  /// The first row that was not counted.
  var countedThrough: UInt64 = 1
  var countedPeer: Endpoint? { peer }

  /// - Parameter end: in nanoseconds since the Unix epoch.
  init(_ peer: Endpoint?, until end: Int64?) {
    self.peer = peer
    self.end = end
  }

  mutating func add(_ size: Int, at time: Int64) {
    if let end, time >= end { return }
    span = span.map { min($0.lowerBound, time)...max($0.upperBound, time) } ?? time...time
    var place = number(of: time)
    if datagrams.isEmpty { first = place }
    while max(place, first + Int64(datagrams.count) - 1) - min(place, first) >= Self.mostSteps {
      lengthenSteps()
      place = number(of: time)
    }
    if place < first {
      let new = repeatElement(0, count: Int(first - place))
      datagrams.insert(contentsOf: new, at: 0)
      bytes.insert(contentsOf: new, at: 0)
      first = place
    }
    let index = Int(place - first)
    if index >= datagrams.count {
      let new = repeatElement(0, count: index - datagrams.count + 1)
      datagrams += new
      bytes += new
    }
    datagrams[index] += 1
    bytes[index] = bytes[index].addingReportingOverflow(size).partialValue
  }

  /// The number of the step in which a time lies.
  private func number(of time: Int64) -> Int64 { Self.quotient(time, step) }

  /// Puts two or five steps together into one.
  private mutating func lengthenSteps() {
    let factor: Int64 = isStepOne ? 2 : 5
    let start = Self.quotient(first, factor)
    var (merged, mergedBytes): ([Int], [Int]) = ([], [])
    for (offset, count) in datagrams.enumerated() {
      let index = Int(Self.quotient(first + Int64(offset), factor) - start)
      if index == merged.count {
        merged.append(0)
        mergedBytes.append(0)
      }
      merged[index] += count
      mergedBytes[index] = mergedBytes[index].addingReportingOverflow(bytes[offset]).partialValue
    }
    (datagrams, bytes, first, step) = (merged, mergedBytes, start, step * factor)
  }

  /// The quotient, rounded down for negative numbers too.
  private static func quotient(_ number: Int64, _ divisor: Int64) -> Int64 {
    number / divisor - (number % divisor < 0 ? 1 : 0)
  }

  /// Steps that a column can stand for, so that its time is 1, 2 or 5 of some unit: of steps of 1, and of steps of 2.
  private static let columnSteps = [
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000], [1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500],
  ]

  /// Whether a step is 1 of some unit, not 2.
  private var isStepOne: Bool { String(step).hasPrefix("1") }

  /// Steps that a column stands for, where the whole span is to fit into `room` columns.
  private func stepsPerColumn(_ room: Int) -> Int {
    let least = (datagrams.count + room - 1) / max(1, room)
    return Self.columnSteps[isStepOne ? 0 : 1].first { $0 >= least } ?? Self.mostSteps
  }

  /// Nanoseconds that a column stands for, where the whole span is to fit into `room` columns.
  func timePerColumn(_ room: Int) -> Int64 {
    let (time, overflow) = step.multipliedReportingOverflow(by: Int64(stepsPerColumn(room)))
    return overflow ? .max : time
  }

  /// The datagrams in each of at most `room` columns.
  func datagrams(in room: Int) -> [Int] { columns(datagrams, room) }

  /// The bytes in each of at most `room` columns.
  func bytes(in room: Int) -> [Int] { columns(bytes, room) }

  private func columns(_ counts: [Int], _ room: Int) -> [Int] {
    let steps = stepsPerColumn(room)
    return stride(from: 0, to: counts.count, by: steps).map { start in
      counts[start..<min(counts.count, start + steps)].reduce(0) { $0.addingReportingOverflow($1).partialValue }
    }
  }
}
