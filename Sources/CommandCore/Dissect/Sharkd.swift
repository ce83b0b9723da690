import Basics
import CLinux
import CaptureFile
import Glibc
package import PayloadText
package import Plumbing
package import UDPCore

/// Wireshark's dissectors, as the program sharkd runs them: a process of its own with limits and without a network.
/// It gets one datagram at a time, as a capture file in memory, and answers with a tree. It is started for the first
/// datagram, kept for the next ones, and ended with this object. Use it on one thread.
package final class Sharkd {
  /// The longest answer.
  static let longestAnswer = 8 << 20
  /// The time for an answer, in nanoseconds.
  private static let patience: Int64 = 10_000_000_000
  /// The time after which an answer takes long, in nanoseconds.
  private static let moment: Int64 = 300_000_000
  /// Requests that are sent before any datagram: no name is looked up.
  private static let settings = [
    "nameres.network_name", "nameres.use_external_name_resolver", "nameres.dns_pkt_addr_resolution",
  ]

  /// The way to end a wait for an answer from another thread.
  package struct Interrupt {
    let wake: WakeUp
    /// Whether the answer is not wanted any more; asked when `wake` was signalled.
    let isDue: () -> Bool

    /// Creates an interrupt. `wake` is to be armed.
    package init(wake: WakeUp, isDue: @escaping () -> Bool) {
      self.wake = wake
      self.isDue = isDue
    }
  }

  /// The name of the program in PATH.
  package static let program = "sharkd"
  private let program: String
  private let patience: Int64
  private var running: SharkdProcess?
  /// The memory file that it reads datagrams from.
  private let file: Int32
  private var capture = PcapngBuffer(capacity: 4_096)

  /// Prepares to run it.
  /// - Parameters:
  ///   - program: its name in PATH, or its path.
  ///   - patience: the time for an answer, in nanoseconds; `nil` for 10 seconds.
  package init(_ program: String = Sharkd.program, patience: Int64? = nil) {
    self.program = program
    self.patience = patience ?? Self.patience
    file = clinux_memory_file()
  }

  deinit {
    end()
    if file >= 0 { close(file) }
  }

  /// Ends the process, if one runs. The next datagram starts another one.
  package func end() {
    running?.end()
    running = nil
  }

  /// Returns Wireshark's tree for a datagram.
  /// - Parameters:
  ///   - interrupt: ends the wait.
  ///   - isSlow: called once if the answer takes longer than a moment.
  /// - Throws: the reason why there is none.
  package func tree(
    of datagram: Datagram, interrupt: Interrupt? = nil, isSlow: () -> Void = {}
  ) throws(DissectProblem) -> ProtocolTree {
    if !datagram.kind.isDatagram { throw .noDatagram }
    // One that answered before may have reached its limits: another one gets the datagram once more.
    let isFresh = running == nil
    do throws(DissectProblem) { return try ask(datagram, interrupt, isSlow) } catch {
      end()
      guard case .ended = error, !isFresh else { throw error }
    }
    do throws(DissectProblem) { return try ask(datagram, interrupt, isSlow) } catch {
      end()
      throw error
    }
  }

  private func ask(
    _ datagram: Datagram, _ interrupt: Interrupt?, _ isSlow: () -> Void
  ) throws(DissectProblem) -> ProtocolTree {
    try write(datagram)
    let process: SharkdProcess
    if let running { process = running } else { process = try start() }
    running = process
    process.request("load", #"{"file":"/proc/self/fd/3"}"#)
    let number = process.request("frame", #"{"frame":1,"proto":true}"#)
    let now = SystemClock.monotonic
    var slow: Int64? = now + Self.moment
    while true {
      if let line = try process.takeLine() {
        let reply = try SharkdReply(line)
        // The answers to other requests say nothing: an older sharkd may lack a setting.
        guard reply.id == number else { continue }
        return try reply.tree(headers: headers(of: datagram), size: datagram.storedSize)
      }
      if let due = slow, SystemClock.monotonic >= due {
        slow = nil
        isSlow()
      }
      guard SystemClock.monotonic < now + patience else { throw .late(seconds: Int(patience / 1_000_000_000)) }
      try process.exchange(until: min(slow ?? .max, now + patience), interrupt)
    }
  }

  /// The bytes before the payload in the frame that `capture` has: those of IP and UDP.
  private func headers(of datagram: Datagram) -> Int {
    PcapngBuffer.headerSize(of: datagram)
  }

  /// Makes the datagram the only one of the capture file.
  private func write(_ datagram: Datagram) throws(DissectProblem) {
    capture.removeAll()
    capture.begin(PcapngBuffer.Interface(name: "udpeek"), application: "udpeek")
    capture.add(datagram)
    let count = capture.count
    let written = capture.withBytes { bytes in
      unsafe bytes.withUnsafeBytes { bytes in
        ftruncate(file, 0) == 0 ? unsafe pwrite(file, bytes.baseAddress, bytes.count, 0) : -1
      }
    }
    guard written == count else { throw .refused(errorPhrase(errno)) }
  }

  private func start() throws(DissectProblem) -> SharkdProcess {
    let child: ChildProgram
    do throws(ChildProgram.StartProblem) {
      child = try ChildProgram(confined: program, "-", file: file)
    } catch {
      switch error {
      case .missing: throw .missing
      case .refused(let reason): throw .refused(reason)
      }
    }
    let process = SharkdProcess(child)
    for setting in Self.settings { process.request("setconf", #"{"name":"\#(setting)","value":"FALSE"}"#) }
    return process
  }
}
