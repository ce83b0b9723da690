import UDPCore

/// The result of dissecting a packet.
enum Dissection {
  /// A datagram, which the dissector has written to its place.
  case datagram
  /// A datagram, and others that wait to be taken.
  case datagrams
  /// Nothing of the packet itself, but datagrams that wait to be taken.
  case others
  /// A fragment, which waits for the others.
  case held
  case leftOut(LeftOut)
  /// A link type that is not supported.
  case unknownLink
}

/// A packet of a capture file.
struct CapturedPacket {
  /// The link type, which says how the packet begins.
  var link: LinkType
  /// The range of the packet in the bytes that are parsed.
  var captured: Range<Int>
  /// The packet's length on the wire.
  var originalLength: Int
  /// The time of the packet; `nil` if the file has none.
  var time: Int64?
  /// The index of the packet's interface.
  var interface = 0
}

/// A dissector that finds the UDP datagrams in the packets of a file: it follows the headers by `ProtocolTable`, and
/// joins fragments. Every length is checked before it is used.
struct PacketDissector {
  /// The maximum number of headers in a packet, tags and labels of a kind counted together.
  private static let mostHeaders = 32
  /// The maximum number of frames in an A-MSDU.
  private static let mostFrames = 64
  /// The largest payload size of a row.
  private static let mostPayload = 65_535

  /// The counts of the packets so far.
  var tally = CaptureTally()
  /// Whether VXLAN and GENEVE are taken apart: what their datagrams carry is then shown in their place.
  let showsInner: Bool
  private var fragments = FragmentTable()
  /// The encapsulations that the walk over a packet has passed, the outermost first.
  private var layers: [Encapsulation.Layer] = []
  private var encapsulationTable = EncapsulationTable()
  /// The payload of the last datagram, if it was joined from fragments.
  private(set) var payload: [UInt8]?
  /// Datagrams that were found in addition to that of the last packet, the next one last.
  private var waiting: [(datagram: CapturedDatagram, payload: [UInt8])] = []

  init(showsInner: Bool = false) {
    self.showsInner = showsInner
  }

  /// The encapsulations of the datagrams found so far, by `CapturedDatagram.encapsulation`, which starts at 1.
  var encapsulations: [Encapsulation] { encapsulationTable.all }

  /// The memory for fragments in use, in bytes.
  var fragmentBytes: Int { fragments.bytesInUse }

  /// Dissects a packet, which is in `bytes`, and counts it. A datagram is written to `found`,
  /// because handing it up from function to function would copy it each time; the other values there must be fresh.
  mutating func dissect(
    _ packet: CapturedPacket, in bytes: RawSpan, into found: inout CapturedDatagram
  ) -> Dissection {
    tally.packets += 1
    if payload != nil { payload = nil }
    if !layers.isEmpty { layers.removeAll(keepingCapacity: true) }
    if fragments.count > 0, let now = packet.time {
      fragments.expire(at: now)
      showGivenUp()
    }
    found.time = packet.time
    found.interface = packet.interface
    var walk = PacketWalk(packet.captured, wireEnd: packet.captured.lowerBound + packet.originalLength)
    let dissection = follow(.link(packet.link.rawValue), bytes, &walk, &found)
    switch dissection {
    case .datagram: finish(walk, &found)
    case .leftOut(let kind):
      if walk.headers == 1, case .contents(.link) = kind { return .unknownLink }
      tally.count(kind)
    case .datagrams, .others, .held, .unknownLink: break
    }
    if waiting.isEmpty { return dissection }
    return switch dissection {
    case .datagram, .datagrams: .datagrams
    case .others, .held, .leftOut: .others
    case .unknownLink: .unknownLink
    }
  }

  /// Completes a datagram with what the headers before it said.
  private mutating func finish(_ walk: PacketWalk, _ found: inout CapturedDatagram) {
    if walk.direction != .unknown { found.direction = walk.direction }
    if !layers.isEmpty { found.encapsulation = encapsulationTable.number(of: layers, fragments: 1) }
  }

  // MARK: Datagrams in addition

  /// Removes the next datagram that was found in addition to that of the last packet.
  /// - Returns: whether there was one.
  mutating func takeWaiting(into found: inout CapturedDatagram) -> Bool {
    guard let next = waiting.popLast() else { return false }
    (found, payload) = (next.datagram, next.payload)
    found.isElsewhere = true
    return true
  }

  /// Gives up all fragments, at the end of the file.
  mutating func giveUpFragments() {
    // What is shown may begin with a fragment of its own.
    while fragments.count > 0 {
      fragments.giveUpAll()
      showGivenUp()
    }
  }

  /// Shows the beginnings of the packets that were given up as datagrams, and counts the other fragments.
  private mutating func showGivenUp() {
    let packets = fragments.takeGivenUp()
    guard !packets.isEmpty else { return }
    var shown: [(CapturedDatagram, [UInt8])] = []
    for packet in packets {
      var others = packet.fragments
      if packet.hasBeginning {
        var found = CapturedDatagram()
        (found.time, found.interface) = (packet.time, packet.interface)
        let bytes = packet.beginning
        var walk = packet.walk.over(bytes.count)
        walk.isFragment = true
        layers = packet.layers
        others -= 1
        switch unsafe follow(.internetProtocol(packet.contents), bytes.span.bytes, &walk, &found) {
        case .datagram:
          finish(walk, &found)
          shown.append((found, bytes))
        case .leftOut(let kind): tally.count(kind)
        case .datagrams, .others, .held, .unknownLink: break
        }
      }
      tally.count(.fragment(packet.loss), others)
    }
    layers = []
    waiting = shown.reversed() + waiting
  }

  // MARK: Headers

  /// Follows the headers up to a datagram.
  private mutating func follow(
    _ first: ProtocolNumber, _ bytes: RawSpan, _ walk: inout PacketWalk, _ found: inout CapturedDatagram,

  ) -> Dissection {
    var number = first
    while walk.headers < Self.mostHeaders {
      walk.headers += 1
      let step: DecodingStep
      // Most packets need no look into the table.
      switch number {
      case .link(1): step = LinkDecoders.ethernet(bytes, &walk, &layers)
      case .etherType(0x0800): step = InternetDecoders.four(bytes, &walk, &layers)
      case .etherType(0x86dd): step = InternetDecoders.six(bytes, &walk, &layers)
      case .etherType(0x8100): step = LinkDecoders.tags(bytes, &walk, &layers)
      case .internetProtocol(17):
        guard UDPDecoder.datagram(bytes, walk, &found) else { return .leftOut(.unreadable) }
        return showsInner ? inner(bytes, &walk, &found) : .datagram
      case .internetProtocol(136):
        return UDPDecoder.liteDatagram(bytes, walk, &found) ? .datagram : .leftOut(.unreadable)
      default:
        guard case .decoded(let decode) = ProtocolTable[number]?.role else { return .leftOut(.contents(number)) }
        step = decode(bytes, &walk, &layers)
      }
      switch step {
      case .next(let next): number = next
      case .fragment(let header): return join(header, bytes, &walk, &found)
      case .aggregate: return frames(bytes, &walk, &found)
      case .leftOut(let kind): return .leftOut(kind)
      }
    }
    return .leftOut(.nested)
  }

  /// Adds a fragment to its packet, and follows the headers in that if it is complete.
  private mutating func join(
    _ header: FragmentHeader, _ bytes: RawSpan, _ walk: inout PacketWalk, _ found: inout CapturedDatagram,

  ) -> Dissection {
    let contents = ProtocolNumber.internetProtocol(header.contents)
    guard ProtocolTable.leads(contents) else { return .leftOut(.contents(contents)) }
    let key = FragmentTable.Key(
      source: walk.source, destination: walk.destination, identification: header.identification,
      contents: header.contents, encapsulation: encapsulationTable.number(of: layers, fragments: 1))
    let range = walk.isCut ? nil : walk.position..<walk.end
    let outcome = fragments.add(
      header, of: key, range, in: bytes,
      fresh: FragmentedPacket(walk, layers, time: found.time, interface: found.interface))
    if !fragments.givenUp.isEmpty {
      let own = layers
      showGivenUp()
      layers = own
    }
    switch outcome {
    case .held: return .held
    case .leftOut(let loss, let count):
      tally.count(.fragment(loss), count - 1)
      return .leftOut(.fragment(loss))
    case .cutBeginning(let others):
      tally.count(.fragment(.cut), others)
      walk.isFragment = true
      return follow(contents, bytes, &walk, &found)
    case .joined(let packet):
      let joined = packet.beginning
      walk = walk.over(joined.count)
      let dissection = unsafe follow(.internetProtocol(packet.contents), joined.span.bytes, &walk, &found)
      switch dissection {
      case .datagram:
        // Fragments of what fragments carried have made a payload of their own.
        if payload == nil { payload = joined }
        found.isElsewhere = true
        tally.joined += 1
        tally.joinedFragments += packet.fragments
        if walk.direction != .unknown { found.direction = walk.direction }
        if found.encapsulation == 0 {
          found.encapsulation = encapsulationTable.number(of: layers, fragments: packet.fragments)
        }
        layers = []
      case .leftOut(let kind): tally.count(kind, packet.fragments - 1)
      case .datagrams, .others, .held, .unknownLink: break
      }
      return dissection
    }
  }

  /// Takes VXLAN and GENEVE apart. A datagram to one of their ports that is neither is shown as it is.
  private mutating func inner(
    _ bytes: RawSpan, _ walk: inout PacketWalk, _ found: inout CapturedDatagram
  ) -> Dissection {
    let number = ProtocolNumber.udpPort(found.destination.port)
    guard !walk.isFragment, ProtocolTable.leads(number) else { return .datagram }
    let (outer, outerWalk, outerLayers) = (found, walk, layers)
    walk.pass(found.payload.lowerBound - walk.position)
    walk.limit(to: found.size)
    found.marks = DatagramMarks()
    let dissection = follow(number, bytes, &walk, &found)
    guard case .leftOut(.unreadable) = dissection else { return dissection }
    (found, walk, layers) = (outer, outerWalk, outerLayers)
    return .datagram
  }

  /// Takes an A-MSDU apart (IEEE 802.11, 9.3.2.2): each frame has addresses, a length, and padding. The datagrams after
  /// the first one wait.
  private mutating func frames(
    _ bytes: RawSpan, _ walk: inout PacketWalk, _ found: inout CapturedDatagram
  ) -> Dissection {
    var result: Dissection?
    var more: [(CapturedDatagram, [UInt8])] = []
    let (blank, own) = (found, layers)
    var joined = payload
    for _ in 0..<Self.mostFrames where walk.left >= 14 {
      let length = Int(bytes.big16(walk.position + 12))
      var part = walk
      part.pass(14)
      part.limit(to: length)
      walk.pass(atMost: (14 + length + 3) & ~3)
      var datagram = blank
      layers = own
      let dissection = follow(.logicalLink, bytes, &part, &datagram)
      guard case .datagram = dissection else {
        if result == nil { result = dissection }
        continue
      }
      finish(part, &datagram)
      if case .datagram = result {
        let contents = datagram.isElsewhere ? payload ?? [] : datagram.payload.map { bytes.byte($0) }
        if !datagram.isElsewhere { datagram.payload = contents.indices }
        more.append((datagram, contents))
      } else {
        (result, found, joined) = (dissection, datagram, payload)
      }
      payload = nil
    }
    waiting = more.reversed() + waiting
    (layers, payload) = ([], joined)
    return result ?? .leftOut(.unreadable)
  }
}

extension PacketWalk {
  /// Returns the walk at the beginning of bytes that were joined from fragments.
  fileprivate func over(_ count: Int) -> PacketWalk {
    var walk = PacketWalk(0..<count, wireEnd: count)
    (walk.headers, walk.extensions) = (headers, extensions)
    (walk.source, walk.destination) = (source, destination)
    walk.direction = direction
    return walk
  }
}
