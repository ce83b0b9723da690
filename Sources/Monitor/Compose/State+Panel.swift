import Basics
import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The panel of a message: opening and closing it, whom it goes to, what it holds.
extension State {
  /// Opens the panel for the selected row's peer; a sent or failed row's peer is the one it was meant for.
  mutating func openReply() {
    guard let subject else {
      return say("no row is selected to reply to: \(key("new")) writes to any endpoint") { $0.subject == nil }
    }
    guard subject.peer.port != 0 else { return say("that peer has port 0: nothing can be sent there", .failure) }
    guard let peer = reachable(subject.peer, by: subject.local) else { return sayUnreachable(subject.peer) }
    openPanel(answering(peer, subject.local), compose.history.map(\.text))
  }

  /// The address that a file's peer wrote to is of another time or host: what is sent there is a message of its own.
  private func answering(_ peer: Endpoint, _ local: LocalPath) -> SendPanel.Target {
    showsFiles ? .anywhere(peer, socket: nil) : .reply(peer, local)
  }

  /// The peer, as it can be written to from here: the link-local one of a file with its scope, where an interface of
  /// this host has the name of the one in the file. `nil` where none has.
  mutating func reachable(_ peer: Endpoint, by local: LocalPath?) -> Endpoint? {
    guard showsFiles, peer.address.needsScope, peer.scope == 0 else { return peer }
    let name = configuration.interfaces.name(of: local?.interface ?? 0)
    // A recording of ours names what was bound: udp://[fe80::1%eth0]:9000.
    let scopes = name.split(separator: "%").dropFirst().map { $0.prefix { $0 != "]" } }
    let device = Set(scopes).count == 1 ? scopes[0] : name[...]
    guard UInt32(device) == nil, let scope = configuration.interfaces.index(of: device) else { return nil }
    let scoped = Endpoint(peer.address, port: peer.port, scope: scope)
    // It is the same one, and is written to as it writes.
    let choice = texts.choice(for: peer)
    if !choice.isUndecided { texts.set(choice.encoding, for: scoped) }
    return scoped
  }

  private mutating func sayUnreachable(_ peer: Endpoint) { say(Self.unreachable(peer), .failure) }

  /// Returns the reason for which a file's peer cannot be written to, and the way in which it can.
  static func unreachable(_ peer: Endpoint) -> Phrase {
    "no interface here has the name given in the file: press n, then write [\(peer.address)%eth0]:\(peer.port)"
  }

  /// Opens the panel for a message to any endpoint, which is asked for first.
  mutating func openNewMessage() {
    openPanel(.asking, interaction.histories[.endpoint])
  }

  /// Opens the panel for one message to all marked peers, and to the peers of all marked rows, to each once.
  mutating func openSeveral() {
    var ways: [Endpoint: LocalPath] = [:]
    for number in table.marked.sorted() {
      if let datagram = log[number] { ways[datagram.peer] = datagram.local }
    }
    for peer in peers.list.marked { ways[peer] = peers.ledger.entry(of: peer)?.local ?? ways[peer] }
    var recipients: [SendPanel.Recipient] = []
    for (peer, local) in ways where peer.port != 0 {
      guard let reachable = reachable(peer, by: local) else { return sayUnreachable(peer) }
      recipients.append(SendPanel.Recipient(peer: reachable, local: local))
    }
    recipients.sort { $0.peer.description < $1.peer.description }
    guard let first = recipients.first, let local = first.local else {
      return say("no row and no peer is marked: \(key("mark")) marks one") {
        $0.table.marked.isEmpty && $0.peers.list.marked.isEmpty
      }
    }
    openPanel(recipients.count == 1 ? answering(first.peer, local) : .several(recipients), compose.history.map(\.text))
  }

  mutating func openPanel(_ target: SendPanel.Target, _ history: [String]?) {
    // A reply to another peer keeps what was written already.
    let panel = compose.panel.flatMap { $0.isAsking || target == .asking || $0.editor.isEmpty ? nil : $0 }
    let written = panel.map { self.message(in: $0) }
    let draft = written == nil ? compose.drafts.take(for: target) : nil
    if target == .asking { keepDraft() }
    compose.panel = SendPanel(
      target: target,
      editor: LineEditor(
        text: (draft ?? written)?.text ?? "", history: history ?? [], newlines: target == .asking ? .space : .keep))
    changePanes { $0.show(.reply) }
    if let panel, let written {
      compose.panel?.begun = panel.begun
      adoptForm(of: written)
    }
    restore(draft)
  }

  mutating func closePanel() {
    let isFirst = keepDraft() && !compose.drafts.isExplained
    compose.panel = nil
    changePanes { $0.close(.reply) }
    guard isFirst else { return }
    compose.drafts.isExplained = true
    say("your text is kept: it will be here when you next write to this peer")
  }

  /// Keeps what the panel holds for the next time that one is opened for the same peer.
  /// - Returns: whether there was anything.
  @discardableResult
  private mutating func keepDraft() -> Bool {
    guard let panel = compose.panel, !panel.isAsking, !panel.editor.isEmpty else { return false }
    compose.drafts.keep(message(in: panel), for: panel.target)
    return true
  }

  /// Takes over how a draft is written, whose text the panel has, and says that it is an old one.
  private mutating func restore(_ draft: WrittenMessage?) {
    guard let draft else { return }
    adoptForm(of: draft)
    say("written before and not sent" + keyHint(": ", "message-empty", "empties it"))
  }

  /// Takes the endpoint that was typed; a name is looked up first.
  mutating func acceptEndpoint(of panel: SendPanel, _ effects: inout [Effect]) {
    let line = panel.editor.text
    do throws(EndpointLine.Problem) {
      guard let goal = try EndpointLine.parse(line, configuration.interfaces, configuration.aliases) else {
        compose.panel?.target = .lookingUp(line)
        return effects.append(.lookUp(line))
      }
      try write(to: goal.peer, by: goal.interface)
      remember(line, .endpoint, &effects)
    } catch {
      compose.panel?.refusal = SendPanel.Problem(text: error.text, range: 0..<0)
    }
  }

  /// A name that was asked for is known now, or nobody knows it.
  mutating func resolved(_ line: String, _ result: Result<Destination, FailureReason>, _ effects: inout [Effect]) {
    guard compose.panel?.target == .lookingUp(line) else { return }
    compose.panel?.target = .asking
    do throws(EndpointLine.Problem) {
      switch result {
      case .success(let goal):
        try write(to: goal.peer, by: goal.interface)
        remember(line, .endpoint, &effects)
      case .failure(let problem): compose.panel?.refusal = SendPanel.Problem(text: problem.text, range: 0..<0)
      }
    } catch {
      compose.panel?.refusal = SendPanel.Problem(text: error.text, range: 0..<0)
    }
  }

  private mutating func write(to peer: Endpoint, by interface: UInt32 = 0) throws(EndpointLine.Problem) {
    guard configuration.bound.isEmpty || origin(for: peer) != nil else {
      throw EndpointLine.Problem(text: "no bound endpoint speaks \(peer.address.isIPv4 ? "IPv4" : "IPv6")")
    }
    let draft = compose.drafts.take(for: .anywhere(peer, socket: nil))
    compose.panel = SendPanel(
      target: .anywhere(peer, socket: nil), interface: interface,
      editor: LineEditor(text: draft?.text ?? "", history: compose.history.map(\.text), newlines: .keep))
    restore(draft)
  }

  /// The first bound endpoint that can send to `peer`: one of the same family, as the receiver chooses.
  func origin(for peer: Endpoint) -> Endpoint? {
    configuration.bound.first { $0.address.isIPv4 == peer.address.isIPv4 }
  }

  /// The bound endpoint that a new message leaves from.
  var departure: Endpoint? {
    guard case .anywhere(let peer, let socket) = compose.panel?.target else { return nil }
    guard let socket, configuration.bound.indices.contains(socket) else { return origin(for: peer) }
    return configuration.bound[socket]
  }

  /// Has a new message leave from the next bound endpoint of the peer's family.
  mutating func stepDeparture() {
    guard case .anywhere(let peer, let socket) = compose.panel?.target else {
      return say("an answer leaves from the address that the peer wrote to; \(key("new")) writes from any")
    }
    let fitting = configuration.bound.indices.filter {
      configuration.bound[$0].address.isIPv4 == peer.address.isIPv4
    }
    guard fitting.count > 1 else { return say("no other endpoint of this family is bound") }
    let place = fitting.firstIndex(of: socket ?? fitting[0]) ?? 0
    compose.panel?.target = .anywhere(peer, socket: fitting[(place + 1) % fitting.count])
  }

  /// Opens the command line for a command that takes the panel's message; where that is empty, says so instead, since
  /// the command would take another message.
  mutating func openPanelCommand(_ command: String, _ refusal: Phrase) {
    guard let panel = compose.panel, !panel.isAsking else { return say("write the endpoint first, then the message") }
    guard !panel.editor.isEmpty else { return say(refusal) { $0.compose.panel?.editor.isEmpty == true } }
    openCommandLine(command)
  }

  /// The sentence that the panel still asks for its endpoint.
  static let noRecipient: Phrase = "there is no recipient yet: write the endpoint first"

  /// Opens the command line for the file to send; while the panel asks for its endpoint, says that there is nobody to
  /// send it to.
  mutating func openFileLine() {
    guard compose.panel?.isAsking != true else {
      return say(Self.noRecipient) { $0.compose.panel?.isAsking == true }
    }
    openCommandLine("send-file ")
  }

  /// Breaks the line; where the endpoint is asked for, the key is Enter.
  mutating func breakLine(_ effects: inout [Effect]) {
    guard compose.panel?.isAsking == false else { return submitPanel(&effects) }
    compose.panel?.editor.breakLine()
    compose.panel?.clearRefusal()
  }
}
