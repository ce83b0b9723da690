import Basics
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// Keeping encodings in the configuration.
extension State {
  /// Asks for the encoding of the selected row's peer to be written into the configuration.
  mutating func keepEncoding(_ effects: inout [Effect]) {
    guard let peer = selectedDatagram?.peer else { return say("no row is selected") }
    if let refusal = undecidedRefusal(peer) { return say(refusal) }
    let (encoding, target) = (texts.choice(for: peer).encoding, AddressTarget.address(peer.address))
    if let old = otherKept(than: encoding, for: target) {
      return say("\(target) is kept as \(old.name)", .warning, tail: ": :keep-encoding \(target)! replaces it")
    }
    effects.append(.keepEncoding(encoding, target))
  }

  /// Asks for the encoding to be written for the addresses that `argument` names, a network perhaps; behind them, `!`
  /// replaces another that is kept for the same.
  mutating func keepEncoding(
    for argument: String, _ effects: inout [Effect]
  ) throws(CommandArgument.Problem) {
    guard let peer = selectedDatagram?.peer else {
      throw CommandArgument.Problem("select a row to keep its peer's encoding", all: argument)
    }
    if let refusal = undecidedRefusal(peer) { throw CommandArgument.Problem(refusal, 0..<0) }
    let replaces = argument.hasSuffix("!")
    let name = replaces ? String(argument.dropLast()) : argument
    guard let target = configuration.aliases.target(named: name) ?? AddressTarget(name) else {
      throw CommandArgument.Problem("write an address, a network or an endpoint: 10.0.0.0/8", all: argument)
    }
    let encoding = texts.choice(for: peer).encoding
    if !replaces, let old = otherKept(than: encoding, for: target) {
      throw CommandArgument.Problem("\(name)! replaces what is saved for it: \(old.name)", all: argument)
    }
    effects.append(.keepEncoding(encoding, target))
  }

  /// The other encoding that is set for exactly these addresses; `nil` if there is none.
  private func otherKept(than encoding: TextEncoding, for target: AddressTarget) -> PresetEncoding? {
    configuration.encodings.byAddress[target: target].flatMap { $0 == .encoding(encoding) ? nil : $0 }
  }

  /// Whether an encoding, `nil` for automatic detection, is what the configuration sets for a peer.
  func isKept(_ encoding: TextEncoding?, for peer: Endpoint) -> Bool {
    let kept = configuration.encodings.byAddress.match(peer)?.value
    return kept == (encoding.map { .encoding($0) } ?? .auto)
  }

  /// The reason for which there is no encoding of a peer to keep; `nil` where there is one.
  private func undecidedRefusal(_ peer: Endpoint) -> Phrase? {
    guard texts.choice(for: peer).isUndecided else { return nil }
    return "\(key("encoding")) chooses an encoding to keep: \(name(of: peer)) has only sent ASCII"
  }

  /// Addresses and networks of the selected row's peer, for Tab.
  var keepableTargets: [String] {
    guard let peer = selectedDatagram?.peer else { return [] }
    let lengths = peer.address.isIPv4 ? [24, 16] : [64, 48]
    return [peer.address.description]
      + lengths.compactMap { IPNetwork(peer.address, length: $0)?.description }
  }
}
