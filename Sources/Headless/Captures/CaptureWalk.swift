import Basics
import CaptureFile
import CommandCore
import DisplayFilter
import PayloadText
import PeerText
import Plumbing
import UDPCore

/// Walks once through the rows of capture files, from front to back: decides each peer's encoding on the way, as far as
/// it matters, and hands over what the filter shows.
struct CaptureWalk {
  /// A row, and what the file says of it in words.
  struct Row {
    let datagram: Datagram
    /// Those that do not say an encoding.
    let notes: [CaptureComment]
    /// Kernel drops between the previously shown row and this one.
    let drops: Int
    /// Whether a person had marked it.
    let isMarked: Bool

    /// The same in one line; `nil` for none.
    var note: String? { notes.isEmpty ? nil : notes.map(\.text).joined(separator: "; ") }
  }

  /// Comments behind the datagrams that are kept.
  private static let mostComments = 128

  /// The next number.
  private var next: UInt64 = 1
  private var judge: FilterJudge
  private var context: FilterContext
  private let encodings: ChosenEncodings
  private let readsTexts: Bool
  private var recorded: AwaitedNotes
  /// Comments beside rows that the filter hides, but not on these: for the next one that it shows.
  private var carried: [CaptureComment] = []
  private var trailing: [String] = []
  /// Kernel drops since the last shown row.
  private var pendingDrops = 0
  /// Notes of recordings on other rows than their own.
  private(set) var notesElsewhere = 0
  /// The rows about which the filter could not decide.
  private(set) var failures = FilterFailures()
  private let signals: SignalRelay

  /// - Parameters:
  ///   - encodings: what a person chose of how peers write; it goes before what files say.
  ///   - readsTexts: whether texts matter beyond the filter.
  ///   - notes: those of recordings that were read ahead.
  ///   - signals: where a signal comes from that stops it between two rows.
  init(
    filter: DisplayFilter, encodings: ChosenEncodings, readsTexts: Bool, notes: AwaitedNotes = AwaitedNotes(),
    signals: SignalRelay
  ) {
    self.signals = signals
    recorded = notes
    judge = FilterJudge(filter)
    context = FilterContext(texts: encodings.texts, now: SystemClock.wall)
    self.encodings = encodings
    self.readsTexts = readsTexts || filter.needsEncoding
  }

  /// Reads what a step brought, and hands over the rows that the filter shows.
  mutating func read<E: Error>(_ step: CaptureStep, show: (Row, PeerTexts) throws(E) -> Void) throws(E) {
    var comments = step.comments[...]
    var drops = step.drops[...]
    var marked = step.marked[...]
    for segment in step.snapshot.segments where segment.numbers.upperBound > next {
      next = max(next, segment.numbers.lowerBound)
      while next < segment.numbers.upperBound {
        if signals.isEndRequested { return }
        let datagram = segment[next]
        let own = comments.prefix { $0.number <= next }
        own.forEach { take($0) }
        comments = comments.dropFirst(own.count)
        while let mark = drops.first, mark.number <= next {
          pendingDrops += mark.count
          drops.removeFirst()
        }
        while let first = marked.first, first < next { marked.removeFirst() }
        let isMarked = marked.first == next
        context.marked = isMarked ? [next] : []
        next += 1
        if readsTexts { context.texts.observe(datagram) }
        let note = recorded.take(datagram)
        let said = own.filter { $0.isOnRow && !$0.saysEncoding && !recorded.isMet($0) }
        guard matches(datagram) else {
          carry(said)
          continue
        }
        let written = note.map {
          CaptureComment(number: datagram.number, peer: datagram.peer, text: $0, subject: .note)
        }
        let notes = (written.map { [$0] } ?? []) + carried + said
        if !notes.isEmpty { notesElsewhere += notes.count { $0.namedRow != nil } }
        let row = Row(datagram: datagram, notes: notes, drops: pendingDrops, isMarked: isMarked)
        pendingDrops = 0
        try show(row, context.texts)
        if !carried.isEmpty { carried = [] }
      }
    }
    for comment in comments {
      take(comment)
      guard comment.isOnRow, trailing.count < Self.mostComments, !recorded.isMet(comment) else {
        continue
      }
      trailing.append(comment.text)
      if comment.namedRow != nil { notesElsewhere += 1 }
    }
  }

  /// What stands in words behind the files' datagrams.
  var comments: [String] { carried.map(\.text) + trailing }

  /// What to say of notes that forms that know notes only beside their rows have on wrong ones; `nil` for nothing.
  var remark: String? {
    guard notesElsewhere > 0 else { return nil }
    let notes = notesElsewhere == 1 ? "1 note names" : "\(notesElsewhere) notes name"
    return "\(notes) a different row from the one it is attached to: a pipe is read once, the recording's file twice"
  }

  /// What to say of rows about which the filter could not decide, a sentence each.
  /// - Parameter consequence: what became of them: `they are shown`.
  func failureSentences(_ consequence: String) -> [String] {
    [failures.first?.description, failures.summary(consequence)].compactMap { $0 }
  }

  private mutating func carry(_ comments: [CaptureComment]) {
    for comment in comments where carried.count < Self.mostComments {
      if comment.peer == nil || comment.namedRow != nil { carried.append(comment) }
    }
  }

  private mutating func take(_ comment: CaptureComment) {
    guard encodings.fixed == nil, let (peer, preset) = comment.encoding else { return }
    if let peer, encodings.byAddress.match(peer) != nil { return }
    if let peer { context.texts.set(preset.encoding, for: peer) } else { context.texts.setAll(preset.encoding) }
  }

  /// What the filter cannot decide about is shown.
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
