import DisplayFilter
import PayloadText
import UDPCore

/// Reads the log once from front to back, decides each peer's encoding on the way, and hands over what the filter
/// shows.
struct LogReader {
  /// The next number to read.
  private(set) var next: UInt64 = 1
  /// Rows shown.
  private(set) var shown = 0
  /// Received datagrams shown: what `--count` counts.
  private(set) var shownReceived = 0
  /// Rows that were evicted before they were read.
  private(set) var missed = 0
  private(set) var untilWasMet = false

  private let filter: DisplayFilter
  private let until: DisplayFilter?
  private var texts: PeerTexts<Endpoint>

  /// `encoding` for all peers; `nil` decides for each.
  init(encoding: TextEncoding?, filter: DisplayFilter, until: DisplayFilter?) {
    self.filter = filter
    self.until = until
    texts = PeerTexts(fixed: encoding)
  }

  /// Reads at most `slice` rows. With `quiet` nothing is decoded that no filter asks for, nor shown.
  mutating func read(
    _ snapshot: LogSnapshot, slice: Int, quiet: Bool, options: ListenOptions,
    show: (Datagram, EncodingChoice, DecodedText) -> Void
  ) {
    if quiet, filter.isEverything, until == nil, options.count == nil {
      skip(to: snapshot)
      return
    }
    var left = slice
    for segment in snapshot.segments where segment.numbers.upperBound > next {
      if segment.numbers.lowerBound > next {
        missed += Int(segment.numbers.lowerBound - next)
        next = segment.numbers.lowerBound
      }
      while next < segment.numbers.upperBound {
        if left == 0 || isDone(options) { return }
        left -= 1
        judge(segment[next], quiet: quiet, show: show)
        next += 1
      }
    }
  }

  /// Whether `--count` or `--until` has been reached.
  func isDone(_ options: ListenOptions) -> Bool {
    untilWasMet || options.count.map { shownReceived >= $0 } ?? false
  }

  private mutating func judge(
    _ datagram: Datagram, quiet: Bool, show: (Datagram, EncodingChoice, DecodedText) -> Void
  ) {
    if datagram.kind == .incoming { texts.observe(datagram) }
    if filter.matches(datagram, text: { texts.string(of: $0) }) {
      shown += 1
      if datagram.kind == .incoming { shownReceived += 1 }
      if !quiet { show(datagram, texts.choice(for: datagram.peer), texts.text(of: datagram)) }
    }
    if let until, until.matches(datagram, text: { texts.string(of: $0) }) { untilWasMet = true }
  }

  private mutating func skip(to snapshot: LogSnapshot) {
    shown += Int(clamping: max(snapshot.endNumber, next) - next)
    next = max(snapshot.endNumber, next)
  }
}
