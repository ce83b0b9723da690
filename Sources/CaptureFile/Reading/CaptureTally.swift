/// The counts and warnings of one capture file. Bounded, whatever the file contains.
package struct CaptureTally: Hashable, Sendable {
  /// The maximum number of warnings kept, the first ones; all are counted.
  package static let keptWarnings = 50
  /// The maximum number of kinds of undissected packets that are counted separately.
  package static let keptEnclosures = 64

  /// Packets of any kind.
  package internal(set) var packets = 0
  /// Packets without a UDP datagram.
  package internal(set) var others = 0
  /// Fragments other than the first of a datagram.
  package internal(set) var laterFragments = 0
  /// Packets whose headers contradict themselves or are cut.
  package internal(set) var unreadable = 0
  /// Packets that may contain UDP but are not dissected, by kind: unsupported link types, tunnels.
  package private(set) var enclosed: [Enclosure: Int] = [:]
  /// Damaged packets, each with a warning.
  package internal(set) var broken = 0
  /// Datagrams that a kernel dropped, according to the file.
  package internal(set) var kernelDrops = 0
  package private(set) var warnings: [CaptureWarning] = []
  package private(set) var warningCount = 0
  /// Whether part of the file was certainly left unread.
  package private(set) var isIncomplete = false

  package init() {}

  /// Packets that gave no datagram.
  package var skipped: Int {
    others + laterFragments + unreadable + broken + enclosed.values.reduce(0, +)
  }

  /// Records a warning.
  mutating func warn(_ problem: CaptureWarning.Problem, at offset: UInt64) {
    warningCount += 1
    if problem.leavesDataUnread { isIncomplete = true }
    if warnings.count < Self.keptWarnings { warnings.append(CaptureWarning(offset: offset, problem: problem)) }
  }

  /// Counts a packet that gave no datagram.
  mutating func count(_ dissection: Dissection, _ link: LinkType) {
    switch dissection {
    case .datagram: break
    case .other: others += 1
    case .laterFragment: laterFragments += 1
    case .unreadable: unreadable += 1
    case .enclosed(let enclosure): count(enclosure)
    case .unknownLink: count(.link(link.rawValue))
    }
  }

  private mutating func count(_ enclosure: Enclosure) {
    let isKnown = enclosed.count < Self.keptEnclosures || enclosed[enclosure] != nil
    enclosed[isKnown ? enclosure : .further, default: 0] += 1
  }
}
