/// The ways to read a value from bytes, by the letters and words of the struct language: the one table behind the
/// parser and the manual.
enum Reading: Hashable, Sendable, BitwiseCopyable {
  /// A whole number of up to 8 bytes.
  case integer(bytes: Int, isSigned: Bool)
  /// An IEEE 754 number of 2, 4 or 8 bytes.
  case real(bytes: Int)
  case boolean
  case time(TimeForm)
  /// Seconds in 16.16 fixed point, as in NTP.
  case shortTime
  case variable(VariableForm)
  case address(bytes: Int)
  case hardware
  case uuid
  case text(TextForm)
  case bytes
  /// A whole number of the bytes that brackets count.
  case counted(isSigned: Bool)
  /// An object identifier of the bytes that brackets count (X.690, 8.19).
  case objectIdentifier
  /// A domain name, perhaps compressed (RFC 1035, 4.1.4).
  case domainName
  case tree(TreeForm)
  case padding
  /// No bytes: the value of the brackets.
  case computed

  /// A form of times.
  enum TimeForm: Int, Hashable, Sendable, BitwiseCopyable {
    case seconds32, seconds64, milliseconds, microseconds, nanoseconds, ntp
  }

  /// A form of numbers that say their own length.
  enum VariableForm: Hashable, Sendable, BitwiseCopyable {
    /// LEB128, as in Protocol Buffers.
    case leb128
    /// LEB128 with the sign in the lowest bit.
    case zigzag
    /// RFC 9000, 16.
    case quic
    /// A length in BER (X.690, 8.1.3).
    case ber
  }

  /// A form of texts.
  enum TextForm: Hashable, Sendable, BitwiseCopyable {
    /// As long as a count or brackets say, or to the end; zeros at its end are padding.
    case sized
    /// Up to a zero byte, and zeros up to a multiple of so many bytes.
    case terminated(multiple: Int)
    /// After its length in so many bytes.
    case prefixed(bytes: Int)
    /// Up to a line end.
    case line
    /// Up to a blank or a line end.
    case word
  }

  /// The letters and words; udpeek-formats(5) explains them.
  static let table: [(word: String, reading: Reading)] = [
    ("b", .integer(bytes: 1, isSigned: true)),
    ("B", .integer(bytes: 1, isSigned: false)),
    ("h", .integer(bytes: 2, isSigned: true)),
    ("H", .integer(bytes: 2, isSigned: false)),
    ("i", .integer(bytes: 4, isSigned: true)),
    ("I", .integer(bytes: 4, isSigned: false)),
    ("l", .integer(bytes: 4, isSigned: true)),
    ("L", .integer(bytes: 4, isSigned: false)),
    ("q", .integer(bytes: 8, isSigned: true)),
    ("Q", .integer(bytes: 8, isSigned: false)),
    ("i24", .integer(bytes: 3, isSigned: true)),
    ("u24", .integer(bytes: 3, isSigned: false)),
    ("i40", .integer(bytes: 5, isSigned: true)),
    ("u40", .integer(bytes: 5, isSigned: false)),
    ("i48", .integer(bytes: 6, isSigned: true)),
    ("u48", .integer(bytes: 6, isSigned: false)),
    ("i56", .integer(bytes: 7, isSigned: true)),
    ("u56", .integer(bytes: 7, isSigned: false)),
    ("e", .real(bytes: 2)),
    ("f", .real(bytes: 4)),
    ("d", .real(bytes: 8)),
    ("?", .boolean),
    ("c", .text(.sized)),
    ("s", .text(.sized)),
    ("z", .text(.terminated(multiple: 1))),
    ("z4", .text(.terminated(multiple: 4))),
    ("p", .text(.prefixed(bytes: 1))),
    ("p2", .text(.prefixed(bytes: 2))),
    ("p4", .text(.prefixed(bytes: 4))),
    ("line", .text(.line)),
    ("word", .text(.word)),
    ("x", .padding),
    ("bytes", .bytes),
    ("int", .counted(isSigned: true)),
    ("uint", .counted(isSigned: false)),
    ("oid", .objectIdentifier),
    ("name", .domainName),
    ("ipv4", .address(bytes: 4)),
    ("ipv6", .address(bytes: 16)),
    ("mac", .hardware),
    ("uuid", .uuid),
    ("unix", .time(.seconds32)),
    ("unix64", .time(.seconds64)),
    ("unixms", .time(.milliseconds)),
    ("unixus", .time(.microseconds)),
    ("unixns", .time(.nanoseconds)),
    ("ntp", .time(.ntp)),
    ("ntp32", .shortTime),
    ("varint", .variable(.leb128)),
    ("zigzag", .variable(.zigzag)),
    ("quicint", .variable(.quic)),
    ("berlen", .variable(.ber)),
    ("json", .tree(.json)),
    ("cbor", .tree(.cbor)),
    ("msgpack", .tree(.msgpack)),
    ("protobuf", .tree(.protobuf)),
    ("ber", .tree(.ber)),
    ("let", .computed),
  ]

  private static let byWord = Dictionary(uniqueKeysWithValues: table.map { ($0.word, $0.reading) })

  /// Returns the reading of a letter or word; `nil` if there is none.
  static func named(_ word: String) -> Reading? { byWord[word] }

  /// The bytes that the value always has; `nil` if they depend on the datagram or a count.
  var fixedSize: Int? {
    switch self {
    case .integer(let bytes, _), .real(let bytes), .address(let bytes): bytes
    case .boolean: 1
    case .time(.seconds32), .shortTime: 4
    case .time: 8
    case .hardware: 6
    case .uuid: 16
    case .computed: 0
    default: nil
    }
  }

  /// Whether a count or brackets say how many values there are, rather than how many bytes.
  var isCounted: Bool {
    switch self {
    case .integer, .real, .boolean, .time, .shortTime, .address, .hardware, .uuid, .variable, .domainName: true
    case .text(.terminated), .text(.prefixed), .text(.line), .text(.word): true
    default: false
    }
  }

  /// The kind of the values.
  var kind: FieldKind {
    switch self {
    case .integer(_, let isSigned): isSigned ? .signed : .unsigned
    case .real, .shortTime: .real
    case .boolean: .flag
    case .time: .time
    case .variable(.zigzag), .computed: .signed
    case .variable: .unsigned
    case .address, .hardware, .uuid, .text, .objectIdentifier, .domainName: .text
    case .bytes, .padding: .bytes
    case .counted(let isSigned): isSigned ? .signed : .unsigned
    case .tree: .tree
    }
  }
}

/// A notation whose data say their own structure.
package enum TreeForm: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
  case json, cbor, msgpack, protobuf, ber
}
