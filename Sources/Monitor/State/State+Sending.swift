import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// Replies and new messages.
extension State {
  /// Opens the panel for the selected row's peer; a sent or failed row's peer is the one it was meant for.
  mutating func openReply() {
    guard let subject else {
      return say("no row is selected to reply to: n writes to any endpoint") { $0.subject == nil }
    }
    guard subject.peer.port != 0 else { return say("that peer has port 0: nothing can be sent there", .failure) }
    openPanel(.reply(subject.peer, subject.local), histories[.message])
  }

  /// Opens the panel for a message to any endpoint, which is asked for first.
  mutating func openNewMessage() {
    openPanel(.asking, histories[.endpoint])
  }

  private mutating func openPanel(_ target: SendPanel.Target, _ history: [String]?) {
    // A reply to another peer keeps what was written already.
    let text = sending.map { $0.target == .asking || target == .asking ? "" : $0.editor.text } ?? ""
    sending = SendPanel(
      target: target,
      editor: LineEditor(text: text, history: history ?? [], newlines: target == .asking ? .space : .escape))
    pane = .reply
    zoomed = nil
  }

  mutating func closePanel() {
    sending = nil
    if pane == .reply { pane = .table }
  }

  /// Enter in the panel: the endpoint is taken, or the message sent.
  mutating func submitPanel(_ effects: inout [Effect]) {
    guard let panel = sending else { return }
    switch panel.target {
    case .asking: takeEndpoint(of: panel, &effects)
    case .reply(let peer, let local): send(panel, to: peer, from: local, &effects)
    case .anywhere(let peer): send(panel, to: peer, from: nil, &effects)
    }
  }

  private mutating func takeEndpoint(of panel: SendPanel, _ effects: inout [Effect]) {
    do throws(EndpointLine.Problem) {
      let peer = try EndpointLine.parse(panel.editor.text, configuration.interfaces)
      guard configuration.bound.isEmpty || origin(for: peer) != nil else {
        throw EndpointLine.Problem(text: "nothing is bound that speaks \(peer.address.isIPv4 ? "IPv4" : "IPv6")")
      }
      remember(panel.editor.text, .endpoint, &effects)
      sending = SendPanel(
        target: .anywhere(peer), editor: LineEditor(history: histories[.message] ?? [], newlines: .escape))
    } catch {
      sending?.refusal = SendPanel.Problem(text: SafeText(error.text), range: 0..<0)
    }
  }

  private mutating func send(
    _ panel: SendPanel, to peer: Endpoint, from local: LocalPath?, _ effects: inout [Effect]
  ) {
    let line = panel.editor.text
    if line.isEmpty, !panel.isEmptyConfirmed {
      sending?.isEmptyConfirmed = true
      sending?.refusal = SendPanel.Problem(text: "an empty datagram? Enter again sends it", range: 0..<0)
      return
    }
    do throws(SendPanel.Problem) {
      let payload = try SendPanel.payload(of: line, to: peer, as: peers.choice(for: peer).encoding)
      transmit(TransmitRequest(to: peer, by: local, payload: payload), &effects)
      remember(line, .message, &effects)
      sending?.editor = LineEditor(history: histories[.message] ?? [], newlines: .escape)
      sending?.takeBackRefusal()
      if !viewport.isFollowing {
        say("sent \(Figures.size(payload.count)) to \(peer.text(configuration.interfaces)): G shows the row") {
          !$0.viewport.isFollowing
        }
      }
    } catch {
      sending?.isRefused = true
    }
  }

  /// The first bound endpoint that can send to `peer`: one of the same family, as the receiver chooses.
  func origin(for peer: Endpoint) -> Endpoint? {
    configuration.bound.first { $0.address.isIPv4 == peer.address.isIPv4 }
  }

  mutating func sendAgain(_ effects: inout [Effect]) {
    guard let request = lastTransmit else {
      return say("nothing was sent yet: r replies, n writes to any endpoint") { $0.lastTransmit == nil }
    }
    transmit(request, &effects)
    let size = Figures.size(request.payload.count)
    say("sent again: \(size) to \(request.peer.text(configuration.interfaces))")
  }

  private mutating func transmit(_ request: TransmitRequest, _ effects: inout [Effect]) {
    lastTransmit = request
    effects.append(.transmit(request))
  }

  /// A key that no command took, in the panel's line.
  mutating func typeInPanel(_ key: Key) {
    guard sending?.editor.handle(key) == .changed else { return }
    sending?.takeBackRefusal()
  }
}
