import PeerText
import UDPCore

/// A device that answered a search.
struct DiscoveredDevice {
  let peer: Endpoint
  /// Its first answer.
  let answer: Datagram
  /// The nanoseconds from the request to the first answer.
  let roundTrip: Int64
  /// The number of its answers.
  var answers = 1
  var name: String?
  var hardware: HardwareAddress?
  var vendor: String?

  init(_ answer: Datagram, roundTrip: Int64) {
    peer = answer.peer
    self.answer = answer
    self.roundTrip = roundTrip
  }
}
