import Basics
package import CaptureFile
package import CommandCore
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// Runs `open --json`: prints capture files as the lines of `listen --json`.
package struct FileListing {
  private let capture: Capture
  private let hosts: HostSet?
  private let dissects: Bool
  private let selection: RecordSelection?
  private let batch: RecordBatch.Limits?

  /// Prepares a listing of the files.
  /// - Parameters:
  ///   - hosts: hosts whose rows are listed in place of those of files, until a signal ends it.
  ///   - dissects: whether each datagram has Wireshark's tree.
  ///   - selection: the fields of each datagram's record; `nil` for all of them.
  ///   - batch: the limits of the arrays that objects are joined into; `nil` for one object a line.
  package init(
    _ capture: Capture, _ hosts: HostSet? = nil, dissects: Bool = false, _ selection: RecordSelection? = nil,
    batch: RecordBatch.Limits? = nil
  ) {
    self.capture = capture
    self.hosts = hosts
    self.dissects = dissects
    self.selection = selection
    self.batch = batch
  }

  /// Prints all rows.
  /// - Throws: the exit status, unless it is 0.
  package func run() throws { try run(Console(forceUTF8: true)) }

  /// Prints all rows to a console.
  func run(_ console: Console) throws {
    try capture.setup.checkFilter(knowing: .recorded)
    if let warning = Converters.warning(needed: capture.setup.encodings.encodingForAll) { console.say(warning) }
    var formatter = RecordFormatter(form: .json, locale: console.locale, interfaces: capture.setup.interfaces)
    formatter.selection = selection
    formatter.namesHosts = hosts != nil
    var stream = RecordStream(
      console.output, formatter, dissector: dissects ? StreamDissector(console) : nil, batch: batch)
    var walk = CaptureWalk(
      filter: capture.setup.filter, encodings: capture.setup.encodings, readsTexts: true,
      notes: AwaitedNotes(readingAhead: capture, console), formats: capture.setup.observedFormats(handsOver: true),
      pairing: capture.setup.newPairing,
      signals: console.signals)
    try hosts?.connect(console.signals, mayAsk: true)
    defer { hosts?.stop() }
    var run = CaptureRun(capture.readers, hosts: hosts, console)
    var shown = 0
    var drops = 0
    var lastTime: Int64?
    do throws(StandardOutput.Problem) {
      try run.run { step throws(StandardOutput.Problem) in
        stream.formatter.interfaces = capture.setup.interfaces.adding(step.interfaces)
        stream.formatter.encapsulations = step.encapsulations
        walk.read(step) { row, texts in
          let datagram = row.datagram
          shown += 1
          drops += row.drops
          lastTime = datagram.timestamp ?? lastTime
          stream.noteDrops(drops, at: datagram.timestamp)
          let choice = texts.choice(of: datagram)
          stream.add(
            datagram, choice: choice, text: texts.text(of: datagram, as: choice), note: row.note,
            isMarked: row.isMarked, description: capture.setup.description(row.observed.observation),
            pair: row.observed.pair)
        }
        try stream.flushIfDue(isCaughtUp: step.isCaughtUp)
      }
      let counters = run.loader.log.counters
      var summary = RecordSummary(
        received: counters.received, shown: shown, sent: counters.sent,
        kernelDrops: run.loader.kernelDrops, truncated: counters.truncated)
      summary.pairs = walk.pairs
      try stream.finish(summary, at: lastTime)
    } catch {
      if let lost = error.lost { throw lost }
      return
    }
    walk.pairs?.sentences.forEach(console.say)
    walk.failureSentences("they are shown").forEach(console.say)
    run.sayWarnings()
    if let remark = walk.remark { console.say(remark) }
    if run.wasInterrupted, hosts == nil { console.say("stopped before the end") }
    try capture.readers.checkCaptures()
    try capture.readers.checkWhole()
  }
}
