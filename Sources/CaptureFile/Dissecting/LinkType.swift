/// The link-layer header type of an interface: the numbers of <https://www.tcpdump.org/linktypes.html>, as in capture
/// files. `ProtocolTable` has those that are read.
package struct LinkType: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// Raw IP, version 4 or 6 by its first nibble. udpeek writes this type.
  package static let raw = LinkType(rawValue: 101)
}
