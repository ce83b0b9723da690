import ArgumentParser
import Basics
import CaptureFile
import DisplayFilter
import PayloadText
import UDPCore

/// `udpeek info`.
struct Info: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What capture files hold: datagrams, bytes, peers, span, drops.",
    discussion: """
      Damage is reported with its place; what precedes it counts. Exits with 1 if part of a file could not be read. A \
      file that merely ends early may still be growing: that is a warning and status 0.

      Examples:
        udpeek info night.pcapng
        udpeek info night.pcapng.gz --filter 'src net 10.0.0.0/8' --json
      """)

  @OptionGroup var capture: CaptureOptions

  @Flag(help: "One JSON object.")
  var json = false

  func run() throws {
    let capture = try capture.capture()
    let locale = CharacterLocale.activate(forceUTF8: json)
    let signals = try SignalRelay(endsOnSecondInterrupt: true)
    var run = CaptureRun(capture.readers, signals: signals)
    var summary = CaptureSummary(filter: capture.filter, encodings: capture.encodings, signals: signals)
    run.run { summary.read($0) }
    try run.check()
    summary.failures.forEach(StandardError.say)
    if run.wasInterrupted { StandardError.say("stopped before the end: what was read so far counts") }
    let output = StandardOutput(signals: signals)
    try output.print(json ? summary.object(of: capture.readers).line : summary.lines(of: capture.readers, locale))
    try capture.readers.checkWhole()
  }
}
