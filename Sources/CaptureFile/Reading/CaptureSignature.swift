import Basics

/// The format that the first bytes of a file announce.
enum CaptureSignature {
  /// Undecided until this many bytes are available.
  case needs(Int)
  case pcap(PcapParser.Form)
  case pcapng
  case jsonLines
  case csv(separator: UInt8)
  /// An unknown format; `hint` may add an explanation.
  case unknown(hint: Phrase)

  /// The longest CSV header, in bytes.
  private static let longestHeading = 64 << 10
  /// The columns required for a datagram.
  private static let neededColumns = ["direction", "src_ip", "src_port", "dst_ip", "dst_port", "size", "payload"]

  /// Detects the format from the first bytes.
  /// - Parameter isEnd: whether the file has no more bytes.
  init(_ first: [UInt8], isEnd: Bool) {
    guard first.count >= 4 else {
      self = .needs(4)
      return
    }
    let magic = first.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    if let form = PcapParser.Form(magic: magic) {
      self = .pcap(form)
    } else if magic == PcapngBlock.sectionHeader {
      self = .pcapng
    } else {
      self = Self.text(first, isEnd: isEnd)
    }
  }

  /// The maximum number of bytes to examine.
  static var mostBytes: Int { longestHeading }

  private static func text(_ first: [UInt8], isEnd: Bool) -> CaptureSignature {
    let text = first.dropFirst(byteOrderMark(first)).drop { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
    let canGrow = !isEnd && first.count < longestHeading
    switch text.first {
    case nil: return canGrow ? .needs(first.count + 1) : .unknown(hint: "")
    case UInt8(ascii: "{"): return .jsonLines
    case UInt8(ascii: "["): return .unknown(hint: "; jq -c '.[]' splits a list into one object per line")
    default: break
    }
    // Bytes that are not text are rejected without waiting for more.
    if text.prefix(64).contains(where: { $0 < 0x20 && ![0x09, 0x0a, 0x0d].contains($0) }) { return .unknown(hint: "") }
    guard let end = text.firstIndex(where: { $0 == 0x0a || $0 == 0x0d }) ?? (isEnd ? text.endIndex : nil) else {
      return canGrow ? .needs(first.count + 1) : .unknown(hint: "")
    }
    return heading(Array(text[..<end]))
  }

  /// Detects CSV by its header, whatever the order of the columns and whatever others there are.
  private static func heading(_ line: [UInt8]) -> CaptureSignature {
    for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09] {
      let columns = Set(unsafe line.withUnsafeBytes { unsafe RecordParser.split($0.bytes, 0..<line.count, separator) })
      let missing = neededColumns.filter { !columns.contains($0) }
      if missing.isEmpty { return .csv(separator: separator) }
      if missing.count < neededColumns.count {
        return .unknown(hint: "; as CSV it has no column \(missing.joined(separator: ", "))")
      }
    }
    return .unknown(hint: "")
  }

  /// Returns the length of a UTF-8 byte order mark; 0 if there is none.
  static func byteOrderMark(_ bytes: [UInt8]) -> Int { bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0 }
}
