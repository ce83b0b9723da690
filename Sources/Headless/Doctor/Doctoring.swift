import Basics
import CaptureFile
package import CommandCore
import Configuration
import Diagnosis
import PayloadText
import Plumbing
import UDPCore

/// Runs `doctor`.
package struct Doctoring {
  /// The time after which a terminal shows that work goes on, in nanoseconds.
  private static let silence: Int64 = 1_000_000_000

  private let examination: Examination
  private let isJSON: Bool

  /// Prepares an examination.
  /// - Parameters:
  ///   - endpoint: the endpoint as it was written.
  ///   - sender: the address of the host whose datagrams are missed; `nil` if it is unknown.
  /// - Throws: an error that explains what is wrong with the endpoint or the address.
  package init(_ endpoint: String, sender: String?, _ setup: Setup, isJSON: Bool) throws(CommandFailure) {
    let argument: EndpointArgument
    do throws(EndpointSyntaxError) {
      argument = try EndpointArgument(endpoint, aliases: setup.configuration.settings.aliases)
    } catch {
      throw CommandFailure(error.phrase, .usage)
    }
    guard let target = Target(argument) else {
      throw CommandFailure("'\(endpoint)' is a name; give one of this host's addresses", .usage)
    }
    if argument.port == 0 { throw CommandFailure("port 0 is none that a datagram can arrive at", .usage) }
    if let name = target.interface, setup.interfaces.index(of: name) == nil {
      throw CommandFailure("there is no interface '\(name)'; see them with: ip link", .usage)
    }
    var address: IPAddress?
    if let sender {
      guard let parsed = IPAddress(sender) else {
        throw CommandFailure("'\(sender)' is not an address", .usage)
      }
      guard target.families.contains(parsed.family) else {
        throw CommandFailure(
          "'\(sender)' is an \(parsed.isIPv4 ? "IPv4" : "IPv6") address, and no datagram from there goes to \(target.text)",
          .usage)
      }
      address = parsed
    }
    examination = Examination(target, sender: address)
    self.isJSON = isJSON
  }

  /// Examines and prints the report.
  /// - Throws: the exit status, unless nothing speaks against the arrival of datagrams.
  package func run() throws { try run(Console(forceUTF8: isJSON)) }

  /// Examines and prints the report to a console.
  func run(_ console: Console) throws {
    let diagnosis = Lock(nil as Diagnosis?)
    let done = try WakeUp()
    done.arm()
    let worker = Worker(name: "udpeek-doctor") { [examination] in
      let result = examination.run()
      diagnosis.withLock { $0 = result }
      done.signal()
    }
    var isShown = false
    while true {
      var waiting = PollSet()
      let signal = waiting.add(console.signals.wake)
      let ready = waiting.add(done)
      waiting.wait(for: isShown ? nil : Self.silence)
      if waiting.isReady(ready) { break }
      if waiting.isReady(signal), console.signals.isEndRequested {
        console.clearProgress()
        throw ExitStatus.failed
      }
      if waiting.isReady(signal) { _ = console.signals.take() }
      if !isShown, console.showsProgress {
        console.showProgress("examining sockets, interfaces, routes, the firewall and counters")
        isShown = true
      }
    }
    worker.join()
    if isShown { console.clearProgress() }
    guard let result = diagnosis.withLock({ $0 }) else { throw ExitStatus.failed }
    try console.output.print(isJSON ? result.object.line : result.text(console))
    if !result.isHealthy { throw ExitStatus.failed }
  }
}

extension Diagnosis {
  /// The report for people.
  fileprivate func text(_ console: Console) -> [UInt8] {
    lines.flatMap { line in
      let sign: SafeText = line.role == .command ? "$ " : ""
      let text = SafeText().padded(toColumns: line.indent) + sign + SafeText(console.wording.text(line.text))
      return console.locale.encode(text) + [0x0a]
    }
  }
}
