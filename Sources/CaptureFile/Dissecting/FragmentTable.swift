import UDPCore

/// Joins the fragments of IP packets. Its memory is bounded: fragments that arrive without end push out the oldest
/// ones. A packet whose fragments overlap is given up whole (RFC 5722).
struct FragmentTable {
  /// The memory for fragments, in bytes, with what their administration takes: that of Linux (`ipfrag_high_thresh`).
  static let mostBytes = 4 << 20
  /// The longest time between a packet's first fragment and its last one, in nanoseconds (RFC 1122, 3.3.2; RFC 8200,
  /// 4.5).
  static let longestWait: Int64 = 60_000_000_000
  /// The longest contents of a packet that fragments can make.
  static let longestPacket = 65_535

  /// The identity of the packet that a fragment is part of.
  struct Key: Hashable {
    var source: IPAddress
    var destination: IPAddress
    var identification: UInt32
    var contents: UInt8
    /// The number of what carried it.
    var encapsulation: UInt16
  }

  /// The result of adding a fragment.
  enum Outcome {
    /// It is kept until the others arrive.
    case held
    /// It is the last of the packet's fragments, which are complete.
    case joined(FragmentedPacket)
    /// It is left out, with those before it: so many in all.
    case leftOut(LeftOut.FragmentLoss, count: Int)
    /// It begins the packet, but not all of it was captured: it is shown alone, and so many before it are left out.
    case cutBeginning(others: Int)
  }

  /// The packets, by key, as places in `slots`.
  private var places: [Key: Int] = [:]
  private var slots: [Slot] = []
  private var free: [Int] = []
  /// The oldest and the newest packet.
  private var (oldest, newest): (Int?, Int?) = (nil, nil)
  /// The bytes in use, as `mostBytes` counts them.
  private(set) var bytesInUse = 0
  /// Packets given up, until they are taken.
  private(set) var givenUp: [FragmentedPacket] = []

  /// A packet in the order of arrival.
  private struct Slot {
    var key: Key
    var packet: FragmentedPacket
    var older: Int?
    var newer: Int?
  }

  /// The number of packets that are not complete.
  var count: Int { places.count }

  /// Adds a fragment.
  /// - Parameters:
  ///   - fresh: an empty packet, to be used if the fragment is the first one to arrive.
  ///   - contents: its bytes on the wire, all of which were captured; `nil` if they were not.
  mutating func add(
    _ header: FragmentHeader, of key: Key, _ contents: Range<Int>?, in bytes: RawSpan,
    fresh: @autoclosure () -> FragmentedPacket
  ) -> Outcome {
    let place = places[key] ?? insert(fresh(), for: key)
    bytesInUse -= slots[place].packet.cost
    let outcome = slots[place].packet.add(header, contents, in: bytes)
    bytesInUse += slots[place].packet.cost
    switch outcome {
    case .joined:
      return .joined(remove(place))
    case .held, .leftOut, .cutBeginning:
      // One packet alone takes less than the memory for all.
      while bytesInUse > Self.mostBytes, let oldest, oldest != place { giveUp(oldest, .memory) }
      return outcome
    }
  }

  /// Gives up the packets that have waited too long at a time.
  mutating func expire(at now: Int64) {
    while let oldest, let since = slots[oldest].packet.time {
      let (age, overflow) = now.subtractingReportingOverflow(since)
      guard overflow || age > Self.longestWait else { return }
      giveUp(oldest)
    }
  }

  /// Gives up all packets, at the end of the file.
  mutating func giveUpAll() {
    while let oldest { giveUp(oldest) }
  }

  /// Removes and returns the packets given up.
  mutating func takeGivenUp() -> [FragmentedPacket] {
    defer { givenUp = [] }
    return givenUp
  }

  /// - Parameter loss: the reason; `nil` if it is what is missing.
  private mutating func giveUp(_ place: Int, _ loss: LeftOut.FragmentLoss? = nil) {
    var packet = remove(place)
    guard packet.fate == nil else { return }
    packet.loss = loss ?? packet.loss
    givenUp.append(packet)
  }

  // MARK: The order of arrival

  private mutating func insert(_ packet: FragmentedPacket, for key: Key) -> Int {
    let slot = Slot(key: key, packet: packet, older: newest)
    let place: Int
    if let last = free.popLast() {
      place = last
      slots[place] = slot
    } else {
      place = slots.count
      slots.append(slot)
    }
    if let newest { slots[newest].newer = place } else { oldest = place }
    newest = place
    places[key] = place
    bytesInUse += packet.cost
    return place
  }

  private mutating func remove(_ place: Int) -> FragmentedPacket {
    let slot = slots[place]
    slots[place].packet = FragmentedPacket()
    if let older = slot.older { slots[older].newer = slot.newer } else { oldest = slot.newer }
    if let newer = slot.newer { slots[newer].older = slot.older } else { newest = slot.older }
    places[slot.key] = nil
    free.append(place)
    bytesInUse -= slot.packet.cost
    return slot.packet
  }
}
