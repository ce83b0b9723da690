import Basics
import PayloadText
package import PeerText
import UDPCore

/// Recording from the screen.
extension State {
  mutating func recordingChanged(to figures: RecordingFigures?) {
    guard let figures else {
      (saving.recording, saving.recordingStart) = (nil, nil)
      return
    }
    var meter =
      saving.recording
      ?? RecordingMeter(figures, from: saving.recordingStart ?? log.endNumber, at: clock.monotonic)
    if saving.recording == nil {
      saving.work.notes.merge(table.notes.filter { $0.key >= meter.firstRow }) { $1 }
    }
    meter.update(figures, at: clock.monotonic)
    saving.recording = meter
  }

  /// Stops the recording, or asks which rows it begins with; without rows, it begins now.
  mutating func toggleRecording(_ effects: inout [Effect]) {
    if saving.recording != nil { return effects.append(.stopRecording) }
    if log.firstNumber == log.endNumber { return nameRecording(from: nil) }
    interaction.overlay = .recording
  }

  /// The title of the choice of rows.
  var recordingTitle: Phrase {
    let count = log.endNumber - log.firstNumber
    return count == 1 ? "record: 1 row is in memory" : "record: \(Figures.grouped(Int(count))) rows are in memory"
  }

  /// Asks where to record to.
  mutating func nameRecording(from start: RecordingStart?) {
    interaction.overlay = nil
    if start == .selected, table.viewport.selected == nil { return say("no row is selected") }
    if start == .marked, markedInLog.isEmpty { return say("no row is marked: \(key("mark")) marks rows") }
    let end = start.map { " \($0.rawValue)" } ?? ""
    openCommandLine("\(Command.record.name) ", suggesting: recordingName + end)
  }

  /// Records to a file, from now on or from a row in memory on (`RecordingStart`); `!` behind the name replaces one that is
  /// there.
  mutating func startRecording(to argument: String, _ effects: inout [Effect]) throws(CommandArgument.Problem) {
    let (path, replaces, start) = RecordingStart.read(argument)
    if RecordingStart(rawValue: path) != nil {
      throw CommandArgument.Problem("the file is missing, as in: record night.pcapng \(path)", all: argument)
    }
    if let word = RecordingStart.mistake(in: path) {
      let words = RecordingStart.allCases.map(\.rawValue)
      throw CommandArgument.Problem(
        "'\(word)' is not a starting point; use one of \(words.joined(separator: ", "))\(Spelling.hint(for: word, among: words))",
        all: argument)
    }
    if start == .marked { return try writeMarked(to: path, replaces: replaces, argument, &effects) }
    if saving.recording != nil {
      throw CommandArgument.Problem("already recording: \(key("record")) stops it", all: argument)
    }
    if start == .selected, table.viewport.selected == nil {
      throw CommandArgument.Problem("no row is selected", all: argument)
    }
    let first = start == .all ? log.firstNumber : start == .selected ? table.viewport.selected : nil
    saving.recordingStart = first
    effects.append(.startRecording(path: path, replaces: replaces, from: first))
    guard let first else { return }
    // The recording gets the notes that rows have already; a mark has no comment.
    for (row, note) in table.notes.sorted(by: { $0.key < $1.key }) where row >= first && log[row] != nil {
      effects.append(.recordNote(note, row: row))
    }
  }

  private mutating func writeMarked(
    to path: String, replaces: Bool, _ argument: String, _ effects: inout [Effect]
  ) throws(CommandArgument.Problem) {
    if saving.export != nil {
      throw CommandArgument.Problem("still writing: \(key("interrupt")) stops it", all: argument)
    }
    if markedInLog.isEmpty { throw CommandArgument.Problem("no row is marked", all: argument) }
    effects.append(.write(WriteRequest(marked: path, replaces: replaces)))
  }

  /// The encodings of the peers now, for a capture file.
  package var encodingSnapshot: PeerTexts.Snapshot { texts.snapshot }

  /// Has a recording say that a choice was made.
  func recordEncoding(of peer: Endpoint?, _ effects: inout [Effect]) {
    if saving.recording != nil { effects.append(.recordEncoding(of: peer)) }
  }

  /// `udpeek-20261123-070000.pcapng`, by local time.
  private var recordingName: String { "udpeek-\(today.fileName).pcapng" }
}
