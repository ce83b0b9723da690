/// What an interface description block says.
struct PcapngInterface {
  /// Its number among those of all sections.
  let number: Int
  let link: LinkType
  /// Bytes that were kept of a packet at most; 0 for all.
  let snapLength: UInt32
  /// The unit of its timestamps, before the offset.
  var resolution = TimeUnit.microseconds
  /// Seconds to be added to its timestamps.
  var offset: Int64 = 0
  /// Both together, after `settle()`.
  private(set) var unit = TimeUnit.microseconds
  /// Whether it was said that its link type is not known.
  var hasSaidLink = false
  /// Datagrams dropped, by whichever count says more.
  private(set) var drops: UInt64 = 0
  private var dropsOfPackets: UInt64 = 0

  init(number: Int, link: LinkType, snapLength: UInt32) {
    self.number = number
    self.link = link
    self.snapLength = snapLength
  }

  /// Joins resolution and offset, which come in either order.
  mutating func settle() {
    unit = resolution
    unit.setOffset(seconds: offset)
  }

  /// Drops since the packet before.
  mutating func note(drops more: UInt64) {
    let (sum, overflow) = dropsOfPackets.addingReportingOverflow(more)
    dropsOfPackets = overflow ? .max : sum
    drops = max(drops, dropsOfPackets)
  }

  /// Drops since the start, as a statistics block has them.
  mutating func note(total: UInt64) {
    drops = max(drops, total)
  }
}
