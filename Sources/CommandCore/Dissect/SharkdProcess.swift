import Plumbing

/// A running sharkd: requests and answers, each a line of JSON.
final class SharkdProcess {
  private let child: ChildProgram
  private var lines = LineSplitter(limit: Sharkd.longestAnswer)
  /// What is to be written to it.
  private var requests: [UInt8] = []
  /// The lines that it wrote, and whether each is cut.
  private var answers: [(line: [UInt8], isCut: Bool)] = []
  private var lastNumber = 0

  /// Takes over a program that was started.
  init(_ child: ChildProgram) { self.child = child }

  /// Ends it.
  func end() { child.endAtOnce() }

  /// Adds a request.
  /// - Parameter parameters: a JSON object.
  /// - Returns: its number.
  @discardableResult
  func request(_ method: String, _ parameters: String) -> Int {
    lastNumber += 1
    requests += #"{"jsonrpc":"2.0","id":\#(lastNumber),"method":"\#(method)","params":\#(parameters)}"#.utf8
    requests.append(UInt8(ascii: "\n"))
    return lastNumber
  }

  /// Removes and returns the oldest line that it wrote; `nil` if there is none now.
  /// - Throws: `tooLong` if the line is longer than an answer may be.
  func takeLine() throws(DissectProblem) -> [UInt8]? {
    guard !answers.isEmpty else { return nil }
    let answer = answers.removeFirst()
    guard !answer.isCut else { throw .tooLong }
    return answer.line
  }

  /// Waits, and writes and reads what is possible then.
  /// - Throws: `ended` if it ended, `interrupted` if that is due.
  func exchange(until deadline: Int64, _ interrupt: Sharkd.Interrupt?) throws(DissectProblem) {
    var waiting = PollSet()
    let stop = waiting.add(interrupt?.wake)
    let input = waiting.add(requests.isEmpty ? nil : child.input, for: .writable)
    let output = waiting.add(child.output)
    let errors = waiting.add(areErrorsOpen ? child.errors : nil)
    waiting.wait(until: deadline)
    if let interrupt, waiting.isReady(stop) {
      interrupt.wake.clear()
      interrupt.wake.arm()
      if interrupt.isDue() { throw .interrupted }
    }
    if waiting.isReady(input) {
      unsafe requests.removeFirst(child.write(requests.span.bytes))
    }
    // It tells of its start on standard error, where nothing is an answer.
    if waiting.isReady(errors), ChildProgram.read(child.errors)?.isEmpty == true { areErrorsOpen = false }
    guard waiting.isReady(output), let bytes = ChildProgram.read(child.output) else { return }
    if bytes.isEmpty { throw .ended(ending.phrase) }
    lines.take(bytes) { answers.append(($0, $1)) }
    // A line without an end would be kept for ever.
    if lines.isOverLimit { throw .tooLong }
  }

  /// Whether its standard error has more to read.
  private var areErrorsOpen = true

  /// The way in which it ended, after its output did.
  private var ending: ChildProgram.Ending {
    _ = PollSet.isReady(child.end, within: 1_000_000_000)
    return child.takeEnding() ?? .signal(9)
  }
}
