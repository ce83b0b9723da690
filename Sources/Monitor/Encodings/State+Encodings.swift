import Basics
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// The list of encodings.
extension State {
  mutating func openEncodings(forAll: Bool) {
    var peer: Endpoint?
    if !forAll {
      peer = focus == .reply ? compose.panel?.peer : subject?.peer
      guard peer != nil else { return say("no peer is selected") }
    }
    // What is chosen for peers whose encoding is not known stays with them.
    let undecided = focus == .reply ? undecidedRecipients : []
    if let first = undecided.first { peer = first }
    let isForMessage = focus == .reply && undecided.isEmpty
    let own = isForMessage ? compose.panel?.form == .hex ? .hex : compose.panel?.encoding : nil
    let choice = peer.map { texts.choice(for: $0) }
    let found = choice?.isUndecided == true ? nil : choice?.encoding
    let current = own ?? found ?? texts.encodings.chosenForAll
    let candidates = peer.map { texts.candidates(for: $0) } ?? []
    interaction.overlay = .encodings(
      EncodingList(
        peer: peer, others: Array(undecided.dropFirst()), current: current, candidates: candidates,
        isForMessage: isForMessage))
  }

  mutating func chooseEncoding(_ effects: inout [Effect]) {
    guard case .encodings(let list) = interaction.overlay, let entry = list.list.selected else { return }
    interaction.overlay = nil
    let (encoding, name) = (entry.encoding, entry.name)
    if list.isForMessage {
      chooseMessageEncoding(encoding)
    } else if let peer = list.peer {
      interaction.undoStack.push(.encoding([peer] + list.others, before: texts.encodings.choices))
      for peer in [peer] + list.others {
        texts.set(encoding, for: peer)
        encodingChanged(of: peer, &effects)
      }
      compose.panel?.clearRefusal()
      if !list.others.isEmpty { return say("encoding \(name) for \(Figures.grouped(list.others.count + 1)) peers") }
      let sentence: Phrase = "encoding \(name) for \(self.name(of: peer))"
      if isKept(encoding, for: peer) { return say(sentence, tail: ", as in the configuration") }
      // Automatic detection is what the configuration has without a word.
      say(sentence, tail: encoding == nil ? "" : ": :keep-encoding writes it into the configuration")
    } else {
      interaction.undoStack.push(.encoding([], before: texts.encodings.choices))
      texts.setAll(encoding)
      recordEncoding(of: nil, &effects)
      rejudge(nil)
      say("encoding \(name) for all peers")
    }
  }

  /// Has the panel, a recording and the filters follow another encoding of a peer.
  private mutating func encodingChanged(of peer: Endpoint, _ effects: inout [Effect]) {
    adoptChoice(for: peer)
    recordEncoding(of: peer, &effects)
    rejudge(peer)
  }

  /// Takes a choice of encodings back.
  /// - Parameter peers: the peers for which it was made; none for all.
  /// - Returns: the sentence that says so.
  mutating func restoreEncodings(
    of peers: [Endpoint], _ before: PeerEncodings.Choices, _ effects: inout [Effect]
  ) -> Phrase {
    texts.restore(before, withPresets: peers.isEmpty)
    for peer in peers { encodingChanged(of: peer, &effects) }
    guard let peer = peers.first else {
      recordEncoding(of: nil, &effects)
      rejudge(nil)
      return "undone: the encodings of all peers are as before"
    }
    return peers.count == 1
      ? "undone: the encoding of \(name(of: peer)) is \(texts.choice(for: peer).label) again"
      : "undone: the encodings of \(Figures.grouped(peers.count)) peers are as before"
  }
}
