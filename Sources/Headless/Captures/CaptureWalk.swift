import Basics
import CaptureFile
import CommandCore
import DisplayFilter
import Formats
import PayloadText
import PeerText
import Plumbing
import UDPCore

/// Walks once through the rows of capture files, from front to back: detects each peer's encoding where that matters
/// and hands over the rows that the filter shows.
struct CaptureWalk {
  /// A row with its notes, drops and mark.
  struct Row {
    /// The row's datagram.
    let datagram: Datagram
    /// The comments on the row, except those that name an encoding.
    let notes: [CaptureComment]
    /// Kernel drops between the previously shown row and this one.
    let drops: Int
    /// Whether the row is marked in the file.
    let isMarked: Bool
    /// The fields of its format, and its part among requests and answers.
    let observed: ObservedRow

    /// The notes joined into one line; `nil` if there are none.
    var note: String? { notes.isEmpty ? nil : notes.map(\.note).joined(separator: "; ") }
  }

  /// The most comments kept for later rows.
  private static let mostComments = 128

  /// The number of the next row.
  private var next: UInt64 = 1
  private var judge: FilterJudge
  private var context: FilterContext
  private var formats: FormatObserver?
  private var pairing: RequestPairing?
  private let encodings: ChosenEncodings
  private let readsTexts: Bool
  private var recorded: AwaitedNotes
  /// Comments found beside hidden rows but not about them; they go to the next row shown.
  private var carried: [CaptureComment] = []
  private var trailing: [String] = []
  /// Kernel drops since the last row shown.
  private var pendingDrops = 0
  /// Notes that recordings attached to rows other than the ones they name.
  private(set) var notesElsewhere = 0
  /// The rows that the filter could not judge.
  private(set) var failures = FilterFailures()
  private let signals: SignalRelay

  /// Creates a walk that begins at the first row.
  /// - Parameters:
  ///   - encodings: encodings that the user chose; they take precedence over those named in the files.
  ///   - readsTexts: whether texts are needed beyond the filter.
  ///   - notes: notes that were read ahead from recordings.
  ///   - formats: the formats whose fields are handed over; `nil` for none.
  ///   - pairing: the pairing of requests with answers; `nil` for none.
  ///   - signals: signals that stop the walk between two rows.
  init(
    filter: DisplayFilter, encodings: ChosenEncodings, readsTexts: Bool, notes: AwaitedNotes = AwaitedNotes(),
    formats: FormatBook? = nil, pairing: RequestPairing? = nil, signals: SignalRelay
  ) {
    self.pairing = pairing
    self.formats = formats.map { FormatObserver($0) }
    self.signals = signals
    recorded = notes
    judge = FilterJudge(filter)
    context = FilterContext(texts: encodings.texts, now: SystemClock.wall)
    self.encodings = encodings
    self.readsTexts = readsTexts || filter.needsEncoding || formats != nil || pairing != nil
  }

  /// Reads one step and hands over the rows that the filter shows.
  mutating func read<E: Error>(_ step: CaptureStep, show: (Row, PeerTexts) throws(E) -> Void) throws(E) {
    var comments = step.comments[...]
    var drops = step.drops[...]
    var marked = step.marked[...]
    for segment in step.snapshot.segments where segment.numbers.upperBound > next {
      next = max(next, segment.numbers.lowerBound)
      while next < segment.numbers.upperBound {
        if signals.isEndRequested { return }
        let datagram = segment[next]
        let own = comments.isEmpty ? [] : comments.prefix { $0.number <= next }
        if !own.isEmpty {
          own.forEach { take($0) }
          comments = comments.dropFirst(own.count)
        }
        while let mark = drops.first, mark.number <= next {
          pendingDrops += mark.count
          drops.removeFirst()
        }
        while let first = marked.first, first < next { marked.removeFirst() }
        let isMarked = marked.first == next
        if isMarked || !context.marked.isEmpty { context.marked = isMarked ? [next] : [] }
        next += 1
        if readsTexts { context.texts.observe(datagram) }
        let observation = formats?.observe(datagram, gapsIn: &context) ?? nil
        let paired = pairing?.observe(datagram, in: context)
        let note = recorded.take(datagram)
        let said = own.isEmpty ? [] : own.filter { $0.isOnRow && !$0.isAboutEncoding && !recorded.hasFoundRow(of: $0) }
        guard matches(datagram) else {
          carry(said)
          continue
        }
        let notes = note == nil && said.isEmpty && carried.isEmpty ? [] : notes(on: datagram, note, said)
        let row = Row(
          datagram: datagram, notes: notes, drops: pendingDrops, isMarked: isMarked,
          observed: ObservedRow(observation, paired, datagram))
        pendingDrops = 0
        try show(row, context.texts)
        if !carried.isEmpty { carried = [] }
      }
    }
    for comment in comments {
      take(comment)
      guard comment.isOnRow, trailing.count < Self.mostComments, !recorded.hasFoundRow(of: comment) else {
        continue
      }
      trailing.append(comment.text)
      if comment.namedRow != nil { notesElsewhere += 1 }
    }
  }

  /// The requests seen so far and their answers; `nil` where they are not paired.
  var pairs: RecordSummary.Pairs? { pairing.map { RecordSummary.Pairs($0) } }

  /// The texts of the comments that follow the last row shown.
  var comments: [String] { carried.map(\.text) + trailing }

  /// A warning about notes attached to the wrong row, for formats that keep a note only beside its row; `nil` if there
  /// are none.
  var remark: Phrase? {
    switch notesElsewhere {
    case 0: nil
    case 1:
      "1 note names a different row from the one it is attached to: a pipe is read once, the recording's file twice"
    case let count:
      "\(count) notes name a different row from the one they are attached to: a pipe is read once, the recording's file twice"
    }
  }

  /// Sentences about the rows that the filter could not judge.
  /// - Parameter consequence: the fate of these rows: `they are shown`.
  func failureSentences(_ consequence: Phrase) -> [Phrase] {
    [failures.first?.phrase, failures.summary(consequence)].compactMap { $0 }
  }

  /// Returns the comments to show with a row: its own note, then those carried to it and those found beside it.
  private mutating func notes(
    on datagram: Datagram, _ note: String?, _ said: [CaptureComment]
  ) -> [CaptureComment] {
    let written = note.map {
      CaptureComment(number: datagram.number, peer: datagram.peer, text: $0, subject: .note)
    }
    let notes = (written.map { [$0] } ?? []) + carried + said
    notesElsewhere += notes.count { $0.namedRow != nil }
    return notes
  }

  private mutating func carry(_ comments: [CaptureComment]) {
    for comment in comments where carried.count < Self.mostComments {
      if comment.peer == nil || comment.namedRow != nil { carried.append(comment) }
    }
  }

  private mutating func take(_ comment: CaptureComment) {
    guard encodings.encodingForAll == nil, let (peer, preset) = comment.encoding else { return }
    if let peer, encodings.byAddress.match(peer) != nil { return }
    if let peer { context.texts.set(preset.encoding, for: peer) } else { context.texts.setAll(preset.encoding) }
  }

  /// Rows that the filter cannot judge are shown.
  private mutating func matches(_ datagram: Datagram) -> Bool {
    if judge.filter.isEverything { return true }
    do throws(FilterFailure) {
      return try judge.matches(datagram, in: context)
    } catch {
      failures.add(error)
      return true
    }
  }
}
