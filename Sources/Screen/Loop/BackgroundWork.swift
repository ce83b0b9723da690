import Basics
import CLinux
import CommandCore
import Diagnosis
import Glibc
import Monitor
import Plumbing
import UDPCore

/// Work that may block and must not delay the screen: looking up names, reading files. Each task gets its own thread;
/// its answer is an action.
final class BackgroundWork: Sendable {
  /// Becomes readable in `poll` when there are answers to take.
  let wake: WakeUp
  private let answers = Lock([Action]())

  /// Creates the wake-up for answers.
  /// - Throws: an error if the process cannot open more files.
  init() throws(SystemError) {
    wake = try WakeUp()
    wake.arm()
  }

  /// Removes and returns the answers that have arrived.
  func take() -> [Action] {
    wake.clear()
    wake.arm()
    return answers.withLock { answers in
      defer { answers = [] }
      return answers
    }
  }

  /// Adds an answer of another thread.
  func add(_ answer: Action) {
    answers.withLock { $0.append(answer) }
    wake.signal()
  }

  /// Looks up an endpoint that is given by name.
  func lookUp(_ line: String, interfaces: InterfaceNames) {
    run("udpeek-names") {
      let text = line.drop(while: \.isWhitespace)
      let result: Result<Destination, FailureReason>
      do {
        let argument = try EndpointArgument(String(text.prefix { !$0.isWhitespace }), isDestination: true)
        result = .success(try argument.destination(interfaces: interfaces))
      } catch {
        result = .failure(FailureReason(Phrase(error)))
      }
      return .lookedUp(line, result)
    }
  }

  /// Reads a file to be sent, as a datagram or in a message: at most `limit` bytes and one more.
  func read(_ path: String, limit: Int) {
    run("udpeek-file") { .fileRead(path: path, Self.contents(path, limit: limit)) }
  }

  /// Finds the structure of a peer's datagrams.
  func find(_ request: StructureRequest, in log: LogSnapshot) {
    run("udpeek-structure") { .structureFound(request.answer(in: log)) }
  }

  /// Examines why nothing arrives at a place.
  func examine(_ request: ExaminationRequest) {
    run("udpeek-doctor") { .examined(Examination(request.target, sender: request.sender).run()) }
  }

  /// Finds out who peers are: at once what the system knows, then their names, which a name server has to tell.
  func identify(_ peers: [Endpoint]) {
    run("udpeek-peers") { .identified(PeerIdentity.found(of: peers), isLast: false) }
    run("udpeek-names") {
      let names = HostNames.find(of: Set(peers.map(\.address)), within: Self.namePatience)
      let found = peers.map { peer in
        var identity = PeerIdentity()
        identity.name = names[peer.address]
        return (peer, identity)
      }
      return .identified(Dictionary(found) { one, _ in one }, isLast: true)
    }
  }

  /// The longest time that names may take to be looked up, in nanoseconds.
  private static let namePatience: Int64 = 5_000_000_000

  private func run(_ name: String, _ work: @escaping @Sendable () -> Action) {
    let (answers, wake) = (answers, wake)
    _ = Worker(name: name) {
      let answer = work()
      answers.withLock { $0.append(answer) }
      wake.signal()
    }
  }

  private static func contents(_ path: String, limit: Int) -> Result<[UInt8], FailureReason> {
    func failure(_ reason: Phrase) -> Result<[UInt8], FailureReason> {
      .failure(FailureReason("\(path) cannot be sent: \(reason)"))
    }
    do throws(KeptFile.Problem) {
      let content = try KeptFile.read(HomeFolder.expanded(path), limit: limit + 1, followsLinks: true)
      guard let content else { return failure(errorPhrase(ENOENT)) }
      if content.size > limit {
        return failure("it has \(content.size) bytes, and a datagram takes \(limit) at most")
      }
      return .success(content.bytes)
    } catch {
      return failure(error.reason)
    }
  }
}
