/// What a step of time holds: a sum over its datagrams.
protocol StepContent: Sendable {
  /// Nothing.
  init()

  /// Adds what a later step holds.
  mutating func merge(_ other: Self)
}

/// Equal steps of the rows' own time, from the first datagram to the last. They get longer as that time does.
struct TimeSteps<Content: StepContent>: Sendable {
  /// The most steps that are kept apart.
  private static var mostSteps: Int { 2_048 }

  /// What each step holds, the oldest first.
  private var contents: [Content] = []
  /// Nanoseconds of a step: 1, 2, 10, 20, 100, … microseconds.
  private var step: Int64 = 1_000
  /// The number of the first step, counted from the Unix epoch.
  private var first: Int64 = 0
  /// The times of the first and of the last datagram; `nil` while there is none.
  private(set) var span: ClosedRange<Int64>?

  /// Creates steps that hold nothing.
  init() {}

  /// Changes what the step of a time holds.
  mutating func change(at time: Int64, _ body: (inout Content) -> Void) {
    span = span.map { min($0.lowerBound, time)...max($0.upperBound, time) } ?? time...time
    var place = number(of: time)
    if contents.isEmpty { first = place }
    while max(place, first + Int64(contents.count) - 1) - min(place, first) >= Self.mostSteps {
      lengthenSteps()
      place = number(of: time)
    }
    if place < first {
      contents.insert(contentsOf: repeatElement(Content(), count: Int(first - place)), at: 0)
      first = place
    }
    let index = Int(place - first)
    if index >= contents.count { contents += repeatElement(Content(), count: index - contents.count + 1) }
    body(&contents[index])
  }

  /// The number of the step in which a time lies.
  private func number(of time: Int64) -> Int64 { Self.quotient(time, step) }

  /// Puts two or five steps together into one.
  private mutating func lengthenSteps() {
    let factor: Int64 = isStepOne ? 2 : 5
    let start = Self.quotient(first, factor)
    var merged: [Content] = []
    for (offset, content) in contents.enumerated() {
      let index = Int(Self.quotient(first + Int64(offset), factor) - start)
      if index == merged.count { merged.append(Content()) }
      merged[index].merge(content)
    }
    (contents, first, step) = (merged, start, step * factor)
  }

  /// The quotient, rounded down for negative numbers too.
  private static func quotient(_ number: Int64, _ divisor: Int64) -> Int64 {
    number / divisor - (number % divisor < 0 ? 1 : 0)
  }

  // MARK: Columns

  /// Steps that a column can stand for, so that its time is 1, 2 or 5 of some unit: of steps of 1, and of steps of 2.
  private static var columnSteps: [[Int]] {
    [
      [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000], [1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500],
    ]
  }

  /// Whether a step is 1 of some unit, not 2.
  private var isStepOne: Bool { String(step).hasPrefix("1") }

  /// Steps that a column stands for.
  /// - Parameters:
  ///   - room: the columns into which all is to fit.
  ///   - zoom: how often a column is to stand for less than that.
  private func stepsPerColumn(_ room: Int, zoom: Int) -> Int {
    let least = (contents.count + room - 1) / max(1, room)
    let choices = Self.columnSteps[isStepOne ? 0 : 1]
    guard let whole = choices.firstIndex(where: { $0 >= least }) else { return Self.mostSteps }
    return choices[max(0, whole - zoom)]
  }

  /// The greatest zoom that changes something.
  func mostZoom(_ room: Int) -> Int {
    let most = Self.columnSteps[0].count
    return (0..<most).first { stepsPerColumn(room, zoom: $0) == 1 } ?? most
  }

  /// Nanoseconds that a column stands for.
  func timePerColumn(_ room: Int, zoom: Int = 0) -> Int64 {
    let (time, overflow) = step.multipliedReportingOverflow(by: Int64(stepsPerColumn(room, zoom: zoom)))
    return overflow ? .max : time
  }

  /// What each column holds; without a zoom there are at most `room`.
  func columns(in room: Int, zoom: Int = 0) -> [Content] {
    let steps = stepsPerColumn(room, zoom: zoom)
    return stride(from: 0, to: contents.count, by: steps).map { start in
      contents[start..<min(contents.count, start + steps)].reduce(into: Content()) { $0.merge($1) }
    }
  }

  /// The times in a column.
  func times(ofColumn column: Int, in room: Int, zoom: Int = 0) -> ClosedRange<Int64> {
    let width = timePerColumn(room, zoom: zoom)
    let start = first &* step &+ Int64(column) &* width
    return start...max(start, start &+ width - 1)
  }

  /// The column of a time.
  func column(at time: Int64, in room: Int, zoom: Int = 0) -> Int {
    Int(number(of: time) - first) / stepsPerColumn(room, zoom: zoom)
  }
}
