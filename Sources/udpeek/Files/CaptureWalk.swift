import CaptureFile
import DisplayFilter
import PayloadText
import UDPCore

/// Walks once through the rows of capture files, from front to back: decides each peer's encoding on the way, as far as
/// it matters, and hands over what the filter shows.
struct CaptureWalk {
  /// A row, and what the file says of it in words.
  struct Row {
    let datagram: Datagram
    /// Those that do not say an encoding.
    let notes: [String]

    /// The same in one line; `nil` for none.
    var note: String? { notes.isEmpty ? nil : notes.joined(separator: "; ") }
  }

  /// Comments behind the datagrams that are kept.
  private static let mostComments = 128

  /// The next number.
  private var next: UInt64 = 1
  private var judge: FilterJudge
  private var context: FilterContext
  private let encodings: ChosenEncodings
  private let readsTexts: Bool
  /// What stands in words behind the files' datagrams.
  private(set) var comments: [String] = []
  /// The first row about which the filter could not decide.
  private(set) var failure: FilterFailure?

  /// - Parameters:
  ///   - encodings: what a person chose of how peers write; it goes before what files say.
  ///   - readsTexts: whether texts matter beyond the filter.
  init(filter: DisplayFilter, encodings: ChosenEncodings, readsTexts: Bool) {
    judge = FilterJudge(filter)
    context = FilterContext(texts: encodings.texts, now: Clock.wall)
    self.encodings = encodings
    self.readsTexts = readsTexts || filter.needsEncoding
  }

  /// Reads what is new in `snapshot`; of `comments` it takes the encodings.
  mutating func read<E: Error>(
    _ snapshot: LogSnapshot, _ comments: [CaptureComment], show: (Row, PeerTexts) throws(E) -> Void
  ) throws(E) {
    var comments = comments[...]
    for segment in snapshot.segments where segment.numbers.upperBound > next {
      next = max(next, segment.numbers.lowerBound)
      while next < segment.numbers.upperBound {
        let datagram = segment[next]
        let own = comments.prefix { $0.number <= next }
        own.forEach { take($0) }
        comments = comments.dropFirst(own.count)
        next += 1
        if readsTexts { context.texts.observe(datagram) }
        guard matches(datagram) else { continue }
        let row = Row(
          datagram: datagram, notes: own.map(\.text).filter { !EncodingRemark.isOne($0) })
        try show(row, context.texts)
      }
    }
    for comment in comments {
      take(comment)
      if self.comments.count < Self.mostComments { self.comments.append(comment.text) }
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
      failure = failure ?? error
      return true
    }
  }
}
