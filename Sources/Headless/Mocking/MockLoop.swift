import Basics
import Conversation
import Plumbing
import Rules
import Synchronization
import UDPCore

/// The thread of a mock: finds the recorded answers to requests, and sends each when it is due.
final class MockLoop {
  /// The most answers that wait, and the most bytes of requests that they keep.
  private static let (mostWaiting, mostBytes) = (65_536, 64 << 20)
  /// The rows that are judged before answers that are due get their turn.
  private static let slice = 256

  /// An answer that waits.
  private struct Job {
    let answer: AnswerBook.Answer
    let request: PeerMessage
    let asked: ReplyRequest
  }

  private var book: AnswerBook
  private let speed: Double
  private let desk: RuleCompanionDesk
  private let shared: MockShared
  private let reader: MessageReader
  private var schedule = Schedule<Job>(limit: MockLoop.mostWaiting)
  private var (waiting, bytes) = (0, 0)
  private var next: UInt64 = 1

  init(_ book: AnswerBook, speed: Double, _ desk: RuleCompanionDesk, _ shared: MockShared) {
    self.book = book
    self.speed = speed
    self.desk = desk
    self.shared = shared
    reader = book.device.reader
  }

  /// Runs until the end is requested.
  func run() {
    while true {
      shared.wake.arm()
      if shared.isStopping.load(ordering: .acquiring) { break }
      let isCaughtUp = readRows()
      sendDue()
      var set = PollSet()
      set.add(shared.wake)
      set.wait(until: isCaughtUp ? schedule.next : SystemClock.monotonic)
      shared.wake.clear()
    }
    shared.verdicts.withLock { $0.waiting = waiting }
  }

  /// Judges new rows.
  /// - Returns: whether no more are left.
  private func readRows() -> Bool {
    let snapshot = desk.log.snapshot()
    if snapshot.firstNumber > next {
      let lost = Int(snapshot.firstNumber - next)
      shared.verdicts.withLock { $0.late += lost }
      next = snapshot.firstNumber
    }
    let end = min(snapshot.endNumber, next + UInt64(Self.slice))
    guard next < end else { return true }
    var (answered, late) = (0, 0)
    var unmatched: [UInt64] = []
    var looser: [MessageMatch: Int] = [:]
    for number in next..<end {
      guard let datagram = snapshot[number], let asked = ReplyRequest(datagram) else { continue }
      let request = reader.request(datagram, to: book.device)
      guard let answers = book.answers(to: request, from: datagram.peer) else {
        unmatched.append(number)
        if let match = book.looserMatch(of: request) { looser[match, default: 0] += 1 }
        continue
      }
      answered += 1
      late += schedule(answers, request, asked, at: datagram.time)
    }
    next = end
    shared.verdicts.withLock { verdicts in
      verdicts.next = end
      verdicts.answered += answered
      verdicts.unmatched += unmatched.count
      verdicts.looser.merge(looser, uniquingKeysWith: +)
      verdicts.late += late
      verdicts.unmatchedRows.formUnion(unmatched.prefix(MockShared.Verdicts.mostRows - verdicts.unmatchedRows.count))
    }
    shared.judged.signal()
    return next >= snapshot.endNumber
  }

  /// Puts answers where they wait until they are due.
  /// - Returns: the number of those for which there is no room.
  private func schedule(
    _ answers: [AnswerBook.Answer], _ request: PeerMessage, _ asked: ReplyRequest, at time: Int64
  ) -> Int {
    // The delay counts from the arrival, not from when this thread saw it.
    let passed = min(max(0, SystemClock.wall - time), 1_000_000_000)
    let start = SystemClock.monotonic - passed
    var late = 0
    for answer in answers {
      let delay = Int64(min(Double(answer.delay) / speed, 9e17))
      let size = request.bytes.count
      guard bytes + size <= Self.mostBytes,
        schedule.add(Job(answer: answer, request: request, asked: asked), at: start + delay)
      else {
        late += 1
        continue
      }
      waiting += 1
      bytes += size
    }
    return late
  }

  private func sendDue() {
    while let job = schedule.take(at: SystemClock.monotonic) {
      waiting -= 1
      bytes -= job.request.bytes.count
      let payload = book.bytes(of: job.answer, to: job.request, from: job.asked.peer, now: SystemClock.wall)
      let request = TransmitRequest(
        answering: job.asked, payload: payload, id: TransmitID(desk.number, answering: job.asked.row))
      do throws(TransmitRefusal) { try desk.post(request) } catch {
        shared.verdicts.withLock { $0.late += 1 }
      }
    }
  }
}

extension MessageReader {
  /// Reads a request as one to the device of the recording.
  fileprivate func request(_ datagram: Datagram, to device: RecordedDevice) -> PeerMessage {
    message(of: datagram, from: datagram.peer, to: device.endpoint, stranger: device.exchanges.first?.request)
  }
}
