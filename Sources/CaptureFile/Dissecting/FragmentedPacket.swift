import UDPCore

/// A packet of which fragments have arrived.
struct FragmentedPacket {
  /// The memory of a packet without contents and of a fragment's place, in bytes, about.
  private static let (ownCost, pieceCost) = (512, 24)

  /// A fragment: its place in the packet, and in the bytes that have arrived.
  private struct Piece {
    var offset: Int32
    var count: Int32
    var place: Int32
    var end: Int { Int(offset + count) }
  }

  /// The fate of a packet that is not joined, which its later fragments share.
  private(set) var fate: LeftOut.FragmentLoss?
  /// The number of what is fragmented, from the first fragment, whose extension headers may differ.
  private(set) var contents: UInt8 = 0
  /// The number of fragments that have arrived.
  private(set) var fragments = 0
  /// The walk up to the first fragment that arrived.
  let walk: PacketWalk
  let layers: [Encapsulation.Layer]
  /// The time and the interface of that fragment.
  let time: Int64?
  let interface: Int
  private var bytes: [UInt8] = []
  /// The fragments in the order of their places.
  private var pieces: [Piece] = []
  /// Whether bytes of a fragment were not captured.
  private var isCut = false
  /// The reason for which it was given up, if not for what is missing.
  private var reason: LeftOut.FragmentLoss?
  /// The length of the contents; `nil` until the last fragment has arrived.
  private var length: Int?

  /// Creates a packet without fragments.
  init(
    _ walk: PacketWalk = PacketWalk(0..<0, wireEnd: 0), _ layers: [Encapsulation.Layer] = [], time: Int64? = nil,
    interface: Int = 0
  ) {
    self.walk = walk
    self.layers = layers
    self.time = time
    self.interface = interface
  }

  /// The memory that it takes, in bytes.
  var cost: Int { Self.ownCost + bytes.capacity + pieces.capacity * Self.pieceCost }

  /// Whether its first fragment has arrived.
  var hasBeginning: Bool { pieces.first?.offset == 0 }

  /// The reason for which it could not be joined.
  var loss: LeftOut.FragmentLoss {
    get { reason ?? (isCut ? .cut : hasBeginning ? .rest : .beginning) }
    set { reason = newValue }
  }

  /// Adds a fragment.
  /// - Parameter range: its bytes; `nil` if not all of them were captured.
  mutating func add(_ header: FragmentHeader, _ range: Range<Int>?, in source: RawSpan) -> FragmentTable.Outcome {
    fragments += 1
    if let fate { return .leftOut(fate, count: 1) }
    if header.offset == 0 { contents = header.contents }
    guard let range else {
      isCut = true
      guard header.offset == 0 else { return .held }
      _ = end(.cut)
      return .cutBeginning(others: fragments - 1)
    }
    let offset = Int(header.offset)
    let end = offset + range.count
    // All but the last one are as long as a multiple of eight.
    guard !range.isEmpty, end <= FragmentTable.longestPacket, header.isLast || range.count % 8 == 0 else {
      fragments -= 1
      return .leftOut(.length, count: 1)
    }
    let index = pieces.partitioningIndex { $0.offset >= offset }
    // A copy that arrived on another way is no overlap (RFC 8200, 4.5).
    if index < pieces.count, isCopy(pieces[index], header, range, in: source) { return .held }
    if index > 0, pieces[index - 1].end > offset { return self.end(.overlap) }
    if index < pieces.count, pieces[index].offset < end { return self.end(.overlap) }
    if header.isLast, length != nil || pieces.last.map({ $0.end > end }) ?? false { return self.end(.overlap) }
    if let length, end > length { return self.end(.overlap) }
    if header.isLast { length = end }
    pieces.insert(
      Piece(offset: Int32(offset), count: Int32(range.count), place: Int32(bytes.count)), at: index)
    unsafe source.extracting(range).withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    return bytes.count == length ? .joined(self) : .held
  }

  /// Gives up the packet and its later fragments, and forgets its bytes.
  private mutating func end(_ loss: LeftOut.FragmentLoss) -> FragmentTable.Outcome {
    (fate, bytes, pieces) = (loss, [], [])
    return .leftOut(loss, count: fragments)
  }

  private func isCopy(_ piece: Piece, _ header: FragmentHeader, _ range: Range<Int>, in source: RawSpan) -> Bool {
    guard piece.offset == Int32(header.offset), piece.count == range.count, header.isLast == (length == piece.end)
    else {
      return false
    }
    return range.indices.allSatisfy { bytes[Int(piece.place) + $0 - range.lowerBound] == source.byte($0) }
  }

  /// The bytes from the beginning to the first gap.
  var beginning: [UInt8] {
    var joined: [UInt8] = []
    joined.reserveCapacity(bytes.count)
    for piece in pieces {
      guard piece.offset == joined.count else { break }
      joined += bytes[Int(piece.place)..<Int(piece.place + piece.count)]
    }
    return joined
  }
}
