package import Basics
import Plumbing
package import UDPCore

extension ReceiverNotice {
  /// The notice as a sentence.
  package func sentence(_ interfaces: InterfaceNames) -> Phrase {
    switch self {
    case .ruleDisarmed(let peer):
      "--reply is disarmed for \(peer.text(interfaces)) for 60 s: it stayed at its limit for 10 s, as in a loop"
    case .receiveFailed(let endpoint, let code):
      "receiving on \(endpoint.text(interfaces)) failed: \(errorPhrase(code)); still listening"
    case .relayClientRefused(let peer, let limit):
      "not passing on what \(peer.text(interfaces)) sends: there are \(limit) clients already; for more: --clients"
    case .link(let change): change.sentence
    case .joinedAgain(let group, let interface): "joined \(group) on \(interface) again"
    case .boundAgain(let endpoint): "bound \(endpoint.text(interfaces)) again"
    case .bindFailed(let error): error.phrase
    case .linksUnwatched(let code):
      "links that go down will not be reported, because the system does not allow watching them: \(errorPhrase(code))"
    }
  }
}

extension ReceiverNotice {
  /// The subject of a notice that a later one with the same subject replaces; `nil` if the notice stays true.
  package var topic: String? {
    guard case .link(let change) = self else { return nil }
    switch change {
    case .addressRemoved(let address, _), .addressAdded(let address, _), .addressRestored(let address, _):
      return "address \(address)"
    default: return "interface \(change.interface)"
    }
  }
}

extension BoundAddress {
  /// The message about the place to print at the start; `nil` for none.
  package var beginning: Phrase? {
    let state = trouble.map { $0.sentence }
    guard let group else { return state }
    let joined: Phrase = "joined \(group.address) on \(group.interface)"
    return state.map { "\(joined); \($0)" } ?? joined
  }
}

extension BoundAddress.Trouble {
  /// The trouble as a sentence.
  package var sentence: Phrase {
    switch self {
    case .down(let name): "interface \(name) is down: nothing arrives through it"
    case .gone(let name): "interface \(name) is gone: nothing arrives through it"
    case .noAddress: "no interface has that address: nothing arrives for it"
    }
  }
}

extension Receiver {
  /// The withheld replies, one sentence for each reason.
  package var withheldSentences: [Phrase] {
    withheld.map { reason, count in
      count == 1 ? "withheld 1 reply \(reason.explanation)" : "withheld \(count) replies \(reason.explanation)"
    }
  }
}

extension LinkChange {
  /// The change as a sentence.
  fileprivate var sentence: Phrase {
    switch self {
    case .wentDown(let name): "interface \(name) is down: nothing arrives through it"
    case .cameUp(let name): "interface \(name) is up again"
    case .disappeared(let name): "interface \(name) is gone: nothing arrives through it"
    case .appeared(let name): "interface \(name) has appeared"
    case .returned(let name, let isUp): isUp ? "interface \(name) is back" : "interface \(name) is back, but down"
    case .addressRemoved(let address, let name): "address \(address) was removed from \(name): nothing arrives for it"
    case .addressAdded(let address, let name): "address \(address) is on \(name) now"
    case .addressRestored(let address, let name): "address \(address) is on \(name) again"
    }
  }
}
