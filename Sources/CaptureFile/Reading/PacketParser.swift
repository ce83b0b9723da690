import UDPCore

/// A parser that finds datagrams in the bytes of a capture file, which may arrive in pieces.
protocol PacketParser: AnyObject {
  /// The counts so far.
  var tally: CaptureTally { get set }
  /// The names of the interfaces, indexed by `CapturedDatagram.interface`; empty for one without a name.
  var interfaceNames: [String] { get }
  /// The comments on the last datagram.
  var comments: [ParsedComment] { get }
  /// The encapsulations of the datagrams so far, by `CapturedDatagram.encapsulation`, which starts at 1.
  var encapsulations: [Encapsulation] { get }
  /// The bytes that hold the last datagram's payload if those are not the parsed ones; otherwise `nil`.
  var payload: [UInt8]? { get }

  /// The contents of the last row where it is an alarm (`CapturedDatagram.isAlarm`).
  var alarm: AlarmNote? { get }

  /// Parses up to the next datagram.
  /// - Parameters:
  ///   - bytes: the bytes to parse, from `cursor` on; those before it are no longer needed.
  ///   - base: the offset in the capture of the first of `bytes`.
  ///   - isEnd: whether nothing follows `bytes`.
  ///   - datagram: the place for the datagram, so that it is not copied from caller to caller.
  func next(
    _ bytes: RawSpan, _ cursor: inout Int, base: UInt64, isEnd: Bool, into datagram: inout CapturedDatagram
  ) -> ParserStep
}

extension PacketParser {
  var payload: [UInt8]? { nil }
  var alarm: AlarmNote? { nil }
  var comments: [ParsedComment] { [] }
  var encapsulations: [Encapsulation] { [] }
}

/// A comment of a capture file.
package struct ParsedComment: Hashable, Sendable {
  /// The subject of a comment.
  package enum Subject: Sendable {
    case datagram
    /// An interface of a udpeek recording, or its statistics: such comments are about rows.
    case interface
    /// An interface or its statistics in a file of another program: the comment is about no row.
    case file
    /// A datagram, in the user's own words: `note` of JSON Lines and CSV.
    case note
  }

  package let text: String
  package let subject: Subject
}

/// The outcome of a parsing step.
enum ParserStep {
  case datagram
  /// The first packet of an interface whose link type is not supported.
  case unknownLink(LinkType, time: Int64?, interface: Int)
  /// The parser needs this many bytes from the cursor on, or to know that the file has ended.
  case needs(Int)
  /// Nothing more can be read.
  case end
}
