import Basics
import TerminalUI
import UDPCore

/// Writing the rows that are shown to a file.
extension State {
  mutating func openWriteLine() {
    guard saving.export == nil else {
      return say("still writing: \(key("interrupt")) stops it", .warning) { $0.saving.export != nil }
    }
    let name = "udpeek-\(today.fileName).csv"
    var line = Prompt(
      .write, text: name, history: interaction.histories[.path] ?? [], viewport: table.viewport)
    line.editor.suggest(from: 0)
    interaction.prompt = line
    readWriteLine()
  }

  /// Says how the file would be written.
  mutating func readWriteLine() {
    guard let line = interaction.prompt, line.kind == .write else { return }
    interaction.prompt?.problem = nil
    interaction.prompt?.offer = []
    interaction.prompt?.echo = []
    guard let request = try? WriteRequest(line.editor.text) else { return }
    let form: Phrase
    switch request.form {
    case .csv where request.hasByteOrderMark || request.guardsFormulas: form = "CSV for spreadsheets"
    case .csv: form = "CSV with a header line; for Excel add --bom"
    case .json: form = "JSON Lines, as listen --json prints them"
    case .text: form = "text, as listen prints it"
    case .pcapng: form = "pcapng for Wireshark, with notes and marks"
    }
    interaction.prompt?.echo = [request.replaces ? "\(form), replacing an existing file" : form]
  }

  /// Reads a line that asks for a file of rows that there are.
  private func writeRequest(_ line: String) throws(WriteRequest.Problem) -> WriteRequest {
    let request = try WriteRequest(line)
    if request.isOfMarked, markedInLog.isEmpty { throw .noMarks }
    return request
  }

  mutating func acceptWriteLine(_ effects: inout [Effect]) {
    guard let line = interaction.prompt, line.kind == .write else { return }
    do throws(WriteRequest.Problem) {
      effects.append(.write(try writeRequest(line.editor.text)))
    } catch {
      interaction.prompt?.problem = (Phrase(error.rawValue), 0..<line.editor.count)
    }
  }

  /// `:write PATH`.
  mutating func write(to path: String, _ effects: inout [Effect]) throws(CommandArgument.Problem) {
    guard saving.export == nil else {
      throw CommandArgument.Problem("still writing: \(key("interrupt")) stops it", all: path)
    }
    do throws(WriteRequest.Problem) {
      effects.append(.write(try writeRequest(path)))
    } catch {
      throw CommandArgument.Problem(Phrase(error.rawValue), all: path)
    }
    interaction.prompt = Prompt(
      .write, text: path, history: interaction.histories[.path] ?? [], viewport: table.viewport)
  }

  /// Tab in the line: asks for what there is.
  mutating func completePath(_ effects: inout [Effect]) {
    guard let line = interaction.prompt, line.kind == .write else { return }
    effects.append(.listPaths(line.editor.text))
  }

  /// Completes the path, if it is still the one that was asked for.
  mutating func complete(path: String, _ paths: [String]) {
    guard let line = interaction.prompt, line.path == path, line.editor.text.hasSuffix(path),
      let common = paths.sharedPrefix
    else { return }
    if common.unicodeScalars.count > path.unicodeScalars.count {
      interaction.prompt?.editor.text = line.editor.text.dropLast(path.count) + common
      readWriteLine()
      readCommandLine()
    }
    guard paths.count > 1 else { return }
    let names = paths.map { path in
      let isFolder = path.hasSuffix("/")
      return (path.split(separator: "/").last.map(String.init) ?? path) + (isFolder ? "/" : "")
    }
    interaction.prompt?.offer = names.map { Phrase(verbatim: $0) }
  }

  /// Reports the progress of an export.
  mutating func exportChanged(to progress: WriteProgress, _ effects: inout [Effect]) {
    switch progress {
    case .exists: refuse("the file exists: add ! after the name to replace it")
    case .refused(let reason): refuse(reason)
    case .begun(let path, let rows, let contents):
      let through = min(table.viewport.limit, log.endNumber - 1)
      saving.export = Export(
        path: path, contents: contents, rows: rows, through: through,
        work: contents == .marked ? markedWork : shownWork, startedAt: clock.monotonic)
      if let line = interaction.prompt, line.kind == .write {
        interaction.prompt = nil
        remember(line.editor.text, .path, &effects)
      }
    case .written(let count):
      saving.export?.written = count
      sayProgress()
    case .ended(let written, let missed, let failure): endExport(written, missed, failure)
    }
  }

  private mutating func refuse(_ reason: Phrase) {
    guard let line = interaction.prompt, line.kind == .write else { return say("not written: \(reason)", .failure) }
    interaction.prompt?.problem = (reason, 0..<line.editor.count)
  }

  /// A bar, once it takes longer than a second.
  private mutating func sayProgress() {
    guard let export = saving.export,
      clock.monotonic.subtractingReportingOverflow(export.startedAt).partialValue > 1_000_000_000
    else { return }
    let share = export.rows == 0 ? 0 : min(1, Double(export.written) / Double(export.rows))
    let filled = Int(share * 20)
    let bar = "[" + String(repeating: "=", count: filled) + String(repeating: " ", count: 20 - filled) + "]"
    say(
      "writing \(bar) \(Int(share * 100))% of \(Figures.grouped(export.rows)) rows \(symbols.dot) \(key("interrupt")) stops"
    ) {
      $0.saving.export != nil
    }
  }

  private mutating func endExport(_ written: Int, _ missed: Int, _ failure: Phrase?) {
    guard let export = saving.export else { return }
    saving.export = nil
    let rows: Phrase = written == 1 ? "1 row" : "\(Figures.grouped(written)) rows"
    let gone: Phrase = missed == 0 ? "" : "; \(Figures.grouped(missed)) were evicted before they could be written"
    if let failure {
      let all = Figures.grouped(export.rows)
      say("\(failure) after \(rows) of \(all): \(export.path) was removed\(gone)", .failure)
    } else {
      saving.work.add(export.work)
      say("\(sentence(about: export, rows))\(gone)", missed == 0 ? .information : .warning)
    }
  }

  private func sentence(about export: Export, _ rows: Phrase) -> Phrase {
    guard case .bundle(let count) = export.contents else { return "wrote \(rows) to \(export.path)" }
    let peers: Phrase = count == 1 ? "1 peer" : "\(Figures.grouped(count)) peers"
    return "wrote \(rows), \(peers), the configuration and a summary to \(export.path)/"
  }
}

extension Prompt {
  /// The path that is being typed; `nil` where it is none.
  fileprivate var path: String? {
    switch kind {
    case .write: return editor.text
    case .command: return CommandWords(editor.text).argument
    case .filter, .find: return nil
    }
  }
}
