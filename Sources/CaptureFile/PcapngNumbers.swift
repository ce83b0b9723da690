/// The block types of a pcapng file (draft-ietf-opsawg-pcapng, section 11.1).
package enum PcapngBlock {
  package static let sectionHeader: UInt32 = 0x0a0d_0d0a
  package static let interfaceDescription: UInt32 = 1
  /// The predecessor of the enhanced packet block (obsolete).
  package static let packet: UInt32 = 2
  package static let simplePacket: UInt32 = 3
  package static let interfaceStatistics: UInt32 = 5
  package static let enhancedPacket: UInt32 = 6
  /// The value of a section header's `byteOrderMagic` in the section's own byte order.
  package static let byteOrderMagic: UInt32 = 0x1a2b_3c4d
}

/// Words that identify a udpeek recording, and comments for what pcapng has no field for.
enum PcapngWords {
  /// The beginning of the section's application name.
  static let application = "udpeek"
  /// The comment on a datagram without a time that does not fit in a simple packet block.
  static let noTime = "this datagram has no time; the one before it is written"
  /// The comment in its place where no datagram before has a time.
  static let noTimeYet = "this datagram has no time, and none before it has one; 1970 is written"
  /// The beginning of the comment that names a datagram's anomalies and a person's mark: `marks: wrong-length marked`.
  static let marks = "marks: "
}

/// The option codes (draft-ietf-opsawg-pcapng, sections 3.5 and 4). A prefix names the block that an option belongs to.
package enum PcapngOption {
  /// The end of the options.
  package static let end: UInt16 = 0
  /// A comment, in UTF-8; in any block, any number of times.
  package static let comment: UInt16 = 1
  /// The program that wrote the section.
  package static let sectionApplication: UInt16 = 4
  package static let interfaceName: UInt16 = 2
  package static let interfaceDescription: UInt16 = 3
  /// One byte: a negative power of 10, or of 2 if the high bit is set. Without this option, times are in microseconds.
  package static let interfaceResolution: UInt16 = 9
  /// Seconds to add to every timestamp, as a signed 64-bit number.
  package static let interfaceTimeOffset: UInt16 = 14
  /// 32 bits; the two lowest give the direction: 1 in, 2 out.
  package static let packetFlags: UInt16 = 2
  /// 64 bits: packets lost between the previous packet and this one.
  package static let packetDropCount: UInt16 = 4
  /// 64 bits that identify a packet: the number of the request that it is.
  package static let packetID: UInt16 = 5
  /// 64 bits: packets received by the interface.
  package static let statisticsReceived: UInt16 = 4
  /// 64 bits: packets dropped by the interface for lack of resources.
  package static let statisticsDropped: UInt16 = 5
  /// 64 bits in the layout of a packet's time, the high half first: the start of the interface's capture.
  package static let statisticsStart: UInt16 = 2
  /// 64 bits in the layout of a packet's time, the high half first: the end of the interface's capture.
  package static let statisticsEnd: UInt16 = 3
  /// 64 bits: packets dropped by the operating system.
  package static let statisticsSystemDropped: UInt16 = 7
  /// 64 bits: packets delivered to the capturing program.
  package static let statisticsDelivered: UInt16 = 8
}
