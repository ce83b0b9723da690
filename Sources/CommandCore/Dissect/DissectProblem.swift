package import Basics
import UDPCore

/// The reason why Wireshark made no tree of a datagram.
package enum DissectProblem: Error, Hashable, Sendable {
  /// sharkd is not installed.
  case missing
  /// The system did not start it.
  case refused(Phrase)
  /// It ended instead of answering.
  case ended(Phrase)
  /// It did not answer in time.
  case late(seconds: Int)
  /// Its answer is no tree.
  case garbage
  /// Its answer is too long.
  case tooLong
  /// The row is a failure, not a datagram.
  case noDatagram
  /// The answer is not wanted any more.
  case interrupted
}

extension DissectProblem: Phrased {
  /// The problem as a sentence, with the next step.
  package var phrase: Phrase {
    switch self {
    case .missing:
      """
      Wireshark's tree needs sharkd, which is not installed: on Debian and Ubuntu, apt install wireshark-common; \
      elsewhere it comes with wireshark-cli
      """
    case .refused(let reason): "sharkd cannot be started: \(reason)"
    case .ended(let how): "sharkd ended \(how) instead of answering; try 'sharkd -' in a shell"
    case .late(let seconds): "sharkd did not answer within \(String(seconds)) s"
    case .garbage: "sharkd did not answer with a tree; it needs to be of Wireshark 3.6 or later"
    case .tooLong: "sharkd answered with more than \(ByteSize.exactText(Sharkd.longestAnswer))"
    case .noDatagram: "this row is an error and not a datagram, so there is nothing to dissect"
    case .interrupted: "sharkd was stopped"
    }
  }
}
