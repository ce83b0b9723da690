import ArgumentParser
import Basics
import CaptureFile
import Configuration
import CursesTerminal
import DisplayFilter
import Monitor
import PayloadText
import PeerText
import UDPCore

/// `udpeek watch`, the default command.
struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The live screen (the default command).",
    discussion: """
      Press ? on the screen for its keys. Without a terminal on standard output, bare udpeek goes on as listen.

      Examples:
        udpeek
        udpeek 8080 '[::1]:9000' --encoding gbk
        udpeek 239.1.1.1:5000@eth0 --filter 'net 10.0.0.0/8'
      """)

  @OptionGroup var reception: ReceptionOptions

  @OptionGroup var screen: ScreenOptions

  func run() throws {
    let reception = try reception.reception(ConfigurationFile.load())
    let settings = reception.configuration.settings
    try ThemeNames.check(screen.theme, settings)
    if let request = reception.recording, request.isPipe, StandardOutput.isTerminal || isExplicit {
      let objection = request.objection(json: false, hex: false)
      throw Failure(objection ?? "the screen needs standard output for itself; use: udpeek listen --write -", .usage)
    }
    if !StandardOutput.isTerminal {
      if isExplicit {
        throw Failure("the screen needs a terminal on standard output; without one use: udpeek listen", .usage)
      }
      StandardError.say("standard output is no terminal: going on as udpeek listen")
      try Listening(reception: reception, options: try ListenOptions.parse([])).run()
      return
    }
    let (terminal, localeNotice) = screen.prepare(settings)
    let recording = Recording()
    let signals = try SignalRelay(endsOnSecondInterrupt: false, recording: recording)
    let (receiver, notices) = try reception.start()
    let screenRecording = ScreenRecording(recording: recording, receiver: receiver, reception: reception)
    do throws(RecordingError) { try screenRecording.startIfAsked() } catch { throw Failure(error.phrase) }
    let others = [recording.status?.remark, Converters.warning(needed: reception.encodings.fixed), localeNotice]
    let troubles = receiver.places.compactMap { $0.trouble?.sentence }
    let warnings = notices + troubles + others.compactMap { $0 }
    let complaints = reception.configuration.complaint.map { [$0] } ?? []
    defer { receiver.withheldSentences.forEach(StandardError.say) }
    try WatchLoop.run(
      reception: reception, theme: screen.theme, source: receiver, signals: signals, recording: screenRecording,
      options: terminal, notices: complaints + warnings.map { Announcement($0) })
  }

  /// Whether the command was named.
  private var isExplicit: Bool { CommandLine.arguments.dropFirst().contains(Self._commandName) }
}
