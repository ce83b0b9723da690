import UDPCore

/// A parser for pcapng (draft-ietf-opsawg-pcapng): sections in either byte order, interfaces, and packets in each of
/// the three block types that contain them. Other blocks are skipped.
final class PcapngParser: PacketParser {
  /// The longest plausible block, in bytes.
  static let longestBlock = 16 << 20
  /// The maximum number of interfaces, over all sections.
  static let mostInterfaces = 4_096
  /// The maximum number of comments on one packet, and of bytes in each.
  static let mostComments = 8
  static let longestComment = 4_096
  /// The maximum number of comments on interfaces and their statistics that wait for a datagram or the end.
  static let mostInterfaceComments = 128

  private(set) var dissector: PacketDissector
  /// Whether datagrams wait in the dissector, or the end is reached.
  private var isDraining = false
  private var isOver = false
  private(set) var comments: [ParsedComment] = []
  /// Comments on interfaces and their statistics, to be reported with the next datagram or at the end.
  private var interfaceComments: [ParsedComment] = []
  private(set) var interfaceNames: [String] = []
  private var order = ByteOrder.little
  /// The interfaces of the section.
  private var interfaces: [PcapngInterface] = []
  private var hasReportedTooMany = false
  /// Whether udpeek wrote the section: comments on its interface are then about rows.
  private var isRecording = false
  /// The value of `tally.kernelDrops` at the last datagram.
  private var countedDrops = 0
  /// Whether the lengths of the previous block differed, so that this one must be of a known type.
  private var isDoubtful = false

  init(showsInner: Bool = false) {
    dissector = PacketDissector(showsInner: showsInner)
  }

  var tally: CaptureTally {
    get { dissector.tally }
    _modify { yield &dissector.tally }
  }
  var payload: [UInt8]? { dissector.payload }
  var encapsulations: [Encapsulation] { dissector.encapsulations }

  func next(
    _ bytes: RawSpan, _ cursor: inout Int, base: UInt64, isEnd: Bool, into datagram: inout CapturedDatagram
  ) -> ParserStep {
    if !comments.isEmpty { comments = [] }
    if isDraining {
      if dissector.takeWaiting(into: &datagram) { return .datagram }
      isDraining = isOver
    }
    if !isOver {
      let step = parseNext(bytes, &cursor, base: base, isEnd: isEnd, into: &datagram)
      guard case .end = step else { return step }
      (isOver, isDraining) = (true, true)
      dissector.giveUpFragments()
      if dissector.takeWaiting(into: &datagram) { return .datagram }
    }
    (comments, interfaceComments) = (interfaceComments, [])
    return .end
  }

  private func parseNext(
    _ bytes: RawSpan, _ cursor: inout Int, base: UInt64, isEnd: Bool, into datagram: inout CapturedDatagram
  ) -> ParserStep {
    while true {
      let left = bytes.byteCount - cursor
      guard left >= 12 else {
        if !isEnd { return .needs(12) }
        if left > 0 { tally.warn(isZero(bytes, from: cursor) ? .zeros : .cutBlock, at: base + UInt64(cursor)) }
        cursor = bytes.byteCount
        return .end
      }
      let type = bytes.number(cursor, order, as: UInt32.self)
      if type == PcapngBlock.sectionHeader, !readOrder(bytes, at: cursor) {
        return stop(.badByteOrderMagic, at: base + UInt64(cursor))
      }
      let stated = bytes.number(cursor + 4, order, as: UInt32.self)
      let length = Int(stated)
      guard length >= 12, length % 4 == 0, length <= Self.longestBlock else {
        let problem: CaptureWarning.Problem =
          type == 0 && stated == 0 ? .zeros : isDoubtful ? .implausibleBlock : .badBlockLength(stated)
        return stop(problem, at: base + UInt64(cursor))
      }
      if isDoubtful, !isKnown(type) { return stop(.implausibleBlock, at: base + UInt64(cursor)) }
      guard left >= length else {
        if !isEnd { return .needs(length) }
        tally.warn(.cutBlock, at: base + UInt64(cursor))
        cursor = bytes.byteCount
        return .end
      }
      let block = cursor..<cursor + length
      cursor = block.upperBound
      let last = bytes.number(block.upperBound - 4, order, as: UInt32.self)
      isDoubtful = last != stated
      if isDoubtful { tally.warn(.lengthsDiffer(stated, last), at: base + UInt64(block.lowerBound)) }
      if let step = read(bytes, block, type: type, base: base, into: &datagram) { return step }
    }
  }

  private func stop(_ problem: CaptureWarning.Problem, at offset: UInt64) -> ParserStep {
    tally.warn(problem, at: offset)
    return .end
  }

  /// Reads a section's byte order. Returns `false` if the magic number is invalid.
  private func readOrder(_ bytes: RawSpan, at position: Int) -> Bool {
    switch bytes.number(position + 8, .little, as: UInt32.self) {
    case PcapngBlock.byteOrderMagic: order = .little
    case PcapngBlock.byteOrderMagic.byteSwapped: order = .big
    default: return false
    }
    return true
  }

  /// Returns whether the draft lists a block type, or it is a custom one.
  private func isKnown(_ type: UInt32) -> Bool {
    (1...11).contains(type) || type == PcapngBlock.sectionHeader || type & 0x7fff_ffff == 0xbad
      || type & 0xbfff_ffff == 0xbad
  }

  private func isZero(_ bytes: RawSpan, from position: Int) -> Bool {
    (position..<bytes.byteCount).allSatisfy { bytes.byte($0) == 0 }
  }

  /// Reads a complete block; `nil` if it contains no datagram.
  private func read(
    _ bytes: RawSpan, _ block: Range<Int>, type: UInt32, base: UInt64, into datagram: inout CapturedDatagram
  ) -> ParserStep? {
    let start = block.lowerBound
    let place = base + UInt64(start)
    switch type {
    case PcapngBlock.enhancedPacket:
      guard block.count >= 32 else { return skip(.packetBeyondBlock, at: place) }
      return packet(
        bytes, block, interface: bytes.number(start + 8, order, as: UInt32.self), at: place, into: &datagram)
    case PcapngBlock.packet:
      guard block.count >= 32 else { return skip(.packetBeyondBlock, at: place) }
      let drops = bytes.number(start + 10, order, as: UInt16.self)
      let interface = UInt32(bytes.number(start + 8, order, as: UInt16.self))
      // 65,535: unknown.
      if drops != .max { count(drops: UInt64(drops), interface: Int(interface)) }
      return packet(bytes, block, interface: interface, at: place, into: &datagram)
    case PcapngBlock.simplePacket:
      guard block.count >= 16 else { return skip(.packetBeyondBlock, at: place) }
      guard let interface = interfaces.first else { return skip(.unknownInterface(0), at: place) }
      let original = Int(bytes.number(start + 8, order, as: UInt32.self))
      let limit = interface.snapLength == 0 ? Int.max : Int(interface.snapLength)
      let captured = start + 12..<start + 12 + min(original, limit, block.count - 16)
      return dissect(
        bytes, captured, original: original, ticks: nil, interface: 0, options: 0..<0, at: place,
        into: &datagram)
    case PcapngBlock.interfaceDescription: describe(bytes, block, at: place)
    case PcapngBlock.interfaceStatistics: readStatistics(bytes, block, at: place)
    case PcapngBlock.sectionHeader:
      interfaces = []
      isRecording = false
      if block.count >= 16 {
        let version = bytes.number(start + 12, order, as: UInt16.self)
        if version != 1 { tally.warn(.unknownVersion(version), at: place) }
      }
      if block.count >= 28 {
        readOptions(bytes, start + 24..<block.upperBound - 4, at: place) { code, value in
          if code == PcapngOption.sectionApplication {
            isRecording = text(bytes, value).hasPrefix(PcapngWords.application)
          }
        }
      }
    default: break
    }
    return nil
  }

  private func skip(_ problem: CaptureWarning.Problem, at offset: UInt64) -> ParserStep? {
    tally.packets += 1
    tally.count(.damaged)
    tally.warn(problem, at: offset)
    return nil
  }

  // MARK: Packets

  /// Reads the packet of an enhanced or an obsolete packet block, whose layouts agree from the twelfth byte on.
  private func packet(
    _ bytes: RawSpan, _ block: Range<Int>, interface: UInt32, at place: UInt64, into datagram: inout CapturedDatagram
  ) -> ParserStep? {
    guard interface < interfaces.count else { return skip(.unknownInterface(interface), at: place) }
    let start = block.lowerBound
    let captured = Int(bytes.number(start + 20, order, as: UInt32.self))
    guard captured <= block.count - 32 else { return skip(.packetBeyondBlock, at: place) }
    let data = start + 28..<start + 28 + captured
    let ticks =
      UInt64(bytes.number(start + 12, order, as: UInt32.self)) << 32
      | UInt64(bytes.number(start + 16, order, as: UInt32.self))
    let options = min(block.upperBound - 4, start + 28 + (captured + 3) & ~3)..<block.upperBound - 4
    return dissect(
      bytes, data, original: Int(bytes.number(start + 24, order, as: UInt32.self)), ticks: ticks,
      interface: Int(interface), options: options, at: place, into: &datagram)
  }

  private func dissect(
    _ bytes: RawSpan, _ captured: Range<Int>, original: Int, ticks: UInt64?, interface index: Int, options: Range<Int>,
    at place: UInt64, into datagram: inout CapturedDatagram
  ) -> ParserStep? {
    let link = interfaces[index].link
    let packet = CapturedPacket(
      link: link, captured: captured, originalLength: original,
      time: ticks.map { interfaces[index].unit.nanoseconds($0) }, interface: interfaces[index].number)
    datagram = CapturedDatagram()
    let dissection = dissector.dissect(packet, in: bytes, into: &datagram)
    switch dissection {
    case .datagram, .datagrams:
      if case .datagrams = dissection { isDraining = true }
      if !options.isEmpty { readPacketOptions(bytes, options, interface: index, at: place, of: &datagram) }
      datagram.drops = tally.kernelDrops - countedDrops
      countedDrops = tally.kernelDrops
      if !interfaceComments.isEmpty {
        comments = interfaceComments.filter { own in !comments.contains { $0.text == own.text } } + comments
        interfaceComments = []
      }
      datagram.hasComments = !comments.isEmpty
      return .datagram
    case .unknownLink where !interfaces[index].hasReportedLink:
      interfaces[index].hasReportedLink = true
      tally.count(.contents(.link(link.rawValue)))
      tally.warn(.unknownLink(link.rawValue), at: place)
      return .unknownLink(link, time: packet.time, interface: packet.interface)
    case .unknownLink, .others, .held, .leftOut:
      if case .unknownLink = dissection { tally.count(.contents(.link(link.rawValue))) }
      if !options.isEmpty { readDrops(bytes, options, interface: index, at: place) }
      guard case .others = dissection else { return nil }
      isDraining = true
      return dissector.takeWaiting(into: &datagram) ? .datagram : nil
    }
  }

  private func readPacketOptions(
    _ bytes: RawSpan, _ range: Range<Int>, interface: Int, at place: UInt64, of datagram: inout CapturedDatagram
  ) {
    readOptions(bytes, range, at: place) { code, value in
      switch code {
      case PcapngOption.comment:
        let text = text(bytes, value)
        if isRecording, text == PcapngWords.noTime || text == PcapngWords.noTimeYet {
          datagram.time = nil
        } else if isRecording, text.hasPrefix(PcapngWords.marks) {
          let names = text.dropFirst(PcapngWords.marks.count).split(separator: " ")
          datagram.marks.formUnion(DatagramMarks(names: names))
          datagram.isMarked = names.contains { $0 == CapturedDatagram.markWord }
        } else if comments.count < Self.mostComments {
          comments.append(ParsedComment(text: text, subject: .datagram))
        }
      case PcapngOption.packetFlags where value.count == 4:
        switch bytes.number(value.lowerBound, order, as: UInt32.self) & 3 {
        case 1: datagram.direction = .incoming
        case 2: datagram.direction = .outgoing
        default: break
        }
      case PcapngOption.packetDropCount: readDrops(bytes, value, interface: interface)
      case PcapngOption.packetID where isRecording && value.count == 8:
        datagram.request = TransmitID(bytes.number(value.lowerBound, order, as: UInt64.self))
      default: break
      }
    }
  }

  /// Reads the drop count of a packet that gave no datagram; it is reported with the next one.
  private func readDrops(_ bytes: RawSpan, _ options: Range<Int>, interface: Int, at place: UInt64) {
    readOptions(bytes, options, at: place) { code, value in
      if code == PcapngOption.packetDropCount { readDrops(bytes, value, interface: interface) }
    }
  }

  private func readDrops(_ bytes: RawSpan, _ value: Range<Int>, interface: Int) {
    guard value.count == 8 else { return }
    count(drops: bytes.number(value.lowerBound, order, as: UInt64.self), interface: interface)
  }

  private func count(drops: UInt64, interface: Int) {
    guard drops > 0, interfaces.indices.contains(interface) else { return }
    let before = interfaces[interface].drops
    interfaces[interface].note(drops: drops)
    add(drops: interfaces[interface].drops - before)
  }

  private func add(drops: UInt64) {
    let (sum, overflow) = tally.kernelDrops.addingReportingOverflow(Int(clamping: drops))
    tally.kernelDrops = overflow ? .max : sum
  }

  // MARK: Interfaces

  private func describe(_ bytes: RawSpan, _ block: Range<Int>, at place: UInt64) {
    guard block.count >= 20 else { return tally.warn(.optionsBeyondBlock, at: place) }
    guard interfaceNames.count < Self.mostInterfaces else {
      if !hasReportedTooMany { tally.warn(.tooManyInterfaces, at: place) }
      hasReportedTooMany = true
      return
    }
    let start = block.lowerBound
    var interface = PcapngInterface(
      number: interfaceNames.count,
      link: LinkType(rawValue: UInt32(bytes.number(start + 8, order, as: UInt16.self))),
      snapLength: bytes.number(start + 12, order, as: UInt32.self))
    var name = ""
    readOptions(bytes, start + 16..<block.upperBound - 4, at: place) { code, value in
      switch code {
      case PcapngOption.comment: addInterfaceComment(bytes, value)
      case PcapngOption.interfaceName: name = text(bytes, value)
      case PcapngOption.interfaceResolution where value.count == 1:
        let byte = bytes.byte(value.lowerBound)
        if let unit = TimeUnit(resolution: byte) {
          interface.resolution = unit
        } else {
          tally.warn(.badResolution(byte), at: place)
        }
      case PcapngOption.interfaceTimeOffset where value.count == 8:
        interface.offset = bytes.number(value.lowerBound, order, as: Int64.self)
      default: break
      }
    }
    interface.settle()
    interfaces.append(interface)
    interfaceNames.append(name)
  }

  private func readStatistics(_ bytes: RawSpan, _ block: Range<Int>, at place: UInt64) {
    guard block.count >= 24 else { return }
    let index = Int(bytes.number(block.lowerBound + 8, order, as: UInt32.self))
    guard interfaces.indices.contains(index) else { return }
    var total: UInt64 = 0
    readOptions(bytes, block.lowerBound + 20..<block.upperBound - 4, at: place) { code, value in
      switch code {
      case PcapngOption.comment: addInterfaceComment(bytes, value)
      case PcapngOption.statisticsDropped where value.count == 8,
        PcapngOption.statisticsSystemDropped where value.count == 8:
        let (sum, overflow) = total.addingReportingOverflow(bytes.number(value.lowerBound, order, as: UInt64.self))
        total = overflow ? .max : sum
      default: break
      }
    }
    let before = interfaces[index].drops
    interfaces[index].note(total: total)
    add(drops: interfaces[index].drops - before)
  }

  private func addInterfaceComment(_ bytes: RawSpan, _ value: Range<Int>) {
    let comment = ParsedComment(text: text(bytes, value), subject: isRecording ? .interface : .file)
    // A recording repeats the comments from before a pause with the next datagram or at the end.
    guard interfaceComments.count < Self.mostInterfaceComments, !interfaceComments.contains(comment) else { return }
    interfaceComments.append(comment)
  }

  // MARK: Options

  /// Calls `body` with the code of each option and the range of its value.
  private func readOptions(
    _ bytes: RawSpan, _ range: Range<Int>, at place: UInt64, _ body: (UInt16, Range<Int>) -> Void
  ) {
    var position = range.lowerBound
    while range.upperBound - position >= 4 {
      let code = bytes.number(position, order, as: UInt16.self)
      let length = Int(bytes.number(position + 2, order, as: UInt16.self))
      if code == PcapngOption.end { return }
      guard length <= range.upperBound - position - 4 else { return tally.warn(.optionsBeyondBlock, at: place) }
      body(code, position + 4..<position + 4 + length)
      position += 4 + (length + 3) & ~3
    }
  }

  /// Returns a text of at most `longestComment` bytes; a longer one is cut and ends with an ellipsis.
  private func text(_ bytes: RawSpan, _ range: Range<Int>) -> String {
    let isCut = range.count > Self.longestComment
    let kept = range.prefix(isCut ? Self.longestComment - 4 : range.count).map { bytes.byte($0) }
    return String(decoding: kept.prefix { $0 != 0 }, as: UTF8.self) + (isCut ? "…" : "")
  }
}
