import Basics
import Glibc
import Plumbing
package import UDPCore

/// A reader of the datagrams of one capture file: pcap, pcapng, and the JSON Lines and CSV of udpeek, plain or
/// compressed.
package final class CaptureReader {
  /// The next item of the file.
  package enum Step {
    case datagram
    /// The first packet of an interface whose link type is not supported.
    case unknownLink(LinkType, time: Int64?, interface: Int)
    /// No more data has arrived through the pipe: wait until `descriptor` is readable.
    case waits
    /// No datagram was found in several megabytes: call again. Meanwhile the caller can check for signals.
    case busy
    case end
  }

  /// The maximum number of pieces of the file that one call of `next` reads.
  private static let mostPieces = 16

  /// The name of the file: the last component of its path.
  package let name: String
  /// The full path, if the file was opened by one; otherwise the name.
  let path: String
  /// The format of the file; `nil` until it is known.
  package private(set) var format: CaptureFormat?
  /// The reason why the file cannot be read; `nil` while none is known.
  package private(set) var failure: CaptureFileError?

  private let input: CaptureInput
  private let showsInner: Bool
  private var parser: (any PacketParser)?
  private var isAtEnd = false
  private var isOver = false
  private var ownTally = CaptureTally()

  /// Opens a file; `-` is standard input. Throws an error if it is not a capture file, unless it is a pipe, whose
  /// contents are not known yet.
  /// - Parameter showsInner: whether VXLAN and GENEVE are taken apart.
  package convenience init(path: String, showsInner: Bool = false) throws(CaptureFileError) {
    let isStandardInput = path == "-"
    // O_NONBLOCK: opening a pipe that has no writer yet would block (fifo(7)); reading waits for the writer.
    let descriptor =
      isStandardInput
      ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let code = errno
      throw CaptureFileError(
        "cannot open \(path): \(errorPhrase(Confinement.code(code, at: path, writing: false)))")
    }
    let name = isStandardInput ? "stdin" : Self.name(of: path)
    self.init(
      descriptor: descriptor, name: name, path: path.hasSuffix("/" + name) ? path : name, showsInner: showsInner)
    try check(path)
  }

  /// Creates a reader from a descriptor, which it closes when it is released.
  package init(descriptor: Int32, name: String, path: String? = nil, showsInner: Bool = false) {
    self.showsInner = showsInner
    input = CaptureInput(descriptor: descriptor)
    self.name = name
    self.path = path ?? name
  }

  private static func name(of path: String) -> String {
    if path.hasPrefix("/dev/fd/") { return "fd " + path.dropFirst(8) }
    return path.split(separator: "/").last.map(String.init) ?? path
  }

  private func check(_ path: String) throws(CaptureFileError) {
    var status = stat()
    if unsafe fstat(input.descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw CaptureFileError("\(path) is a folder; open the files in it: udpeek open \(path)/*")
    }
    if isatty(input.descriptor) == 1 {
      throw CaptureFileError(
        "\(path) is a terminal, not a capture; pipe one into it: ssh HOST udpeek listen -w - | udpeek open -")
    }
    guard input.fileSize != nil else { return }
    isOver = learnFormat() == .end
    if let failure { throw failure }
  }

  // MARK: Figures

  /// The descriptor to wait for while `next()` returns `waits`.
  package var descriptor: Int32 { input.descriptor }

  /// The number of bytes read so far, and the total; `nil` for a pipe.
  package var progress: (read: Int, of: Int?) { (input.bytesRead, input.fileSize) }

  /// The counts so far.
  package var tally: CaptureTally { parser?.tally ?? ownTally }

  /// The names of the file's interfaces, indexed by `CapturedDatagram.interface`; empty for one without a name.
  package var interfaceNames: [String] { parser?.interfaceNames ?? [] }

  /// The encapsulations of the datagrams so far, by `CapturedDatagram.encapsulation`, which starts at 1.
  var encapsulations: [Encapsulation] { parser?.encapsulations ?? [] }

  /// The comments on the last datagram; at the end, those after all datagrams.
  package var comments: [ParsedComment] { parser?.comments ?? [] }

  /// The contents of the last row where it is an alarm.
  package var alarm: AlarmNote? { parser?.alarm }

  /// Calls `body` with the stored payload of the last datagram.
  package func withPayload<R>(of datagram: CapturedDatagram, _ body: (RawSpan) -> R) -> R {
    if datagram.isElsewhere, let payload = parser?.payload {
      return unsafe payload.withUnsafeBytes { unsafe body($0.bytes.extracting(datagram.payload)) }
    }
    return input.withBytes { body($0.extracting(datagram.payload)) }
  }

  // MARK: Reading

  /// Returns the next item. A datagram's payload is valid until the next call.
  /// - Parameter datagram: the place for the item, if it is a datagram; otherwise its value means nothing.
  package func next(into datagram: inout CapturedDatagram) -> Step {
    var pieces = 0
    while !isOver {
      if pieces == Self.mostPieces { return .busy }
      guard let parser else {
        switch learnFormat() {
        case .more: continue
        case .waits: return .waits
        case .end: isOver = true
        }
        break
      }
      var cursor = input.waiting.lowerBound
      let step = input.withBytes {
        parser.next($0, &cursor, base: input.base, isEnd: isAtEnd, into: &datagram)
      }
      input.consume(through: cursor)
      switch step {
      case .datagram: return .datagram
      case .unknownLink(let link, let time, let interface):
        return .unknownLink(link, time: time, interface: interface)
      case .end: isOver = true
      case .needs(let count):
        pieces += 1
        switch input.fill(needed: count) {
        case .more: continue
        case .waits: return .waits
        case .end:
          isAtEnd = true
          if let problem = input.problem {
            parser.tally.warn(problem, at: input.base + UInt64(input.waiting.upperBound))
          }
        }
      }
    }
    return .end
  }

  /// Detects the format from the first bytes.
  private func learnFormat() -> CaptureInput.FillResult {
    while true {
      switch CaptureSignature(input.first(CaptureSignature.mostBytes), isEnd: isAtEnd) {
      case .pcap(let form): (parser, format) = (PcapParser(form, showsInner: showsInner), .pcap)
      case .pcapng: (parser, format) = (PcapngParser(showsInner: showsInner), .pcapng)
      case .jsonLines: (parser, format) = (RecordParser(.jsonLines), .jsonLines)
      case .csv(let separator): (parser, format) = (RecordParser(.csv(separator: separator)), .csv)
      case .unknown(let hint):
        failure = CaptureFileError(
          "\(name) is not a capture file that udpeek knows: pcap, pcapng, or its own JSON Lines or CSV, plain, .gz or .zst"
            + hint)
        return .end
      case .needs(let count):
        if isAtEnd { return endWithoutFormat() }
        switch input.fill(needed: count) {
        case .more: continue
        case .waits: return .waits
        case .end:
          isAtEnd = true
          continue
        }
      }
      return .more
    }
  }

  /// Reports a file that ends before its format is known.
  private func endWithoutFormat() -> CaptureInput.FillResult {
    ownTally.warn(input.problem ?? (input.waiting.isEmpty ? .empty : .cutBlock), at: input.base)
    return .end
  }
}
