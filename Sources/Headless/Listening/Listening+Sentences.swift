import Basics
import CaptureFile
import CommandCore
import DisplayFilter
import Formats
import Rules
import UDPCore

/// What `listen` says on standard error.
extension Listening {
  /// The clients of a relay that are listed at the end; JSON has all of them.
  private static let listedClients = 16

  /// Says where it listens, and what it does with what arrives.
  func announce(_ started: Reception.Started, _ console: Console) {
    let receiver = started.receiver
    // Whoever asked by --control is not told what was asked for.
    let say = { (phrase: Phrase, importance: Importance) in
      if !options.takesRequests || importance != .information { console.say(phrase, importance) }
    }
    let inform = { say($0, .information) }
    options.verdicts?.beginning.forEach(inform)
    for socket in receiver.sockets {
      inform(
        "listening on \(socket.local.text(setup.interfaces)), receive buffer \(ByteSize.text(socket.receiveBuffer))"
      )
    }
    let granted = receiver.sockets.map(\.receiveBuffer).min() ?? 0
    if granted < reception.options.receiveBuffer {
      say(
        """
        the kernel gave less than the \(ByteSize.text(reception.options.receiveBuffer)) asked for; \
        for more: sysctl -w net.core.rmem_max=\(reception.options.receiveBuffer)
        """, .warning)
    }
    if let status = recording.status { inform(status.beginning) }
    reception.relay?.beginning(setup.interfaces).forEach(inform)
    started.notices.forEach(inform)
    for place in receiver.boundAddresses {
      if let sentence = place.beginning { say(sentence, place.trouble == nil ? .information : .warning) }
    }
    if let metrics = started.metrics { inform(metrics.beginning) }
  }

  /// Prints the news about the rules.
  func sayNews(of rules: RuleEngine?, _ console: Console) {
    rules?.takeNews().flatMap(\.sentences).forEach(console.say)
  }

  /// Prints the receiver's notices; links may have changed, and with them the names of scopes.
  func sayNotices(of receiver: Receiver, _ stream: inout RecordStream, _ console: Console) {
    let notices = receiver.takeNotices()
    if notices.isEmpty { return }
    stream.formatter.interfaces = receiver.interfaces.names
    for notice in notices { console.say(notice.sentence(stream.formatter.interfaces), .warning) }
  }

  /// Reports how many rows were not judged, or could not be.
  func sayUnjudged(_ receiver: Receiver, _ reader: LogReader, _ console: Console) {
    if let summary = reader.failures.summary(
      options.until == nil ? "they are shown" : "a filter shows them, --until does not count them")
    {
      console.say(summary, .warning)
    }
    let end = receiver.log.snapshot().endNumber
    guard !reader.isDone, reader.next < end else { return }
    console.say("the end came before the filter had judged the last \(end - reader.next) rows", .warning)
  }

  /// Says how fewer datagrams get lost in the kernel, if any did.
  func sayRemedy(_ receiver: Receiver, _ console: Console) {
    guard receiver.drops.total > 0 else { return }
    let asked = reception.options.receiveBuffer
    let granted = receiver.sockets.map(\.receiveBuffer).min() ?? 0
    console.say(
      "the kernel dropped datagrams, as it does while the receive buffer is full\(Self.wayToLarger(than: asked, granted: granted))",
      .warning)
  }

  /// Returns the end of a sentence that names the way to a larger receive buffer than one that was asked for; empty
  /// where it is as large as a buffer can be.
  static func wayToLarger(than asked: Int, granted: Int) -> Phrase {
    if granted < asked { return "; for a larger one: sysctl -w net.core.rmem_max=\(String(asked))" }
    guard asked < 1 << 30 else { return "" }
    let larger = min(1 << 30, max(64 << 20, asked * 2))
    return
      "; for a larger one: --rcvbuf \(ByteSize.exactText(larger)), and sysctl -w net.core.rmem_max=\(String(larger))"
  }

  /// The summary of the run.
  func summary(_ receiver: Receiver, _ reader: LogReader) -> RecordSummary {
    let counters = receiver.log.counters
    var summary = RecordSummary(
      received: counters.received, shown: reader.shown, sent: counters.sent, kernelDrops: receiver.drops.total,
      dropsAreLowerBound: receiver.drops.isLowerBound, truncated: counters.truncated,
      evictedUnprinted: reader.missed,
      numbers: reader.numbers.map {
        RecordSummary.Numbers(lost: $0.lost, late: $0.reordered, twice: $0.doubled, jitter: $0.jitter)
      })
    summary.pairs = reader.pairs
    if let report = receiver.relay?.report {
      summary.sent = report.flows.up.counts.sent + report.flows.down.counts.sent
      summary.relay = report.members
    }
    return summary
  }

  /// Says the summary of the run.
  func saySummary(_ receiver: Receiver, _ reader: LogReader, _ console: Console) {
    let summary = summary(receiver, reader)
    console.say(summary.text)
    if let numbers = summary.numbers { console.say(numbers.text) }
    summary.pairs?.sentences.forEach(console.say)
    guard let report = receiver.relay?.report else { return }
    report.sentences.forEach(console.say)
    report.targetSentences(receiver.interfaces.names).forEach(console.say)
    report.clientSentences(limit: Self.listedClients, receiver.interfaces.names).forEach(console.say)
    reception.relay?.ending().forEach(console.say)
  }
}
