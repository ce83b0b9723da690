package import Basics

/// A kind of packet that gave no datagram.
package enum LeftOut: Hashable, Sendable {
  /// Contents that are not dissected, by the number that announces them.
  case contents(ProtocolNumber)
  /// A fragment of a datagram that could not be joined.
  case fragment(FragmentLoss)
  /// A frame of 802.11 without a readable packet.
  case wireless(WirelessFrame)
  /// A tunnel's own message, without a packet in it.
  case hollow
  /// More headers in one another than are followed.
  case nested
  /// Headers that contradict themselves or are cut.
  case unreadable
  /// A damaged record of the file, with a warning.
  case damaged
  /// A line of records that is about no datagram: a summary, kernel drops.
  case record
  /// Any other kind, after the limit on separately counted kinds is reached.
  case further

  /// The reason why a fragment could not be joined.
  package enum FragmentLoss: Hashable, Sendable {
    /// The first fragment of the datagram is missing.
    case beginning
    /// The first fragment is there, and shown as such; another one is missing.
    case rest
    /// It overlaps another one (RFC 5722), or goes beyond the end of the datagram.
    case overlap
    /// Bytes of the datagram were not captured.
    case cut
    /// Its length is none that a fragment can have.
    case length
    /// The memory for fragments was full before the datagram was complete.
    case memory
  }

  /// A frame of 802.11 without a readable packet.
  package enum WirelessFrame: Hashable, Sendable {
    case encrypted
    case management
    case control
    case empty
    /// A part of a frame; parts of frames are not joined.
    case part
  }

  /// Whether the packet may hold UDP in something that is not decoded.
  var isOpaque: Bool {
    switch self {
    case .contents(let number): !number.holdsNoDatagram
    case .fragment, .wireless, .hollow, .nested, .unreadable, .damaged, .record, .further: false
    }
  }
}

extension LeftOut {
  /// The number of packets of the kind: `12 TCP`, `1 fragment whose beginning is missing`.
  package func phrase(_ count: Int) -> Phrase {
    if case .contents(let number) = self { return "\(count) \(number.description)" }
    let words = words
    return "\(count) \(count == 1 ? words.one : words.several)"
  }

  /// The name of several such packets.
  package var name: Phrase {
    if case .contents(let number) = self { return Phrase(verbatim: number.description) }
    return words.several
  }

  private var words: (one: Phrase, several: Phrase) {
    switch self {
    case .contents(let number): (Phrase(verbatim: number.description), Phrase(verbatim: number.description))
    case .fragment(let loss): loss.words
    case .wireless(let frame): frame.words
    case .hollow: ("tunnel message without a packet", "tunnel messages without a packet")
    case .nested: ("packet nested too deeply", "packets nested too deeply")
    case .unreadable: ("packet with headers cut or wrong", "packets with headers cut or wrong")
    case .damaged: ("damaged packet", "damaged packets")
    case .record: ("line without a datagram", "lines without a datagram")
    case .further: ("packet of a further kind", "packets of further kinds")
    }
  }
}

extension LeftOut.FragmentLoss {
  fileprivate var words: (one: Phrase, several: Phrase) {
    switch self {
    case .beginning: ("fragment whose beginning is missing", "fragments whose beginning is missing")
    case .rest: ("fragment of an incomplete datagram", "fragments of incomplete datagrams")
    case .overlap: ("fragment that overlaps", "fragments that overlap")
    case .cut:
      ("fragment of a datagram that was not captured whole", "fragments of datagrams that were not captured whole")
    case .length: ("fragment of a wrong length", "fragments of wrong lengths")
    case .memory: ("fragment beyond the memory for fragments", "fragments beyond the memory for fragments")
    }
  }
}

extension LeftOut.WirelessFrame {
  fileprivate var words: (one: Phrase, several: Phrase) {
    switch self {
    case .encrypted: ("encrypted 802.11 frame", "encrypted 802.11 frames")
    case .management: ("802.11 management frame", "802.11 management frames")
    case .control: ("802.11 control frame", "802.11 control frames")
    case .empty: ("802.11 frame without data", "802.11 frames without data")
    case .part: ("part of an 802.11 frame", "parts of 802.11 frames")
    }
  }
}
