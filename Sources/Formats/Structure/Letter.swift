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

  /// The letters and words, each with a short help.
  static let table: [(word: String, reading: Reading, help: String)] = [
    ("b", .integer(bytes: 1, isSigned: true), "a whole number of 1 byte, with a sign"),
    ("B", .integer(bytes: 1, isSigned: false), "1 byte without a sign"),
    ("h", .integer(bytes: 2, isSigned: true), "2 bytes with a sign"),
    ("H", .integer(bytes: 2, isSigned: false), "2 bytes"),
    ("i", .integer(bytes: 4, isSigned: true), "4 bytes with a sign"),
    ("I", .integer(bytes: 4, isSigned: false), "4 bytes"),
    ("l", .integer(bytes: 4, isSigned: true), "4 bytes with a sign"),
    ("L", .integer(bytes: 4, isSigned: false), "4 bytes"),
    ("q", .integer(bytes: 8, isSigned: true), "8 bytes with a sign"),
    ("Q", .integer(bytes: 8, isSigned: false), "8 bytes"),
    ("i24", .integer(bytes: 3, isSigned: true), "3 bytes with a sign"),
    ("u24", .integer(bytes: 3, isSigned: false), "3 bytes"),
    ("i40", .integer(bytes: 5, isSigned: true), "5 bytes with a sign"),
    ("u40", .integer(bytes: 5, isSigned: false), "5 bytes"),
    ("i48", .integer(bytes: 6, isSigned: true), "6 bytes with a sign"),
    ("u48", .integer(bytes: 6, isSigned: false), "6 bytes"),
    ("i56", .integer(bytes: 7, isSigned: true), "7 bytes with a sign"),
    ("u56", .integer(bytes: 7, isSigned: false), "7 bytes"),
    ("e", .real(bytes: 2), "a number with a fraction, of 2 bytes"),
    ("f", .real(bytes: 4), "a number with a fraction, of 4 bytes"),
    ("d", .real(bytes: 8), "a number with a fraction, of 8 bytes"),
    ("?", .boolean, "1 byte: yes or no"),
    ("c", .text(.sized), "one character"),
    ("s", .text(.sized), "text: 8s, s[len], or to the end"),
    ("z", .text(.terminated(multiple: 1)), "text up to a zero byte"),
    ("z4", .text(.terminated(multiple: 4)), "text up to a zero byte, then zeros to a multiple of 4"),
    ("p", .text(.prefixed(bytes: 1)), "text after its length in 1 byte"),
    ("p2", .text(.prefixed(bytes: 2)), "text after its length in 2 bytes"),
    ("p4", .text(.prefixed(bytes: 4)), "text after its length in 4 bytes"),
    ("line", .text(.line), "text up to a line end"),
    ("word", .text(.word), "text up to a blank or a line end"),
    ("x", .padding, "bytes that mean nothing: x, 3x, x[n]"),
    ("bytes", .bytes, "bytes: 6bytes, bytes[len], or to the end"),
    ("int", .counted(isSigned: true), "a whole number of int[n] bytes with a sign"),
    ("uint", .counted(isSigned: false), "a whole number of uint[n] bytes"),
    ("oid", .objectIdentifier, "an object identifier of oid[n] bytes"),
    ("name", .domainName, "a domain name, as in DNS"),
    ("ipv4", .address(bytes: 4), "an IPv4 address"),
    ("ipv6", .address(bytes: 16), "an IPv6 address"),
    ("mac", .hardware, "a hardware address of 6 bytes"),
    ("uuid", .uuid, "a UUID of 16 bytes"),
    ("unix", .time(.seconds32), "a time: seconds since 1970, 4 bytes"),
    ("unix64", .time(.seconds64), "a time: seconds since 1970, 8 bytes"),
    ("unixms", .time(.milliseconds), "a time: milliseconds since 1970, 8 bytes"),
    ("unixus", .time(.microseconds), "a time: microseconds since 1970, 8 bytes"),
    ("unixns", .time(.nanoseconds), "a time: nanoseconds since 1970, 8 bytes"),
    ("ntp", .time(.ntp), "a time of NTP, 8 bytes"),
    ("ntp32", .shortTime, "seconds of NTP in 16.16 bits"),
    ("varint", .variable(.leb128), "a number of Protocol Buffers"),
    ("zigzag", .variable(.zigzag), "a number of Protocol Buffers with a sign"),
    ("quicint", .variable(.quic), "a number of QUIC"),
    ("berlen", .variable(.ber), "a length of BER"),
    ("json", .tree(.json), "JSON: json[len], or to the end"),
    ("cbor", .tree(.cbor), "CBOR"),
    ("msgpack", .tree(.msgpack), "MessagePack"),
    ("protobuf", .tree(.protobuf), "Protocol Buffers without a schema"),
    ("ber", .tree(.ber), "BER"),
    ("let", .computed, "no bytes: the value of an expression, as in let:total[a+b]"),
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
