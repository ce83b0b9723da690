package import CaptureFile
import PayloadText
package import PeerText
package import UDPCore

/// What a capture says of how peers write, as a comment: `encoding gb18030` beside a datagram of the peer or on the
/// interface, `encoding gbk for 10.0.3.17:5000` and `encoding gbk for all peers` anywhere; `auto` takes it back.
package struct EncodingRemark: Hashable {
  /// Whom it is about.
  package enum Subject: Hashable {
    /// The peer of the datagram that it stands beside; all where it stands beside none.
    case here
    case peer(Endpoint)
    case all
  }

  package let encoding: PresetEncoding
  package let subject: Subject

  private static let beginning = "encoding "
  private static let allPeers = "all peers"

  init(_ encoding: PresetEncoding, _ subject: Subject) {
    self.encoding = encoding
    self.subject = subject
  }

  /// `nil` for another comment, and for a guess (`encoding gb18030?`), which is made again.
  init?(_ comment: String) {
    guard comment.hasPrefix(Self.beginning) else { return nil }
    let parts = comment.dropFirst(Self.beginning.count).split(separator: " ", maxSplits: 2)
    guard let name = parts.first else { return nil }
    if name == PresetEncoding.auto.name {
      encoding = .auto
    } else {
      guard let named = TextEncoding(label: name) else { return nil }
      encoding = .encoding(named)
    }
    if parts.count == 1 {
      subject = .here
    } else if parts.count == 3, parts[1] == "for" {
      guard parts[2] != Self.allPeers else {
        subject = .all
        return
      }
      guard let argument = try? EndpointArgument(String(parts[2])), case .address(let address, nil) = argument.host
      else { return nil }
      subject = .peer(Endpoint(address, port: argument.port))
    } else {
      return nil
    }
  }

  /// Whether a comment says an encoding, a guessed one included.
  package static func isOne(_ comment: String) -> Bool {
    comment.hasPrefix(beginning) && EncodingRemark(comment.filter { $0 != "?" }) != nil
  }

  /// Whom it is about, where it stands beside a datagram of `peer`, or beside none; `nil` for all.
  func peer(beside peer: Endpoint?) -> Endpoint? {
    switch subject {
    case .here: peer
    case .peer(let named): named
    case .all: nil
    }
  }
}

extension EncodingRemark: CustomStringConvertible {
  package var description: String {
    let text = Self.beginning + encoding.name
    switch subject {
    case .here: return text
    // A scope is a number of this host: captures hold none.
    case .peer(let peer): return "\(text) for \(Endpoint(peer.address, port: peer.port))"
    case .all: return "\(text) for \(Self.allPeers)"
    }
  }
}

extension CaptureComment {
  /// Whether it says an encoding, a guessed one included.
  package var saysEncoding: Bool { !isNote && EncodingRemark.isOne(text) }

  /// Whether it is about a row: what other programs say of an interface is not, unless it is a note that was copied.
  package var isOnRow: Bool { subject != .file || NoteRemark(text) != nil }

  /// Whether it is a person's alone, and yet reads like what a recording says.
  package var isRemarkable: Bool { isNote && (EncodingRemark.isOne(text) || NoteRemark(text) != nil) }

  /// What it says of how a peer writes, or all of them (`nil`); `nil` for another comment.
  package var encoding: (peer: Endpoint?, encoding: PresetEncoding)? {
    guard !isNote, let remark = EncodingRemark(text) else { return nil }
    return (remark.peer(beside: peer), remark.encoding)
  }
}
