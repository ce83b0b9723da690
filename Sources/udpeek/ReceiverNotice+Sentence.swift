import UDPCore

extension ReceiverNotice {
  /// One sentence for a person.
  func sentence(_ interfaces: InterfaceNames) -> String {
    switch self {
    case .ruleDisarmed(let peer):
      "--reply is disarmed for \(peer.text(interfaces)) for 60 s: it stayed at its limit for 10 s, as in a loop"
    case .receiveFailed(let endpoint, let code):
      "receiving on \(endpoint.text(interfaces)) failed: \(errorText(code)); going on"
    case .link(let change): change.sentence
    case .joinedAgain(let group, let interface): "joined \(group) on \(interface) again"
    case .boundAgain(let endpoint): "bound \(endpoint.text(interfaces)) again"
    case .bindFailed(let error): "\(error)"
    case .linksUnwatched(let code):
      "links that go down will not be told: the system refuses news of them: \(errorText(code))"
    }
  }
}

extension ReceiverNotice {
  /// What it is about, where a later one makes it untrue; `nil` where it stays true.
  var topic: String? {
    guard case .link(let change) = self else { return nil }
    switch change {
    case .addressRemoved(let address, _), .addressAdded(let address, _), .addressRestored(let address, _):
      return "address \(address)"
    default: return "interface \(change.interface)"
    }
  }
}

extension BoundPlace {
  /// What there is to say of it at the start.
  var beginning: String? {
    let state = trouble.map { $0.sentence }
    guard let group else { return state }
    return "joined \(group.address) on \(group.interface)" + (state.map { "; \($0)" } ?? "")
  }
}

extension BoundPlace.Trouble {
  /// One sentence for a person.
  var sentence: String {
    switch self {
    case .down(let name): "interface \(name) is down: nothing arrives by it"
    case .gone(let name): "interface \(name) is gone: nothing arrives by it"
    case .noAddress: "no interface has that address: nothing arrives for it"
    }
  }
}

extension Receiver {
  /// Why replies by rule were withheld, and how many: a sentence each reason.
  var withheldSentences: [String] {
    withheld.map { reason, count in "withheld \(count) repl\(count == 1 ? "y" : "ies") \(reason.explanation)" }
  }
}

extension LinkChange {
  /// One sentence for a person.
  fileprivate var sentence: String {
    switch self {
    case .wentDown(let name): "interface \(name) is down: nothing arrives by it"
    case .cameUp(let name): "interface \(name) is up again"
    case .disappeared(let name): "interface \(name) is gone: nothing arrives by it"
    case .appeared(let name): "interface \(name) is there now"
    case .returned(let name, let isUp): isUp ? "interface \(name) is back" : "interface \(name) is back, but down"
    case .addressRemoved(let address, let name): "address \(address) was removed from \(name): nothing arrives for it"
    case .addressAdded(let address, let name): "address \(address) is on \(name) now"
    case .addressRestored(let address, let name): "address \(address) is on \(name) again"
    }
  }
}
