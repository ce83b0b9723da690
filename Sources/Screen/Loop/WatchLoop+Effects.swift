import Basics
import CLinux
import CommandCore
import Configuration
import CursesTerminal
import Glibc
import Monitor
import PayloadText
import PeerText
import Rules
import TerminalUI
import UDPCore

/// The effects that the state requests.
extension WatchLoop {
  /// Performs one effect.
  mutating func perform(_ effect: Effect) {
    switch effect {
    case .transmit(let request):
      do throws(TransmitRefusal) { try source.send(request) } catch {
        perform(.transmitRefused(error.phrase, id: request.id))
      }
    case .hold(let number): source.log.hold(through: number)
    case .saveHistory(let kind, let line): history.append(line, kind: kind)
    case .reload:
      reload()
      rules?.requestReload()
    case .armRule(let rule, let isArmed):
      rules?.book.setArmed(isArmed, rule)
      reportRules()
    case .keepEncoding(let encoding, let target): keep(encoding, for: target)
    case .restoreEncoding(let encoding, let target):
      keep { () throws(CommandFailure) in try ConfigurationFile.restore(encoding, for: target) }
    case .saveMessage(let name, let message, let replaces):
      let before = state.configuration.messages[name]
      let isSaved = keep { () throws(CommandFailure) in
        try ConfigurationFile.save(message, as: name, replaces: replaces)
      }
      if isSaved { perform(.messageSaved(name: name, before: before)) }
    case .restoreMessage(let name, let message):
      keep { () throws(CommandFailure) in try ConfigurationFile.restore(message, as: name) }
    case .readFile(let path, let limit): background.read(path, limit: limit)
    case .lookUp(let line): background.lookUp(line, interfaces: state.configuration.interfaces)
    case .dissect(let row): dissections.ask(row, of: source.log)
    case .endDissection: dissections.end()
    case .savePanes(let arrangement): panes.save(arrangement)
    case .startRecording(let path, let replaces, let first):
      startRecording(to: path, replaces: replaces, from: first)
    case .recordEncoding(let peer): recording?.note(state.encodingSnapshot, of: peer)
    case .recordNote(let text, let row):
      if let recording, !recording.note(text, row: row) {
        perform(
          .notice("added a note to row \(String(row)), but not to the recording, which began after that row", .warning))
      }
    case .acknowledge(let numbers): acknowledge(numbers)
    case .stopRecording: recording?.requestStop()
    case .copy(let form, let rows): copy(form, rows)
    case .write(let request): write(request)
    case .writeBundle(let path): writeBundle(to: path)
    case .writeScript(let request): write(request)
    case .stopWriting: job?.stop()
    case .relay(let command):
      source.relay?.post(command)
      relayReports.ask()
    case .listPaths(let path): perform(.paths(beginning: path, OutputFile.paths(beginning: path)))
    case .findStructure(let request): background.find(request, in: source.log.snapshot())
    case .identify(let peers): background.identify(peers)
    case .examine(let request): background.examine(request)
    case .keepFormat(let name, let text, let replaces): keepFormat(name, text, replaces: replaces)
    case .redraw: terminal.repaint()
    case .suspend: suspend(wholeJob: true)
    case .quit: isOver = true
    }
  }

  /// Saves an encoding in the configuration, so that it can be undone where the file had another or none.
  private mutating func keep(_ encoding: TextEncoding, for target: AddressTarget) {
    var before: PresetEncoding?
    let isSaved = keep { () throws(CommandFailure) in
      let kept = try ConfigurationFile.keep(encoding, for: target)
      before = kept.before
      return kept.sentence
    }
    if isSaved, before != .encoding(encoding) { perform(.encodingKept(target, before: before)) }
  }

  /// Writes a format, and puts it in force.
  private mutating func keepFormat(_ name: String, _ text: String, replaces: Bool) {
    keep { () throws(CommandFailure) in try FormatWriting.keep(text, as: name, replaces: replaces) }
  }

  /// Reloads the configuration and reports the result.
  mutating func reload() {
    let (settings, announcement) = configuration.reload(state.configuration)
    perform(.settings(settings))
    perform(.announced(announcement))
    reloadAlarms()
  }

  /// Saves a choice in the configuration and reloads it.
  /// - Returns: whether the choice was saved.
  @discardableResult
  mutating func keep(_ write: () throws(CommandFailure) -> Phrase) -> Bool {
    do throws(CommandFailure) {
      let sentence = try write()
      perform(.settings(configuration.reload(state.configuration).settings))
      reloadAlarms()
      perform(.notice(sentence, .information))
      return true
    } catch {
      perform(.notice(error.message, .failure))
      return false
    }
  }
}
