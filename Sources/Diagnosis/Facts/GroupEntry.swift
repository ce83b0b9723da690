package import UDPCore

/// A multicast group that this host has joined on an interface: `/proc/net/igmp` (`igmp_mc_seq_show` in the kernel's
/// net/ipv4/igmp.c) and `igmp6`.
package struct GroupEntry: Hashable, Sendable {
  package var interface: String
  package var group: IPAddress
  /// The version of IGMP that the interface speaks: 1, 2 or 3; `nil` for IPv6, where the file does not say.
  package var version: Int?

  package init(interface: String, group: IPAddress, version: Int? = nil) {
    self.interface = interface
    self.group = group
    self.version = version
  }

  /// Reads the text of `/proc/net/igmp`: a line for an interface, then an indented one for each of its groups.
  package static func all(inIGMP text: String) -> [GroupEntry] {
    var entries: [GroupEntry] = []
    var interface = ""
    var version: Int?
    for line in text.split(separator: "\n").dropFirst() {
      let words = line.split(whereSeparator: \.isWhitespace)
      if line.first?.isNumber == true, words.count >= 2 {
        interface = String(words[1].split(separator: ":").first ?? "")
        version = words.last.flatMap { $0.hasPrefix("V") ? Int($0.dropFirst()) : nil }
      } else if let group = words.first.flatMap(HexAddress.words), !interface.isEmpty {
        entries.append(GroupEntry(interface: interface, group: group, version: version))
      }
    }
    return entries
  }

  /// Reads the text of `/proc/net/igmp6`: index, interface, group, users.
  package static func all(inIGMP6 text: String) -> [GroupEntry] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count >= 4, let group = HexAddress.bytes(words[2]) else { return nil }
      return GroupEntry(interface: String(words[1]), group: group)
    }
  }
}

/// A source that a group is joined for, or not for: `/proc/net/mcfilter` and `mcfilter6`.
package struct SourceFilter: Hashable, Sendable {
  package var interface: String
  package var group: IPAddress
  package var source: IPAddress
  /// Sockets that take this source alone, and those that leave it out.
  package var including: Int
  package var excluding: Int

  package init(interface: String, group: IPAddress, source: IPAddress, including: Int, excluding: Int) {
    self.interface = interface
    self.group = group
    self.source = source
    self.including = including
    self.excluding = excluding
  }

  /// Reads the text of either file: index, interface, group, source, including, excluding.
  package static func all(in text: String) -> [SourceFilter] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count >= 6, let group = HexAddress.bytes(words[2]), let source = HexAddress.bytes(words[3]),
        let including = Int(words[4]), let excluding = Int(words[5])
      else { return nil }
      return SourceFilter(
        interface: String(words[1]), group: group, source: source, including: including, excluding: excluding)
    }
  }
}
