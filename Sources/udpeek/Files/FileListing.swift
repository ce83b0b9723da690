import Basics
import CaptureFile
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// `open --json`: capture files as the lines of `listen --json`.
struct FileListing {
  private let capture: Capture

  init(_ capture: Capture) {
    self.capture = capture
  }

  /// Prints all.
  /// - Throws: the ending, when it is not 0.
  func run() throws {
    let locale = CharacterLocale.activate(forceUTF8: true)
    if let warning = Converters.warning(needed: capture.encodings.fixed) { StandardError.say(warning) }
    let signals = try SignalRelay(endsOnSecondInterrupt: true)
    let printer = DatagramPrinter(form: .json, locale: locale, interfaces: capture.interfaces)
    var stream = RecordStream(output: StandardOutput(signals: signals), printer: printer)
    var walk = CaptureWalk(
      filter: capture.filter, encodings: capture.encodings, readsTexts: true,
      notes: RecordedNotes(capture, signals), signals: signals)
    var run = CaptureRun(capture.readers, signals: signals)
    var shown = 0
    var drops = 0
    var lastTime: Int64?
    do throws(StandardOutput.Failure) {
      try run.run { step throws(StandardOutput.Failure) in
        stream.printer.interfaces = capture.interfaces.adding(step.interfaces)
        walk.read(step) { row, texts in
          let datagram = row.datagram
          shown += 1
          drops += row.drops
          lastTime = datagram.timestamp ?? lastTime
          stream.noteDrops(drops, at: datagram.timestamp)
          stream.add(datagram, choice: texts.choice(of: datagram), text: texts.text(of: datagram), note: row.note)
        }
        try stream.flushIfDue(isCaughtUp: step.isCaughtUp)
      }
      let counters = run.loader.log.counters
      try stream.finish(
        Summary(
          received: counters.received, shown: shown, sent: counters.sent,
          kernelDrops: capture.readers.kernelDrops, truncated: counters.truncated), at: lastTime)
    } catch {
      if let lost = error.lost { throw lost }
      return
    }
    walk.failureSentences("they are shown").forEach(StandardError.say)
    run.sayWarnings()
    if let remark = walk.remark { StandardError.say(remark) }
    if run.wasInterrupted { StandardError.say("stopped before the end") }
    try run.check()
    try capture.readers.checkWhole()
  }
}
