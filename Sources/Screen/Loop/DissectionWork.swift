import Basics
import CommandCore
import Monitor
import Plumbing
import UDPCore

/// The thread that asks Wireshark for trees (`udpeek-dissect`). It starts with the first question, and sharkd with it.
final class DissectionWork: Sendable {
  /// What the thread is to do.
  private struct Orders {
    var question: (row: UInt64, datagram: Datagram?)?
    var endsProgram = false
    var isStopping = false
    var worker: Worker?
  }

  private let orders = Lock(Orders())
  private let wake: WakeUp
  private let answers: BackgroundWork
  private let program: String

  /// Prepares the thread.
  /// - Parameters:
  ///   - answers: gets the answers.
  ///   - program: the name of sharkd in PATH, or its path.
  /// - Throws: an error if the process cannot open more files.
  init(_ answers: BackgroundWork, program: String = "sharkd") throws(SystemError) {
    self.answers = answers
    self.program = program
    wake = try WakeUp()
  }

  /// Asks for the tree of a row; the answer to an earlier question is not wanted any more.
  func ask(_ row: UInt64, of log: CaptureLog) {
    let datagram = log.snapshot()[row]
    orders.withLock { orders in
      orders.question = (row, datagram)
      orders.endsProgram = false
      if orders.worker == nil { orders.worker = Worker(name: "udpeek-dissect") { [self] in run() } }
    }
    wake.signal()
  }

  /// Ends the program until the next question.
  func end() {
    orders.withLock { orders in
      orders.question = nil
      orders.endsProgram = true
    }
    wake.signal()
  }

  /// Ends the thread and the program.
  func stop() {
    let worker = orders.withLock { orders in
      orders.isStopping = true
      defer { orders.worker = nil }
      return orders.worker
    }
    wake.signal()
    worker?.join()
  }

  private func run() {
    let sharkd = Sharkd(program)
    while true {
      wake.arm()
      let (question, endsProgram, isStopping) = orders.withLock { orders in
        defer { (orders.question, orders.endsProgram) = (nil, false) }
        return (orders.question, orders.endsProgram, orders.isStopping)
      }
      if isStopping { return }
      if endsProgram { sharkd.end() }
      if let (row, datagram) = question {
        answer(row, datagram, sharkd)
      } else {
        _ = PollSet.isReady(wake.descriptor, within: .max)
      }
      wake.clear()
    }
  }

  private func answer(_ row: UInt64, _ datagram: Datagram?, _ sharkd: Sharkd) {
    guard let datagram else {
      return answers.add(.dissected(row, .failure(FailureReason("the row was evicted"))))
    }
    do throws(DissectProblem) {
      let interrupt = Sharkd.Interrupt(wake: wake) { [orders] in
        orders.withLock { $0.question != nil || $0.endsProgram || $0.isStopping }
      }
      let tree = try sharkd.tree(of: datagram, interrupt: interrupt) { answers.add(.dissectionIsSlow(row)) }
      answers.add(.dissected(row, .success(tree)))
    } catch {
      if error != .interrupted { answers.add(.dissected(row, .failure(FailureReason(error.phrase)))) }
    }
  }
}
