import Basics
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// A message that was begun stays in the form and the encoding that it was begun in, whatever arrives meanwhile.
extension State {
  /// Returns the panel's message, with the form in which it goes out if that is one for all its peers.
  func message(in panel: SendPanel) -> WrittenMessage {
    let forms = Set(codings(of: panel).map(\.form))
    return WrittenMessage(
      panel.editor.text, form: panel.form ?? (forms.count == 1 ? forms.first : nil), encoding: panel.encoding)
  }

  /// Takes over the form and the encoding of a message, not its text. A form in which the peers are written to anyway
  /// is no choice for this message.
  mutating func adoptForm(of message: WrittenMessage) {
    guard var panel = compose.panel else { return }
    panel.adoptForm(of: message)
    panel.form = nil
    if codings(of: panel).contains(where: { $0.form != message.form }) { panel.form = message.form }
    compose.panel = panel
  }

  /// Pins the form and encoding of the message for each of its peers, as soon as there is one. Where the same bytes
  /// come of it, a later suggestion counts.
  mutating func pinCoding() {
    guard let panel = compose.panel, !panel.isAsking, !panel.editor.isEmpty else {
      if compose.panel?.begun.isEmpty == false { compose.panel?.begun = [:] }
      return
    }
    for recipient in recipients(of: panel) {
      let peer = recipient.peer
      let suggested = texts.outgoing(for: peer).encoding
      if let begun = panel.begun[peer], begun == suggested || !isSameInBoth(panel, peer) { continue }
      compose.panel?.begun[peer] = suggested
    }
  }

  /// Whether the message to a peer has the same bytes as it was begun and as it would be begun now.
  private func isSameInBoth(_ panel: SendPanel, _ peer: Endpoint) -> Bool {
    let (begun, now) = (panel.coding(for: peer, texts), panel.suggestion(for: peer, texts))
    guard begun != now else { return true }
    guard begun.form == now.form, let bytes = try? bytes(of: panel.editor.text, as: begun, to: peer) else {
      return false
    }
    return (try? self.bytes(of: panel.editor.text, as: now, to: peer)) == bytes
  }

  /// Returns the peers to whom the message would go in another form or encoding if it were begun now.
  private func outdated(_ panel: SendPanel) -> [Endpoint] {
    guard !panel.begun.isEmpty else { return [] }
    return recipients(of: panel).map(\.peer).filter { panel.coding(for: $0, texts) != panel.suggestion(for: $0, texts) }
  }

  /// Whether the message would have another form or encoding if it were begun now.
  var hasOutdatedCoding: Bool { compose.panel.map { !outdated($0).isEmpty } ?? false }

  /// Takes over the form and the encoding that the message would have if it were begun now. Where the line cannot be
  /// read so, it stays as it is.
  mutating func takeSuggestion() {
    guard let panel = compose.panel, !panel.isAsking else { return }
    let peers = outdated(panel)
    guard let first = peers.first else { return say("the message is already written the way its peer is written to") }
    var taken = panel
    taken.begun = [:]
    taken.clearRefusal()
    do throws(SendPanel.Problem) {
      for peer in peers { _ = try bytes(of: panel.editor.text, as: taken.coding(for: peer, texts), to: peer) }
    } catch {
      compose.panel?.isRefused = true
      compose.panel?.refusal = error
      return
    }
    compose.panel = taken
    say("the message is written in \(taken.coding(for: first, texts).label) now")
  }

  /// Has the message follow an encoding that a person chose for its peer. A choice between text and hexadecimal does
  /// not change what is written already.
  mutating func adoptChoice(for peer: Endpoint) {
    guard let panel = compose.panel, panel.begun[peer] != nil,
      panel.coding(for: peer, texts).form == panel.suggestion(for: peer, texts).form
    else { return }
    compose.panel?.begun[peer] = texts.outgoing(for: peer).encoding
  }

  /// Returns the sentences about the form and the encoding of the panel's message, the longest first; none where
  /// nothing is to be said.
  func advice(for panel: SendPanel) -> [Phrase] {
    let outdated = outdated(panel)
    guard let peer = outdated.first else { return undecidedPeers(of: panel)?.sentences(peers.ledger, look) ?? [] }
    let (begun, now) = (panel.coding(for: peer, texts), panel.suggestion(for: peer, texts))
    let key = configuration.keymap.reference(to: "message-as-peer", in: .reply)
    guard outdated.count == 1 else {
      let advice: Phrase = "\(key) writes as they do now"
      return ["\(Figures.grouped(outdated.count)) of these peers are read differently now: \(advice)", advice]
    }
    // Between text and hexadecimal, the form is what matters.
    let stays = begun.form == now.form ? begun.label : Phrase(begun.form.rawValue)
    let advice: Phrase = "\(key) takes \(now.label)"
    return [
      "\(name(of: peer)) is read as \(now.label) now, this stays \(stays): \(advice)",
      "read as \(now.label) now, this stays \(stays): \(advice)", "stays \(stays): \(advice)", advice,
    ]
  }
}
