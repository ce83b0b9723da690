/// The costs of the two-byte characters in one encoding.
struct PairTable: Sendable {
  /// The kind of a character and its cost among its kind.
  struct Entry: Sendable {
    fileprivate(set) var kind: UInt8
    fileprivate(set) var cost: UInt8
    var isValid: Bool { kind != 0 }
    static let invalid = Entry(kind: 0, cost: 0)

    init(_ kind: CharacterFrequencies.Kind, nats: Double) {
      self.kind = kind.rawValue
      cost = UInt8(clamping: Cost.nats(nats))
    }

    private init(kind: UInt8, cost: UInt8) {
      self.kind = kind
      self.cost = cost
    }
  }

  private var entries: [Entry]

  /// Creates the table of an encoding.
  /// - Parameters:
  ///   - encoding: the encoding of the pairs.
  ///   - frequent: the characters whose frequency is known.
  ///   - floor: returns the entry of any other pair.
  init(_ encoding: TextEncoding, _ frequent: CharacterFrequencies, floor: (_ lead: UInt8, _ trail: UInt8) -> Entry) {
    entries = []
    entries.reserveCapacity(128 * 256)
    for lead in UInt8(0x80)...0xff {
      for trail in UInt8(0)...0xff { entries.append(floor(lead, trail)) }
    }
    guard case .iconv(let name, _) = encoding.method, let iconv = Iconv(from: TextEncoding.scalarsName, to: name) else {
      return
    }
    var bytes = [UInt8](repeating: 0, count: 16)
    for (scalar, cost) in frequent.characters {
      var (offset, count) = (0, 0)
      let stop = unsafe [scalar.value.littleEndian].withUnsafeBufferPointer {
        unsafe iconv.convert($0, from: &offset, into: &bytes, count: &count)
      }
      guard stop == .done, count == 2, bytes[0] >= 0x80, self[bytes[0], bytes[1]].isValid else { continue }
      entries[Int(bytes[0] & 0x7f) << 8 | Int(bytes[1])] = Entry(
        CharacterFrequencies.Kind(scalar), nats: Double(cost) / 2)
    }
  }

  /// The entry of a lead byte from 0x80 and a trail byte.
  subscript(lead: UInt8, trail: UInt8) -> Entry {
    @inline(__always) get { entries[Int(lead & 0x7f) << 8 | Int(trail)] }
  }
}
