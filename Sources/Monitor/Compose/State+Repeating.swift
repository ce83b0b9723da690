package import Basics
import TerminalUI
import UDPCore

/// Repeating a message, and sending a file.
extension State {
  /// Datagrams that one action sends at most.
  private static let sentAtOnce = 512
  /// The intervals that can be asked for, in nanoseconds, and the most repetitions.
  private static let intervals: ClosedRange<UInt64> = 1_000_000...86_400_000_000_000
  private static let most = 1_000_000

  /// The time at which the event loop must pass the next tick, in nanoseconds of the monotonic clock; `nil` while
  /// nothing waits.
  package var nextDue: UInt64? { [compose.job?.due, nextPairDue].compactMap { $0 }.min() }

  /// `COUNT TIME`: sends the panel's message so often, or the last one where none is written.
  mutating func startRepeating(_ argument: String, _ effects: inout [Effect]) throws(CommandArgument.Problem) {
    let words = argument.split(separator: " ")
    guard words.count == 2 else {
      throw CommandArgument.Problem("how often, or forever, and how far apart: 100 0.5s", all: argument)
    }
    let count = words[0] == "forever" ? nil : Int(words[0])
    guard words[0] == "forever" || count.map({ (1...Self.most).contains($0) }) ?? false else {
      throw CommandArgument.Problem(
        "how often? A number from 1 to 1,000,000, or forever", 0..<words[0].unicodeScalars.count)
    }
    guard let span = TimeSpan(words[1]), Self.intervals.contains(span.nanoseconds) else {
      let end = argument.unicodeScalars.count
      throw CommandArgument.Problem(
        "how far apart? From 1ms to 1d, such as 500ms or 2s", end - words[1].unicodeScalars.count..<end)
    }
    var wanted = compose.lastSent
    if let panel = compose.panel, !panel.isAsking, !panel.editor.isEmpty {
      do throws(SendPanel.Problem) {
        let messages = try messages(of: panel)
        wanted = Sent(messages: messages, whom: recipientNames(messages.map(\.request.peer)))
        acceptEncoding(of: panel)
        remember(message(in: panel), &effects)
        clearPanel()
      } catch {
        throw CommandArgument.Problem(error.text, 0..<0)
      }
    }
    guard let wanted, !wanted.messages.isEmpty else {
      throw CommandArgument.Problem(
        "there is nothing to repeat: write a message with \(key("reply")) or \(key("new")) first", 0..<0)
    }
    let wantedJob = SendJob(
      sent: wanted, dispatch: Dispatch(.repetition, wanted.messages, at: clock.monotonic), count: count,
      interval: span.nanoseconds, start: clock.monotonic)
    if configuration.confirmsSend { return ask(.repetition(wantedJob)) }
    compose.job = wantedJob
    sendDue(&effects)
  }

  /// Sends what is due.
  mutating func sendDue(_ effects: inout [Effect]) {
    guard var job = compose.job else { return }
    job.skipMissed(clock.monotonic)
    var room = Self.sentAtOnce
    while !job.isOver, job.due <= clock.monotonic, room > 0 {
      do throws(SendPanel.Problem) {
        submit(try remade(job.sent.messages), for: &job.dispatch, &effects)
      } catch {
        compose.job = nil
        compose.dispatch = job.dispatch
        return say(error.text, .failure)
      }
      job.done += 1
      room -= job.sent.messages.count
    }
    compose.job = job.isOver ? nil : job
    // What became of it all is said when the last row is there.
    if job.isOver { compose.dispatch = job.dispatch }
  }

  /// - Returns: whether something was stopped.
  mutating func stopSending() -> Bool {
    guard let job = compose.job, let sentence = unfinishedSending else { return false }
    compose.job = nil
    say(sentence, .warning)
    // What became of it is said too, now or when the last row is there.
    compose.dispatch = job.dispatch
    compose.dispatch?.stop(sentence)
    reportDispatch()
    return true
  }

  /// The rest of a message that is being repeated, for the end of the screen; `nil` where nothing is.
  package var unfinishedSending: Phrase? {
    compose.job.map { job in
      let done = Figures.grouped(job.done)
      return job.count.map { "stopped sending after \(done) of \(Figures.grouped($0))" }
        ?? "stopped sending after \(done)"
    }
  }

  /// Asks for a file that is to be sent as one datagram: to whom the panel writes, else to the selected peer.
  mutating func sendFile(_ path: String, _ effects: inout [Effect]) throws(CommandArgument.Problem) {
    guard compose.panel?.isAsking != true else { throw CommandArgument.Problem(Self.noRecipient, 0..<0) }
    var recipients = compose.panel.map { self.recipients(of: $0) } ?? []
    if recipients.isEmpty, let subject {
      guard let peer = reachable(subject.peer, by: subject.local) else {
        throw CommandArgument.Problem(Self.unreachable(subject.peer), 0..<0)
      }
      recipients = [SendPanel.Recipient(peer: peer, local: subject.local)]
    }
    guard let first = recipients.first else {
      throw CommandArgument.Problem("to whom? Select a row, or open the panel with \(key("new"))", 0..<0)
    }
    compose.awaitedFile = (path, recipients)
    effects.append(.readFile(path: path, limit: SendPanel.limit(first.peer)))
  }

  /// Sends the file that was asked for.
  mutating func fileArrived(_ path: String, _ result: Result<[UInt8], FailureReason>, _ effects: inout [Effect]) {
    compose.messageFiles.take(path, result)
    guard let recipients = compose.awaitedFile.flatMap({ $0.path == path ? $0.recipients : nil }) else { return }
    compose.awaitedFile = nil
    switch result {
    case .failure(let problem):
      say(problem.text, .failure)
      interaction.notices.current?.isOutcome = true
    case .success(let bytes):
      for recipient in recipients {
        if let excess = SendPanel.excess(bytes.count, to: recipient.peer) { return say(excess.text, .failure) }
      }
      let messages = recipients.map {
        OutgoingMessage(request: TransmitRequest(to: $0.peer, by: $0.local, payload: bytes))
      }
      if configuration.confirmsSend { return ask(.messages(messages, .file(path))) }
      transmit(messages, as: .file(path), &effects)
    }
  }
}
