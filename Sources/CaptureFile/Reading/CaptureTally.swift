/// What was counted in one capture file, and what was wrong with it. Bounded, whatever the file holds.
package struct CaptureTally: Hashable, Sendable {
  /// Warnings that are kept, the first ones; all are counted.
  package static let keptWarnings = 50
  /// The most kinds of undissected packets that are counted separately.
  package static let keptEnclosures = 64

  /// Packets of any kind.
  package internal(set) var packets = 0
  /// Packets without a UDP datagram.
  package internal(set) var others = 0
  /// Fragments beyond the first of a datagram.
  package internal(set) var laterFragments = 0
  /// Packets whose headers contradict themselves or are cut.
  package internal(set) var unreadable = 0
  /// Packets that may hold UDP, but are not taken apart, by kind: link types that are not known here, tunnels.
  package private(set) var enclosed: [Enclosure: Int] = [:]
  /// Packets that a warning speaks of.
  package internal(set) var broken = 0
  /// Datagrams that a kernel dropped, as far as the file says.
  package internal(set) var kernelDrops = 0
  package private(set) var warnings: [CaptureWarning] = []
  package private(set) var warningCount = 0
  /// Whether something of the file was left unread that is surely there.
  package private(set) var isIncomplete = false

  package init() {}

  /// Packets that gave no datagram.
  package var skipped: Int {
    others + laterFragments + unreadable + broken + enclosed.values.reduce(0, +)
  }

  /// Takes note of a warning.
  mutating func warn(_ problem: CaptureWarning.Problem, at offset: UInt64) {
    warningCount += 1
    if problem.leavesRest { isIncomplete = true }
    if warnings.count < Self.keptWarnings { warnings.append(CaptureWarning(offset: offset, problem: problem)) }
  }

  /// Counts a packet of a link type that gave none.
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
