import Basics
import CLinux
import CaptureFile
import CommandCore
import Configuration
import CursesTerminal
import Glibc
import Monitor
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// Export of rows.
extension WatchLoop {
  /// Starts writing rows to a file.
  mutating func write(_ request: WriteRequest) {
    guard job == nil else { return perform(.export(.refused("still writing"))) }
    let rows = state.rows(of: request)
    do throws(WriteJob.Refusal) {
      job = try WriteJob.start(request, rows: rows, log: source.log)
      perform(.export(.begun(path: request.path, rows: rows.count, of: request.isOfMarked ? .marked : .shown)))
    } catch {
      perform(.export(error.progress))
    }
  }

  /// Starts writing a bundle into a new folder.
  mutating func writeBundle(to path: String) {
    guard job == nil else { return perform(.export(.refused("still writing"))) }
    let translations = state.configuration.catalogue.translations
    let text = configuration.text { $0.text { translations[$0] ?? $0 } }
    let folder = BundleFolder(path: path, contents: state.bundle, configuration: text)
    do throws(WriteJob.Refusal) {
      job = try WriteJob.start(folder, log: source.log)
      let (rows, peers) = (folder.contents.rows.count, folder.contents.peers.count)
      perform(.export(.begun(path: path, rows: rows, of: .bundle(peers: peers))))
    } catch {
      perform(.export(error.progress))
    }
  }

  /// Reports the progress of writing to the state.
  mutating func takeWriting() {
    guard let progress = job?.take() else { return }
    if case .ended = progress { job = nil }
    perform(.export(progress))
    needsFrame = true
  }

  /// Stops a running export.
  /// - Returns: a sentence about the result; `nil` if nothing was left unfinished.
  mutating func endExport() -> Phrase? {
    guard let job else { return nil }
    job.stop()
    guard case .ended(let written, _, let failure?) = job.finish() else { return nil }
    return "writing failed after \(written) of \(job.count) rows (\(failure)): the unfinished file was removed"
  }

  /// Copies rows to the clipboard.
  mutating func copy(_ form: CopyForm, _ rows: [UInt64]) {
    let shown = state.rowsToWrite
    let text = ClipboardText(
      form, rows: rows, of: source.log.snapshot(), PeerTexts(shown.encodingSnapshot), shown.interfaces,
      namesHosts: shown.namesHosts, ruleName: shown.ruleName)
    guard text.rows > 0 else { return perform(.notice("the row to copy was evicted", .warning)) }
    guard terminal.copy(text.bytes) else {
      return perform(.notice("not copied: the terminal is not accepting output now", .failure))
    }
    let hint: Phrase = terminal.multiplexer == .tmux ? "; to let tmux pass it on: tmux set -s set-clipboard on" : ""
    let size: Phrase = text.bytes.count == 1 ? "1 byte" : "\(text.bytes.count) bytes"
    if text.wholeSize > text.bytes.count {
      perform(.notice("copied only the first \(size): terminals take no more\(hint)", .warning))
    } else {
      perform(.notice("copied \(text.count)\(size) to the terminal's clipboard\(hint)", .information))
    }
  }
}
