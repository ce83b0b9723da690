import Basics
import CaptureFile
import CommandCore
import PayloadText
import PeerText
import UDPCore

/// What a ping prints: a line for each answer, as ping(8) does, or an object for each request.
struct PingLines {
  /// The most characters of an answer that are shown.
  private static let mostText = 160

  let console: Console
  let interfaces: InterfaceNames
  let wait: TimeSpan
  let isJSON: Bool
  let isQuiet: Bool

  // MARK: Lines

  /// Prints what a datagram means.
  func show(_ event: PingEvent, _ texts: PeerTexts) throws(StandardOutput.Problem) {
    if isJSON || isQuiet { return }
    switch event {
    case .answered(let request): try show(answer(request, texts))
    case .late(let request): try show("\(answer(request, texts)) (too late)")
    case .corrected(let late, let request):
      let (before, after) = (time(late), time(request))
      try show(
        "seq=\(request.number): answered after \(after); the answer above was probably the late one to seq=\(late.number), after \(before)"
      )
    case .another(let request, let datagram):
      try show("\(body(of: datagram, texts, to: request, time: datagram.time - request.sent)) (another answer)")
    case .failed(let request):
      guard let failure = request.failure else { return }
      try show("seq=\(request.number): \(failure.explanation)")
    }
  }

  /// Prints that a request has not been answered in time.
  /// - Parameter others: the answers to it that did not match what was expected.
  func showLoss(of number: Int, others: Int) throws(StandardOutput.Problem) {
    if isJSON || isQuiet { return }
    switch others {
    case 0: try show("seq=\(number): no answer within \(wait)")
    case 1: try show("seq=\(number): no answer that matches within \(wait), but 1 that does not")
    default: try show("seq=\(number): no answer that matches within \(wait), but \(others) that do not")
    }
  }

  /// Prints that a request was not sent.
  func showRefusal(of number: Int, _ failure: TransmitFailure) throws(StandardOutput.Problem) {
    if isJSON || isQuiet { return }
    try show("seq=\(number): not sent: \(failure.reason)")
  }

  private func answer(_ request: PingRequest, _ texts: PeerTexts) -> Phrase {
    guard let datagram = request.answer else { return "" }
    return body(of: datagram, texts, to: request, time: request.roundTrip ?? 0)
  }

  private func body(of datagram: Datagram, _ texts: PeerTexts, to request: PingRequest, time: Int64) -> Phrase {
    let size: Phrase = datagram.size == 1 ? "1 byte" : "\(datagram.size) bytes"
    let peer = datagram.peer.text(interfaces)
    let scalars = texts.string(of: datagram).unicodeScalars
    let text =
      String(String.UnicodeScalarView(scalars.prefix(Self.mostText))) + (scalars.count > Self.mostText ? "…" : "")
    return "\(size) from \(peer): seq=\(request.number) time=\(RecordedPair.milliseconds(time))  \(text)"
  }

  private func time(_ request: PingRequest) -> String { RecordedPair.milliseconds(request.roundTrip ?? 0) }

  private func show(_ line: Phrase) throws(StandardOutput.Problem) {
    try console.output.write(console.locale.encode(SafeText(console.wording.text(line))) + [UInt8(ascii: "\n")])
  }

  // MARK: Objects

  /// Prints the requests about which all is known, as JSON.
  func show(_ requests: [PingRequest], _ tally: PingTally, _ texts: PeerTexts) throws(StandardOutput.Problem) {
    guard isJSON, !isQuiet else { return }
    for request in requests { try console.output.write(object(request, tally, texts).line) }
  }

  private func object(_ request: PingRequest, _ tally: PingTally, _ texts: PeerTexts) -> JSONObject {
    var object = JSONObject()
    object.add("seq", request.number)
    let outcome =
      request.answer != nil ? tally.isLate(request) ? "late" : "answered" : request.failure != nil ? "error" : "lost"
    object.add("outcome", outcome)
    object.add("sent", UTCTime.text(request.sent))
    object.add("kernel_stamp", request.isStamped)
    if let datagram = request.answer {
      let choice = texts.choice(of: datagram)
      object.add("rtt_ns", Int(request.roundTrip ?? 0))
      object.add("peer", datagram.peer.text(interfaces))
      object.add("size", datagram.size)
      object.add("encoding", choice.encoding.name)
      object.add("text", whole: texts.string(of: datagram))
      object.add("payload", datagram.payload.map { $0.digits(2, radix: 16) }.joined())
    } else if let failure = request.failure {
      object.add("error", failure.explanation.english)
    }
    return object
  }

  // MARK: The end

  /// Prints the statistics.
  func finish(_ tally: PingTally, _ target: String) throws(StandardOutput.Problem) {
    if isJSON { return try console.output.write(summary(tally).line) }
    try show("--- \(target)")
    let share = Rates.decimal(tally.lostShare, digits: tally.lostShare < 1 ? 2 : 1)
    var counts: Phrase =
      "\(tally.sent) sent, \(tally.answered) answered, \(tally.lost + tally.failed) lost (\(share) %)"
    if tally.failed > 0 { counts = "\(counts), \(tally.failed) of them to network errors" }
    if tally.late > 0 { counts = "\(counts), \(tally.late) answered too late" }
    if tally.further > 0 { counts = "\(counts), \(tally.further) further answers" }
    if tally.refused > 0 { counts = "\(counts), \(tally.refused) not sent" }
    try show(counts)
    guard let median = tally.times.quantile(0.5), let high = tally.times.quantile(0.99) else { return }
    let (least, most) = (RecordedPair.milliseconds(tally.least), RecordedPair.milliseconds(tally.most))
    let (middle, upper) = (
      RecordedPair.milliseconds(bounded(median, tally)), RecordedPair.milliseconds(bounded(high, tally))
    )
    try show("round trip: min \(least), p50 \(middle), p99 \(upper), max \(most)")
    if tally.stamped < tally.sent {
      console.say("the kernel did not say when each message left: times begin with the call that sends it")
    }
  }

  /// A time of the histogram, which its steps may carry past the extremes.
  private func bounded(_ time: Int64, _ tally: PingTally) -> Int64 { min(max(time, tally.least), tally.most) }

  private func summary(_ tally: PingTally) -> JSONObject {
    var object = JSONObject()
    object.add("direction", "summary")
    object.add("sent", tally.sent)
    object.add("answered", tally.answered)
    object.add("late", tally.late)
    object.add("lost", tally.lost)
    object.add("errors", tally.failed)
    object.add("further", tally.further)
    object.add("not_sent", tally.refused)
    object.add("kernel_stamps", tally.stamped)
    if let median = tally.times.quantile(0.5), let high = tally.times.quantile(0.99) {
      object.add("min_ns", Int(tally.least))
      object.add("p50_ns", Int(bounded(median, tally)))
      object.add("p99_ns", Int(bounded(high, tally)))
      object.add("max_ns", Int(tally.most))
    }
    return object
  }
}
