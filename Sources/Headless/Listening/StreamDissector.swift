import Basics
import CommandCore
import PayloadText
import UDPCore

/// Wireshark's trees for a stream of records (`--dissect`). Of what goes wrong, each sentence is said once.
final class StreamDissector {
  /// The datagrams in a row without an answer after which no more are asked for.
  private static let mostFailures = 3

  private let sharkd: Sharkd
  private let console: Console
  private var said: Set<DissectProblem> = []
  private var failures = 0

  /// Creates a dissector that says on `console` what goes wrong.
  init(_ console: Console, _ sharkd: Sharkd = Sharkd()) {
    self.console = console
    self.sharkd = sharkd
  }

  /// Returns the tree of a datagram; `nil` if there is none.
  func tree(of datagram: Datagram) -> ProtocolTree? {
    guard datagram.kind.isDatagram, failures < Self.mostFailures else { return nil }
    do throws(DissectProblem) {
      let tree = try sharkd.tree(of: datagram)
      failures = 0
      return tree
    } catch {
      failures = error == .missing ? Self.mostFailures : failures + 1
      if said.insert(error).inserted { console.say(error.phrase) }
      if failures == Self.mostFailures { console.say("the other datagrams are printed without Wireshark's tree") }
      return nil
    }
  }
}
