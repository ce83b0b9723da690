import DisplayFilter
import PayloadText
import UDPCore

/// The search among the rows: its pattern, the rows that match, and the way to the next of them.
///
/// A run of its own judges every row that the log holds, those that the filter hides too, in slices like a filter's. So
/// the count is known, and "not found" is said of all rows.
struct Finding: Sendable {
  /// The way through the table.
  enum Direction: Sendable, Hashable {
    /// Down the table.
    case newer
    /// Up the table.
    case older
  }

  /// A pattern to find.
  enum Pattern: Sendable, Hashable {
    /// A text in the payloads or in the notes, ignoring ASCII case.
    case text(String)
    /// Whatever a filter shows.
    case filter(DisplayFilter)

    /// The pattern as it was typed.
    var source: String {
      switch self {
      case .text(let text): text
      case .filter(let filter): filter.source
      }
    }
  }

  /// A search that is on its way to a row.
  struct Search: Sendable, Hashable {
    let direction: Direction
    /// The row from which it began; 0 where there was none.
    let origin: UInt64
    /// Whether that row itself would do.
    let includesOrigin: Bool
    /// Whether it went on from the other end.
    var hasWrapped = false
    /// The last row that was looked at, in a sorted table.
    var position: UInt64?
  }

  /// The outcome of a search.
  enum Outcome: Sendable, Hashable {
    /// A row; whether the search came to it from the other end.
    case found(UInt64, Direction, hasWrapped: Bool)
    /// No row but the one from which it began.
    case onlyHere(UInt64)
    case notFound
  }

  private(set) var pattern: Pattern?
  /// The run that decides which rows match; `nil` where nothing is being found.
  private(set) var run: FilterRun?
  /// The rows whose notes hold the text.
  private(set) var noted: Set<UInt64> = []
  /// Whether occurrences stand out on the screen; until Esc.
  var isHighlighted = false
  private(set) var search: Search?
  /// The last search for a peer.
  var peerSearch: PeerSearch?
  private(set) var outcome: Outcome?
  /// The number of searches, so that a notice about one goes with the next.
  private(set) var count = 0
  /// The texts that stand out.
  private var needles: [Needle] = []

  /// The regular expressions whose matches stand out.
  private var regexes: [FilterRegex] = []

  /// A text to be highlighted.
  private struct Needle: Sendable {
    let scalars: [Unicode.Scalar]
    let ignoresCase: Bool

    init(_ text: FilterText) {
      ignoresCase = text.ignoresCase
      scalars = text.string.unicodeScalars.map { text.ignoresCase ? $0.folded : $0 }
    }
  }

  /// Whether rows are still to be looked at, for the next one or for the count.
  var isRunning: Bool { search != nil || run?.isComplete == false }

  /// Whether peers are still to be looked at.
  var isSearchingPeers: Bool { peerSearch?.isRunning == true }

  /// Whether the filter that is looked for changes its verdicts with time.
  var needsClock: Bool { run?.filter.needsClock == true }

  // MARK: Looking

  /// Takes a pattern up: rows are judged anew.
  mutating func search(for pattern: Pattern, notes: [UInt64: String]) {
    self.pattern = pattern
    isHighlighted = true
    search = nil
    outcome = nil
    noted = []
    switch pattern {
    case .filter(let filter):
      needles = filter.expression?.searchedTexts.map(Needle.init) ?? []
      regexes = filter.expression?.searchedRegexes ?? []
      run = FilterRun(filter)
    case .text(let text):
      let sought = FilterText(text, ignoresCase: true)
      (needles, regexes) = ([Needle(sought)], [])
      noted = Set(notes.filter { isIn($0.value) }.keys)
      // Rows whose notes hold the text are marked for this run.
      run = FilterRun(DisplayFilter(.any([.text(.contains, sought), .flag(.marked)])))
    }
  }

  /// Takes up a text that is looked for among peers, not rows.
  mutating func search(forPeer text: String) {
    pattern = .text(text)
    isHighlighted = true
    (needles, regexes) = ([Needle(FilterText(text, ignoresCase: true))], [])
    (run, search, outcome) = (nil, nil, nil)
  }

  /// Starts for the next row that has it.
  mutating func start(_ direction: Direction, from origin: UInt64?, includesOrigin: Bool) {
    search = Search(direction: direction, origin: origin ?? 0, includesOrigin: includesOrigin)
    outcome = nil
    count += 1
  }

  /// Goes on from the other end.
  mutating func wrapAround() {
    search?.hasWrapped = true
    search?.position = nil
  }

  /// Keeps how far the search is in a sorted table.
  mutating func pass(_ row: UInt64) { search?.position = row }

  /// Ends the search.
  mutating func end(_ outcome: Outcome) {
    search = nil
    self.outcome = outcome
  }

  /// Stops on the way to a row; rows are counted on.
  mutating func stop() { search = nil }

  /// Stops wholly.
  mutating func cancel() { (search, run) = (nil, nil) }

  /// Lets nothing stand out any more; the pattern can be looked for again.
  mutating func leave() {
    cancel()
    isHighlighted = false
    outcome = nil
  }

  // MARK: Judging

  /// Judges rows as far as the budget goes, those on the way of the search first.
  mutating func advance(_ log: LogSnapshot, _ order: RowOrder, budget: FilterBudget, in context: FilterContext) {
    var context = context
    if case .text = pattern { context.marked = noted }
    var sweep = FilterSweep.newestFirst
    if let search, !search.hasWrapped, order.sorted == nil {
      sweep = (search.direction == .newer) != order.isInverted ? .newer(search.origin) : .older(search.origin)
    }
    run?.advance(log, budget: budget, sweep: sweep, in: context)
  }

  /// Has rows judged again because they read differently now: those of some peers, or all.
  mutating func rejudge(_ peers: Set<Endpoint>?, from first: UInt64 = 0, in log: LogSnapshot) {
    if let peers { run?.rejudge(peers, from: first, in: log) } else { run?.rejudgeAll(in: log) }
  }

  /// Has a row judged again whose mark changed.
  mutating func rejudgeMark(of row: UInt64) {
    if case .filter = pattern { run?.rejudge(row) }
  }

  /// Has a row judged again whose note changed.
  mutating func rejudge(note: String?, of row: UInt64) {
    guard case .text = pattern else { return }
    let isNoted = note.map { isIn($0) } ?? false
    guard isNoted != noted.contains(row) else { return }
    if isNoted { noted.insert(row) } else { noted.remove(row) }
    run?.rejudge(row)
  }

  // MARK: Texts

  /// Whether `text` holds what is looked for, as a text.
  func isIn(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    return needles.contains { !Self.ranges(of: $0, in: scalars, atMost: 1).isEmpty }
  }

  /// Scalars that a match of a regular expression is taken to span at most.
  private static let regexReach = 4_096

  /// The most scalars that an occurrence takes.
  var reach: Int { needles.reduce(regexes.isEmpty ? 0 : Self.regexReach) { max($0, $1.scalars.count) } }

  /// The places where it occurs in decoded units, one occurrence after the other.
  /// - Parameter isBeginning: whether the text begins with these units.
  func ranges(in units: [DecodedText.Unit], isBeginning: Bool = true) -> [Range<Int>] {
    let scalars = units.map { unit -> Unicode.Scalar in
      if case .scalar(let scalar) = unit { return scalar }
      return "\u{fffd}"
    }
    return needles.flatMap { Self.ranges(of: $0, in: scalars) }
      + regexes.flatMap { $0.ranges(in: scalars, isBeginning: isBeginning) }
  }

  private static func ranges(
    of needle: Needle, in scalars: [Unicode.Scalar], atMost most: Int = .max
  ) -> [Range<Int>] {
    let sought = needle.scalars
    guard let first = sought.first, scalars.count >= sought.count else { return [] }
    let scalars = needle.ignoresCase ? scalars.map(\.folded) : scalars
    var ranges: [Range<Int>] = []
    var start = 0
    while start <= scalars.count - sought.count, ranges.count < most {
      if scalars[start] == first, scalars[start..<start + sought.count] == sought[...] {
        ranges.append(start..<start + sought.count)
        start += sought.count
      } else {
        start += 1
      }
    }
    return ranges
  }
}

extension Unicode.Scalar {
  /// The scalar with an ASCII letter in lower case.
  fileprivate var folded: Unicode.Scalar { ("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(value) | 0x20) : self }
}

/// The search and the selection at the time when the find line was opened.
struct FindOrigin: Sendable {
  /// The search before.
  var finding: Finding
  /// The peer that was selected.
  var peer: Endpoint?
}
