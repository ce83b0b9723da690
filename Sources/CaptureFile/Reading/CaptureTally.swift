/// The counts and warnings of one capture file. Bounded, whatever the file contains.
package struct CaptureTally: Hashable, Sendable {
  /// The maximum number of warnings kept, the first ones; all are counted.
  package static let keptWarnings = 50
  /// The maximum number of kinds of packets without a datagram that are counted separately.
  package static let keptKinds = 128

  /// Packets of any kind.
  package internal(set) var packets = 0
  /// Packets that gave no datagram, by kind.
  package var leftOut: [LeftOut: Int] {
    var kinds = kinds
    if lastCount > 0 { Self.add(lastCount, of: lastKind, to: &kinds) }
    return kinds
  }
  private var kinds: [LeftOut: Int] = [:]
  /// The last packets of a kind in a row, which are not in `kinds` yet.
  private var (lastKind, lastCount) = (LeftOut.further, 0)
  /// Datagrams joined from fragments, and the packets that they were joined from.
  package internal(set) var joined = 0
  package internal(set) var joinedFragments = 0
  /// Datagrams that a kernel dropped, according to the file.
  package internal(set) var kernelDrops = 0
  package private(set) var warnings: [CaptureWarning] = []
  package private(set) var warningCount = 0
  /// Whether part of the file was certainly left unread.
  package private(set) var isIncomplete = false

  package init() {}

  /// Packets that gave no datagram.
  package var skipped: Int { leftOut.values.reduce(0, +) }

  /// Records a warning.
  mutating func warn(_ problem: CaptureWarning.Problem, at offset: UInt64) {
    warningCount += 1
    if problem.leavesDataUnread { isIncomplete = true }
    if warnings.count < Self.keptWarnings { warnings.append(CaptureWarning(offset: offset, problem: problem)) }
  }

  /// Counts packets of a kind that gave no datagram.
  mutating func count(_ kind: LeftOut, _ packets: Int = 1) {
    if kind != lastKind {
      Self.add(lastCount, of: lastKind, to: &kinds)
      (lastKind, lastCount) = (kind, 0)
    }
    lastCount += packets
  }

  private static func add(_ packets: Int, of kind: LeftOut, to kinds: inout [LeftOut: Int]) {
    guard packets > 0 else { return }
    let isKnown = kinds.count < keptKinds || kinds[kind] != nil
    kinds[isKnown ? kind : .further, default: 0] += packets
  }
}
