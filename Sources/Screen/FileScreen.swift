import Basics
import CaptureFile
package import CommandCore
import Configuration
import DisplayFilter
import Monitor
import PeerText
import UDPCore

/// The screen of capture files, or of other hosts, as `open` shows it.
package struct FileScreen {
  private let memory: Int?
  private let flags: ScreenFlags

  /// Prepares a screen with the given flags.
  /// - Parameter memory: the capture log's limit in bytes; `nil` uses the configuration.
  package init(memory: Int?, _ flags: ScreenFlags) {
    self.memory = memory
    self.flags = flags
  }

  /// Shows the files, or the hosts in their place, until the user or a signal ends the screen.
  /// - Throws: an error if no host can be reached, or if the screen cannot start.
  package func run(_ capture: sending Capture, _ hosts: sending HostSet? = nil) throws {
    let setup = capture.setup
    let (terminal, localeNotice) = flags.prepare(setup.configuration.settings)
    let signals = try SignalRelay(endsOnSecondInterrupt: false)
    let warnings = [Converters.warning(needed: setup.encodings.encodingForAll), localeNotice].compactMap { $0 }
    // ssh asks for passwords on the terminal while that is still the shell's.
    try hosts?.connect(signals, mayAsk: true)
    let files = try OpenedFiles(
      capture.readers, hosts: hosts, memory: memory ?? setup.configuration.settings.memory)
    try ScreenRun(
      setup: setup, theme: flags.theme, source: .files(files), signals: signals, recording: nil, rules: nil,
      terminal: terminal, notices: setup.configuration.problemAnnouncements + warnings.map { Announcement($0) }
    ).run()
  }
}
