/// The counts and warnings of one capture file. Bounded, whatever the file contains.
package struct CaptureTally: Hashable, Sendable {
  /// The maximum number of warnings kept, the first ones; all are counted.
  package static let keptWarnings = 50
  /// The maximum number of kinds of packets without a datagram that are counted separately.
  package static let keptKinds = 128

  /// Packets of any kind.
  package internal(set) var packets = 0
  /// Packets that gave no datagram, by kind.
  package private(set) var leftOut: [LeftOut: Int] = [:]
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
    guard packets > 0 else { return }
    let isKnown = leftOut.count < Self.keptKinds || leftOut[kind] != nil
    leftOut[isKnown ? kind : .further, default: 0] += packets
  }
}
