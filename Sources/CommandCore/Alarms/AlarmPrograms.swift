import Alarms
import Basics
import CaptureFile
import Glibc
import Plumbing
import UDPCore

/// The programs that alarms run, each watched by a thread of its own (`udpeek-alarm`). What an alarm is about reaches a
/// program in its environment alone, never in its command.
final class AlarmPrograms: Sendable {
  /// The most programs at a time.
  private static let most = 8
  /// The most programs that wait for their turn.
  private static let mostWaiting = 256
  /// The longest time of a program, and the time that one gets when udpeek ends, in nanoseconds.
  private static let longestTime: Int64 = 60_000_000_000
  private static let lastTime: Int64 = 5_000_000_000
  /// The sentences that wait to be taken.
  private static let mostSentences = 64

  private struct Job: Sendable {
    let command: String
    /// The name of the alarm.
    let name: String
    let variables: [String]
  }

  private struct Work: Sendable {
    var running = 0
    var waiting: [Job] = []
    var isEnding = false
    var sentences: [Phrase] = []
  }

  /// The place of a program that was asked for.
  private enum Place {
    case started
    case waits
    case none
  }

  /// Signalled when there are sentences to take.
  let attention: WakeUp
  private let work = Lock(Work())
  private let ended: WakeUp
  /// Readable once the programs have to end.
  private let stopping: WakeUp

  /// Prepares to run programs.
  /// - Throws: an error if the process cannot open more files.
  init() throws(SystemError) {
    attention = try WakeUp()
    ended = try WakeUp()
    stopping = try WakeUp()
    stopping.arm()
    attention.arm()
  }

  /// Runs the command of an alarm, or has it wait for its turn.
  /// - Returns: the reason if it is not run.
  func run(_ command: String, for alarm: AlarmRecord) -> Phrase? {
    let job = Job(command: command, name: alarm.name, variables: Self.variables(of: alarm))
    let place = work.withLock { work -> Place in
      if work.running < Self.most {
        work.running += 1
        return .started
      }
      guard work.waiting.count < Self.mostWaiting else { return .none }
      work.waiting.append(job)
      return .waits
    }
    switch place {
    case .waits: return nil
    case .none: return "alarm \(alarm.name): exec is not run: \(Self.mostWaiting) programs are waiting already"
    case .started:
      _ = Worker(name: "udpeek-alarm") { [self] in runAll(from: job) }
      return nil
    }
  }

  /// Runs a program, and those that wait, until none does.
  private func runAll(from first: Job) {
    var next: Job? = first
    while let job = next {
      let problem = AlarmProgram(job.command, job.variables, limit: Self.longestTime, stopping).run()
      next = work.withLock { work in
        if let problem, work.sentences.count < Self.mostSentences {
          work.sentences.append("alarm \(job.name): \(problem)")
        }
        if work.waiting.isEmpty || work.isEnding {
          work.running -= 1
          return nil
        }
        return work.waiting.removeFirst()
      }
      if problem != nil { attention.signal() }
    }
    ended.signal()
  }

  /// Removes and returns what went wrong since the last call.
  func takeSentences() -> [Phrase] {
    attention.clear()
    attention.arm()
    return work.withLock { work in
      defer { work.sentences = [] }
      return work.sentences
    }
  }

  /// Waits until no program runs or waits; those that run for some more seconds are ended, and those that wait are not run.
  func wait() {
    if waitUntilNoneRuns(within: Self.lastTime) { return }
    work.withLock { $0.isEnding = true }
    stopping.signal()
    _ = waitUntilNoneRuns(within: Self.lastTime)
  }

  private func waitUntilNoneRuns(within time: Int64) -> Bool {
    let deadline = SystemClock.monotonic + time
    while true {
      ended.arm()
      if work.withLock({ $0.running == 0 }) { return true }
      if SystemClock.monotonic >= deadline { return false }
      var waiting = PollSet()
      waiting.add(ended)
      waiting.wait(until: deadline)
      ended.clear()
    }
  }

  /// The environment of a program, beside our own.
  private static func variables(of alarm: AlarmRecord) -> [String] {
    var variables = [
      "UDPEEK_ALARM=\(alarm.name)", "UDPEEK_ALARM_STATE=\(alarm.isInForce ? "begins" : "ends")",
      "UDPEEK_ALARM_TEXT=\((alarm.ending ?? alarm.text).english)",
      "UDPEEK_ALARM_TIME=\(UTCTime.text(alarm.ended ?? alarm.begin))",
      "UDPEEK_ALARM_COUNT=\(alarm.count)",
    ]
    if let peer = alarm.peer {
      variables += [
        "UDPEEK_PEER=\(peer.port == 0 ? "\(peer.address)" : "\(peer)")", "UDPEEK_PEER_ADDRESS=\(peer.address)",
        "UDPEEK_PEER_PORT=\(peer.port == 0 ? "" : String(peer.port))",
      ]
    }
    return variables
  }
}

/// One run of an alarm's program: its output is read and thrown away, but for the first line of its errors.
private struct AlarmProgram {
  /// The most bytes of the first line of errors.
  private static let mostErrorBytes = 200
  /// The time between two looks where the kernel does not say that a program ended, in nanoseconds.
  private static let lookInterval: Int64 = 20_000_000

  private let command: String
  private let variables: [String]
  private let limit: Int64
  private let stopping: WakeUp

  /// - Parameters:
  ///   - variables: the variables of its environment beside ours.
  ///   - limit: the longest time that it may run, in nanoseconds.
  ///   - stopping: readable once it has to end.
  init(_ command: String, _ variables: [String], limit: Int64, _ stopping: WakeUp) {
    self.stopping = stopping
    self.command = command
    self.variables = variables
    self.limit = limit
  }

  /// Runs the program to its end.
  /// - Returns: what went wrong; `nil` if it ended with status 0.
  func run() -> Phrase? {
    let child: ChildProgram
    do throws(CoprocessProblem) { child = try ChildProgram(command, variables: variables) } catch {
      return "exec could not be run: \(error.phrase)"
    }
    child.closeInput()
    let deadline = SystemClock.monotonic + limit
    var errors: [UInt8] = []
    var isOpen = [true, true]
    while true {
      var waiting = PollSet()
      waiting.add(isOpen[0] ? child.output : -1)
      waiting.add(isOpen[1] ? child.errors : -1)
      waiting.add(child.end)
      let stop = waiting.add(stopping)
      waiting.wait(until: min(deadline, child.end < 0 ? SystemClock.monotonic + Self.lookInterval : deadline))
      let ending = child.takeEnding()
      for (place, descriptor) in [child.output, child.errors].enumerated() where isOpen[place] {
        while let bytes = ChildProgram.read(descriptor) {
          if bytes.isEmpty {
            isOpen[place] = false
            break
          }
          if place == 1, errors.count < Self.mostErrorBytes { errors += bytes.prefix(Self.mostErrorBytes) }
        }
      }
      if let ending { return problem(ending, errors) }
      if waiting.isReady(stop) {
        child.terminate()
        return "'\(command)' was ended with udpeek"
      }
      if SystemClock.monotonic >= deadline {
        child.terminate()
        return "'\(command)' was ended: it ran longer than 60s"
      }
    }
  }

  private func problem(_ ending: ChildProgram.Ending, _ errors: [UInt8]) -> Phrase? {
    if ending == .status(0) { return nil }
    let line = String(decoding: errors.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return line.isEmpty
      ? "'\(command)' ended \(ending.phrase)" : "'\(command)' ended \(ending.phrase): \(line)"
  }
}
