import Basics
import DisplayFilter
import Formats
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The pane of a conversation.
extension State {
  /// The scalars of a message that are decoded at most.
  private static let longestMessage = 16_384

  /// `c`: shows the conversation with the peer that commands are about; from within, closes it.
  mutating func toggleConversation() {
    if panes.focused == .conversation { return close(.conversation) }
    if panes.focused == .peers, let peer = peers.selected {
      openConversation(
        Conversation(with: peer.peer, by: peer.local, own: isRelay ? peer.local.endpoint : peer.local.ownEnd))
    } else if let datagram = selectedDatagram, !datagram.isUnread {
      openConversation(Conversation(of: datagram))
    } else {
      say("no row is selected")
    }
  }

  private mutating func openConversation(_ conversation: Conversation) {
    if conversation.peer != peers.conversation?.peer || conversation.own != peers.conversation?.own {
      peers.conversation = conversation
    }
    changePanes { $0.show(.conversation) }
    followConversation()
  }

  /// Closes the pane and forgets its rows.
  mutating func closeConversation() {
    peers.conversation = nil
    changePanes { $0.close(.conversation) }
  }

  /// Looks at new rows.
  mutating func followConversation() {
    guard panes.isOpen(.conversation) else { return }
    let log = log
    peers.conversation?.advance(log)
    scrollConversation()
  }

  /// Whether rows wait to be looked at.
  var isBehindWithConversation: Bool {
    panes.isOpen(.conversation) && peers.conversation?.isBehind(log) ?? false
  }

  /// The measures of the pane.
  private var conversationLayout: ConversationLayout {
    let rect = layout[.conversation]
    return ConversationLayout(columns: rect.columns, rows: rect.rows - 1)
  }

  mutating func moveInConversation(_ distance: Distance) {
    guard let conversation = peers.conversation, !conversation.rows.isEmpty else { return }
    let page = max(1, visibleMessages.count)
    let first = visibleMessages.first?.row
    if conversation.selected == nil { peers.conversation?.top = first }
    peers.conversation?.select(
      distance.place(from: conversation.index, page: page, last: conversation.rows.count - 1))
    scrollConversation()
  }

  /// Keeps the selected message in sight.
  mutating func scrollConversation() {
    guard let conversation = peers.conversation, let selected = conversation.selected else { return }
    let layout = conversationLayout
    let lowest = messages(upTo: conversation.place(of: selected), conversation, layout).first?.row ?? selected
    peers.conversation?.top = min(max(conversation.top ?? lowest, lowest), selected)
  }

  /// Selects the row of the selected message in the table, and gives it the keys.
  mutating func showConversationRow() {
    guard let row = peers.conversation?.current else { return say("no row is selected") }
    jump(to: row)
    // A row that cannot be shown says why; the keys stay here then.
    if table.viewport.requestedRow == row { changePanes { $0.focus(.table) } }
  }

  /// A click selects a message.
  mutating func clickConversation(row: Int) {
    guard row >= 0, let conversation = peers.conversation else { return }
    var line = 0
    let messages = visibleMessages
    for message in messages {
      line += message.lines.count
      if row < line {
        peers.conversation?.top = messages.first?.row
        peers.conversation?.select(conversation.place(of: message.row))
        return scrollConversation()
      }
    }
  }

  /// The view of the pane; `nil` while it is closed.
  var conversationView: ConversationView? {
    guard panes.isOpen(.conversation), let conversation = peers.conversation else { return nil }
    return ConversationView(
      conversation: conversation, messages: visibleMessages, layout: conversationLayout,
      isBehind: conversation.isBehind(log), isFocused: focus == .conversation, look: look)
  }

  /// The messages in sight.
  private var visibleMessages: [ConversationMessage] {
    guard let conversation = peers.conversation, !conversation.rows.isEmpty else { return [] }
    let layout = conversationLayout
    guard conversation.selected != nil, let top = conversation.top else {
      return messages(upTo: conversation.rows.count - 1, conversation, layout)
    }
    var (found, lines): ([ConversationMessage], Int) = ([], 0)
    var place = conversation.place(of: top)
    while place < conversation.rows.count, lines < layout.rows {
      if let message = message(place, conversation, layout) {
        found.append(message)
        lines += message.lines.count
      }
      place += 1
    }
    // Where the end leaves room, more of the beginning is shown.
    return lines < layout.rows ? messages(upTo: conversation.rows.count - 1, conversation, layout) : found
  }

  /// The messages that end with the one at a place, as many as the pane has room for.
  private func messages(
    upTo last: Int, _ conversation: Conversation, _ layout: ConversationLayout
  ) -> [ConversationMessage] {
    var (found, lines): ([ConversationMessage], Int) = ([], 0)
    var place = last
    while place >= 0 {
      if let message = message(place, conversation, layout) {
        lines += message.lines.count
        if lines > layout.rows, !found.isEmpty { break }
        found.append(message)
      }
      place -= 1
    }
    return found.reversed()
  }

  private func message(
    _ place: Int, _ conversation: Conversation, _ layout: ConversationLayout
  ) -> ConversationMessage? {
    guard let datagram = log[conversation.rows[place]] else { return nil }
    let before = place > 0 ? log[conversation.rows[place - 1]]?.timestamp : nil
    let clock = datagram.timestamp.map { TimeText.clock($0, configuration.utcOffsets) }
    let delay = datagram.timestamp.flatMap { time in
      before.map { SafeText("+" + Figures.span(saturatingDifference(time, $0))) }
    }
    return ConversationMessage(
      row: datagram.number, isTheirs: conversation.isTheirs(datagram),
      time: (clock?.first(fitting: layout.time)).map { SafeText($0) } ?? symbols.none,
      delay: delay ?? "",
      lines: text(of: datagram, layout).folded(
        columns: layout.message, count: layout.most, symbols.ellipsis),
      style: style(of: datagram))
  }

  private func text(of datagram: Datagram, _ layout: ConversationLayout) -> SafeText {
    let remark = datagram.remark.map { words($0) } ?? ""
    let limit = min(Self.longestMessage, layout.message * layout.most * 2)
    guard datagram.storedSize > 0 else { return remark }
    let text = meaning(of: datagram) ?? SafeText(table: texts.text(of: datagram, limit: limit))
    return remark.isEmpty ? text : remark + (datagram.kind == .failure ? " \(symbols.dot) " : " ") + text
  }

  /// The line in which its format says what a message of bytes is; `nil` for text, which stays as it was written.
  private func meaning(of datagram: Datagram) -> SafeText? {
    guard let dissection = formats[datagram.number], dissection.problem == nil, !dissection.summary.isEmpty,
      datagram.withPayload({ $0.hasControls })
    else { return nil }
    return SafeText(dissection.summary)
  }

  /// The rows of the conversation that may be in sight, whatever their texts take.
  var conversationRows: ArraySlice<UInt64> {
    guard panes.isOpen(.conversation), let conversation = peers.conversation else { return [] }
    let most = conversationLayout.rows
    guard conversation.selected != nil, let top = conversation.top else { return conversation.rows.suffix(most) }
    return conversation.rows[conversation.place(of: top)...].prefix(most)
  }

  private func style(of datagram: Datagram) -> Style {
    switch datagram.kind {
    case .incoming: configuration.theme.incoming
    case .outgoing: configuration.theme.outgoing
    case .failure, .alarm: configuration.theme.failure
    }
  }
}

extension RawSpan {
  /// Whether it has control characters that lines of text do not have.
  fileprivate var hasControls: Bool {
    unsafe withUnsafeBytes { bytes in
      unsafe bytes.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0a && $0 != 0x0d }
    }
  }
}
