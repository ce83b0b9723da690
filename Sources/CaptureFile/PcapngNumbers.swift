/// The kinds of block of a pcapng file (draft-ietf-opsawg-pcapng, section 11.1).
package enum PcapngBlock {
  package static let sectionHeader: UInt32 = 0x0a0d_0d0a
  package static let interfaceDescription: UInt32 = 1
  /// The packet block that came before the enhanced one (obsolete).
  package static let packet: UInt32 = 2
  package static let simplePacket: UInt32 = 3
  package static let interfaceStatistics: UInt32 = 5
  package static let enhancedPacket: UInt32 = 6
  /// What a section header's `byteOrderMagic` is in the section's own byte order.
  package static let byteOrderMagic: UInt32 = 0x1a2b_3c4d
}

/// The words by which a recording of udpeek is known, and what it says that pcapng has no field for.
enum PcapngWords {
  /// The beginning of the section's application.
  static let application = "udpeek"
  /// The comment on a datagram without a time that no simple packet block can hold.
  static let noTime = "this datagram has no time; the one before it is written"
  /// The beginning of the comment that names a datagram's anomalies and a person's mark: `marks: wrong-length marked`.
  static let marks = "marks: "
}

/// The codes of options (draft-ietf-opsawg-pcapng, sections 3.5 and 4). A prefix names the block that they belong to.
package enum PcapngOption {
  /// Ends the options.
  package static let end: UInt16 = 0
  /// A comment, in UTF-8; in any block, any number of times.
  package static let comment: UInt16 = 1
  /// The program that wrote the section.
  package static let sectionApplication: UInt16 = 4
  package static let interfaceName: UInt16 = 2
  package static let interfaceDescription: UInt16 = 3
  /// A byte: negative power of 10, or of 2 where the high bit is set. Microseconds where it is missing.
  package static let interfaceResolution: UInt16 = 9
  /// Seconds to add to every timestamp, signed 64 bits.
  package static let interfaceTimeOffset: UInt16 = 14
  /// 32 bits; the two low ones say the direction: 1 in, 2 out.
  package static let packetFlags: UInt16 = 2
  /// 64 bits: packets lost between this one and the one before.
  package static let packetDropCount: UInt16 = 4
  /// 64 bits: packets received by the interface.
  package static let statisticsReceived: UInt16 = 4
  /// 64 bits: packets dropped by the interface for lack of resources.
  package static let statisticsDropped: UInt16 = 5
  /// 64 bits as a packet's time, the high half first: when the interface's capture began.
  package static let statisticsStart: UInt16 = 2
  /// The same for its end.
  package static let statisticsEnd: UInt16 = 3
  /// 64 bits: packets dropped by the operating system.
  package static let statisticsSystemDropped: UInt16 = 7
  /// 64 bits: packets that reached who captured.
  package static let statisticsDelivered: UInt16 = 8
}
