import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// Sending what the panel holds, and sending it again.
extension State {
  /// Whom the panel's message goes to.
  func recipients(of panel: SendPanel) -> [SendPanel.Recipient] {
    switch panel.target {
    case .asking, .lookingUp: return []
    case .reply(let peer, let local): return [SendPanel.Recipient(peer: peer, local: local)]
    case .anywhere(let peer, let socket):
      return [SendPanel.Recipient(peer: peer, local: socket.flatMap { path(fromSocket: $0, to: peer) })]
    case .several(let recipients): return recipients
    }
  }

  /// The way from a bound socket, whose own address or, for a wildcard, the one that routing chooses.
  private func path(fromSocket index: Int, to peer: Endpoint) -> LocalPath? {
    guard configuration.bound.indices.contains(index), let socket = UInt16(exactly: index) else { return nil }
    let endpoint = configuration.bound[index]
    return LocalPath(endpoint: endpoint, replySource: endpoint.address, interface: peer.scope, socket: socket)
  }

  /// What the panel would send, each recipient in its own encoding unless one was chosen for the message.
  func requests(of panel: SendPanel) throws(SendPanel.Problem) -> [TransmitRequest] {
    let recipients = recipients(of: panel)
    var payloads: [TextEncoding: [UInt8]] = [:]
    var requests: [TransmitRequest] = []
    for recipient in recipients {
      let encoding = panel.encoding ?? peers.choice(for: recipient.peer).encoding
      do throws(SendPanel.Problem) {
        let payload: [UInt8]
        if let known = payloads[encoding] {
          payload = known
        } else {
          payload = try SendPanel.bytes(
            of: panel.editor.text, as: encoding, hint: offer(": ", "message-encoding", "changes the encoding"))
        }
        if let excess = SendPanel.excess(payload.count, to: recipient.peer) { throw excess }
        payloads[encoding] = payload
        requests.append(
          TransmitRequest(to: recipient.peer, by: recipient.local, payload: payload, interface: panel.interface))
      } catch {
        if recipients.count == 1 { throw error }
        throw SendPanel.Problem(text: "to \(name(of: recipient.peer)): \(error.text)", range: error.range)
      }
    }
    return requests
  }

  /// Enter in the panel: the endpoint is taken, or the message sent.
  mutating func submitPanel(_ effects: inout [Effect]) {
    guard let panel = sending else { return }
    switch panel.target {
    case .asking: takeEndpoint(of: panel, &effects)
    case .lookingUp: break
    case .reply, .anywhere, .several: send(panel, &effects)
    }
  }

  private mutating func send(_ panel: SendPanel, _ effects: inout [Effect]) {
    let line = panel.editor.text
    if line.isEmpty, !panel.isEmptyConfirmed {
      sending?.isEmptyConfirmed = true
      sending?.refusal = SendPanel.Problem(
        text: "an empty datagram? \(configuration.keymap.calling("send")) again sends it", range: 0..<0)
      return
    }
    do throws(SendPanel.Problem) {
      let requests = try requests(of: panel)
      transmit(requests, as: panel.encoding, &effects)
      remember(line, .message, &effects)
      clearPanel()
      let size = requests.first?.payload.count ?? 0
      if requests.count > 1 {
        say("sent to \(whom(requests.map(\.peer)))")
      } else if !viewport.isFollowing, let request = requests.first {
        say("sent \(Figures.size(size)) to \(name(of: request.peer)): \(key("bottom")) shows the row") {
          !$0.viewport.isFollowing
        }
      }
    } catch {
      sending?.isRefused = true
    }
  }

  /// Makes the panel ready for the next message to the same peer.
  mutating func clearPanel() {
    sending?.editor = LineEditor(history: histories[.message] ?? [], newlines: .keep)
    sending?.encoding = nil
    sending?.takeBackRefusal()
  }

  mutating func sendAgain(_ effects: inout [Effect]) {
    guard let first = lastSent?.requests.first, let last = lastSent else {
      return say("nothing was sent yet: \(key("reply")) replies, \(key("new")) writes to any endpoint") {
        $0.lastSent == nil
      }
    }
    transmit(last.requests, as: last.encoding, &effects)
    say("sent again: \(Figures.size(first.payload.count)) to \(whom(last.requests.map(\.peer)))")
  }

  /// Whom something was sent to: the one peer by its name, several by their number.
  func whom(_ peers: [Endpoint]) -> Phrase {
    guard peers.count == 1, let peer = peers.first else { return "\(Figures.grouped(peers.count)) peers" }
    return Phrase(verbatim: name(of: peer))
  }

  /// Hands requests to the receiver; `encoding` is what they were written in where that is not the peers' own.
  mutating func transmit(_ requests: [TransmitRequest], as encoding: TextEncoding?, _ effects: inout [Effect]) {
    lastSent = Sent(requests: requests, encoding: encoding)
    effects += requests.map { .transmit($0) }
    guard let encoding else { return }
    writings.note(requests, EncodingChoice(encoding))
  }
}

/// What was sent last.
struct Sent: Sendable, Hashable {
  /// One a peer.
  var requests: [TransmitRequest]
  /// What they were written in; `nil` where that was the peers' own.
  var encoding: TextEncoding?
}

/// Messages written in an encoding of their own whose rows have not come yet. Bounded: the oldest are forgotten.
struct AwaitedWritings: Sendable {
  private static let limit = 4_096
  private var awaited: [(request: TransmitRequest, choice: EncodingChoice)] = []

  mutating func note(_ requests: [TransmitRequest], _ choice: EncodingChoice) {
    awaited += requests.suffix(Self.limit).map { ($0, choice) }
    if awaited.count > Self.limit { awaited.removeFirst(awaited.count - Self.limit) }
  }

  /// How a sent or failed datagram was written, if it is one of these.
  mutating func take(_ datagram: Datagram) -> EncodingChoice? {
    guard !awaited.isEmpty else { return nil }
    let place = awaited.firstIndex {
      $0.request.peer == datagram.peer && $0.request.payload.count == datagram.size
        && $0.request.payload.starts(with: datagram.payload)
    }
    return place.map { awaited.remove(at: $0).choice }
  }
}
