/// The contents of an interface description block.
struct PcapngInterface {
  /// The index of the interface, over all sections.
  let number: Int
  let link: LinkType
  /// The maximum number of bytes stored per packet; 0 for no limit.
  let snapLength: UInt32
  /// The unit of the timestamps, before the offset.
  var resolution = TimeUnit.microseconds
  /// Seconds to add to the timestamps.
  var offset: Int64 = 0
  /// The unit including the offset, after `settle()`.
  private(set) var unit = TimeUnit.microseconds
  /// Whether the unsupported link type was reported.
  var hasReportedLink = false
  /// The number of dropped datagrams: the higher of the two counts.
  private(set) var drops: UInt64 = 0
  private var dropsOfPackets: UInt64 = 0

  init(number: Int, link: LinkType, snapLength: UInt32) {
    self.number = number
    self.link = link
    self.snapLength = snapLength
  }

  /// Combines resolution and offset, which may come in either order.
  mutating func settle() {
    unit = resolution
    unit.setOffset(seconds: offset)
  }

  /// Records drops since the previous packet.
  mutating func note(drops more: UInt64) {
    let (sum, overflow) = dropsOfPackets.addingReportingOverflow(more)
    dropsOfPackets = overflow ? .max : sum
    drops = max(drops, dropsOfPackets)
  }

  /// Records the drops since the start, from a statistics block.
  mutating func note(total: UInt64) {
    drops = max(drops, total)
  }
}
