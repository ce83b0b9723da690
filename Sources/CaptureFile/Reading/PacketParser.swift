/// Finds datagrams in the bytes of a capture, in whatever pieces they come.
protocol PacketParser: AnyObject {
  /// What was counted so far.
  var tally: CaptureTally { get set }
  /// The names of the interfaces, as `CapturedDatagram.interface` counts them; empty where one has none.
  var interfaceNames: [String] { get }
  /// The comments of the last datagram; empty unless it has some.
  var comments: [ParsedComment] { get }
  /// The payload of the last datagram where it is not among the bytes that were given; `nil` where it is.
  var payload: [UInt8]? { get }

  /// Goes on until the next datagram.
  /// - Parameters:
  ///   - bytes: what waits to be parsed, from `cursor` on; what lies before is done with.
  ///   - base: the offset in the capture of the first of `bytes`.
  ///   - isEnd: whether nothing comes after `bytes`.
  func next(_ bytes: RawSpan, _ cursor: inout Int, base: UInt64, isEnd: Bool) -> ParserStep
}

extension PacketParser {
  var payload: [UInt8]? { nil }
  var comments: [ParsedComment] { [] }
}

/// A comment of a capture file.
package struct ParsedComment: Hashable, Sendable {
  /// What a comment is on.
  package enum Subject: Sendable {
    case datagram
    /// An interface of a udpeek recording, or its statistics: such comments concern rows.
    case interface
    /// An interface, or its statistics, in the words of another program: about no row.
    case file
    /// A datagram, in words of a person alone: `note` of JSON Lines and CSV.
    case note
  }

  package let text: String
  package let subject: Subject
}

/// What a parser came to.
enum ParserStep {
  case datagram(CapturedDatagram)
  /// A packet of a link type that is not known, the first of its interface.
  case unknownLink(LinkType, time: Int64?, interface: Int)
  /// It goes on when so many bytes from the cursor on are there, or the end is known.
  case needs(Int)
  /// Nothing more can be read.
  case end
}
