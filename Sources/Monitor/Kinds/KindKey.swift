import Basics
import PayloadText
import UDPCore

/// A peer and a kind of its datagrams.
struct KindKey: TableKey {
  /// The peer that sent them.
  let peer: Endpoint
  let shape: KindShape
}

/// The sign by which datagrams are of one kind.
enum KindShape: Hashable, Sendable {
  /// Bytes of one size that begin with the same `count` bytes, the first one highest.
  case bytes(size: Int, start: UInt32, count: Int)
  /// Texts that are alike but for their digits, by the hash of what is left.
  case text(UInt64)
  /// Texts of a peer whose texts are alike in nothing.
  case anyText
  case named(KindName)
}

/// A kind that a format names.
struct KindName: Hashable, Sendable {
  /// The name of the format, and its title.
  let format: String
  let title: String
  /// The field that names the kind.
  let field: String
  /// The value of that field for a person, and whether it is a number.
  let value: String
  let isNumber: Bool

  /// The name for a person: `Meter alarm`.
  var text: String { "\(title) \(value)" }
}

extension KindShape {
  /// The order of kinds of one peer.
  var order: (Int, UInt64, String) {
    switch self {
    case .named(let name): (0, 0, name.text)
    case .text(let hash): (1, hash, "")
    case .anyText: (2, 0, "")
    case .bytes(let size, let start, _): (3, UInt64(size) << 32 | UInt64(start), "")
    }
  }
}

/// The datagrams of a peer among which kinds are told apart: those of one size, or its texts.
struct KindGroup: Sendable {
  struct Key: TableKey {
    let peer: Endpoint
    /// The size of binary datagrams; -1 for texts.
    let size: Int
  }

  /// The most bytes from the front that tell kinds apart.
  static let longest = 4
  /// The most kinds of one size: beyond them the last of their first bytes is no sign of a kind.
  private static let mostKinds = 8
  /// The most texts that are alike but for digits.
  private static let mostTexts = 32

  /// The bytes from the front that tell kinds apart; of texts, 0 where they are alike in nothing.
  private(set) var count: Int
  private var starts: [UInt64] = []

  init(_ key: Key) { count = key.size < 0 ? 1 : min(Self.longest, key.size) }

  /// Takes note of the beginning of a datagram, or of the hash of a text.
  /// - Returns: whether fewer bytes tell kinds apart from now on.
  mutating func note(_ start: UInt64, isText: Bool) -> Bool {
    let masked = isText ? start : Self.masked(start, count)
    if count == 0 || starts.contains(masked) { return false }
    starts.append(masked)
    guard starts.count > (isText ? Self.mostTexts : Self.mostKinds) else { return false }
    repeat {
      count -= 1
      starts = isText ? [] : Array(Set(starts.map { Self.masked($0, count) }))
    } while count > 0 && starts.count > Self.mostKinds
    return true
  }

  /// The first `count` of four bytes.
  static func masked(_ start: UInt64, _ count: Int) -> UInt64 {
    count == 0 ? 0 : start & (UInt64(0xffff_ffff) << UInt64(8 * (longest - count)) & 0xffff_ffff)
  }
}

/// The digest of a text in which every number counts as the same sign.
enum MaskedText {
  /// The bytes that are read.
  private static let limit = 256

  /// Returns the hash (FNV-1a) of a payload, each run of digits as one sign.
  static func hash(_ payload: RawSpan) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var isNumber = false
    for offset in 0..<min(limit, payload.byteCount) {
      let byte = unsafe payload.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      let isDigit = (0x30...0x39).contains(byte)
      if isDigit, isNumber { continue }
      // A sign and a point belong to the number beside them.
      let isPart = byte == 0x2e && isNumber
      if isPart { continue }
      isNumber = isDigit
      hash = (hash ^ UInt64(isDigit ? 0x23 : byte)) &* 0x0000_0100_0000_01b3
    }
    return hash
  }

  /// The parts of a text: runs of digits, and what stands between them.
  static func parts(of text: String) -> [(text: String, isNumber: Bool)] {
    var parts: [(text: String, isNumber: Bool)] = []
    for scalar in text.unicodeScalars {
      let isDigit = ("0"..."9").contains(scalar)
      let isPart = scalar == "." && parts.last?.isNumber == true
      if let last = parts.last, last.isNumber == isDigit || isPart {
        parts[parts.count - 1].text.unicodeScalars.append(scalar)
      } else {
        parts.append((String(scalar), isDigit))
      }
    }
    return parts
  }
}
