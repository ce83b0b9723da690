package import UDPCore

/// A buffer of complete pcapng blocks in the byte order of x86. Its memory is allocated at the start and reused, not
/// per datagram.
package struct PcapngBuffer: Sendable {
  /// The size of the blocks in bytes.
  package private(set) var count = 0
  private var bytes: [UInt8]
  private var origin: Int64 = 0
  /// The number of times before the origin, which are written as the origin.
  package private(set) var early = 0
  /// Whether a datagram that a person asked for carries the number of the request.
  var namesRequests = false

  /// Creates a buffer of `capacity` bytes, which grows if a block needs more.
  package init(capacity: Int) {
    bytes = Array(repeating: 0, count: max(4096, capacity))
  }

  /// Removes all blocks, and keeps the memory.
  package mutating func removeAll() { count = 0 }

  /// Calls `body` with the blocks.
  package func withBytes<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
    try unsafe body(bytes.span.bytes.extracting(0..<count))
  }

  /// Removes the blocks added after the buffer held `count` bytes.
  package mutating func cut(to count: Int) { self.count = min(self.count, max(0, count)) }

  /// Returns the size and the number of datagrams of the complete blocks at the start of `blocks`.
  package static func wholeBlocks(in blocks: RawSpan) -> (bytes: Int, datagrams: Int) {
    var whole = (bytes: 0, datagrams: 0)
    while whole.bytes + 12 <= blocks.byteCount {
      let type = unsafe blocks.unsafeLoadUnaligned(fromByteOffset: whole.bytes, as: UInt32.self)
      let length = unsafe blocks.unsafeLoadUnaligned(fromByteOffset: whole.bytes + 4, as: UInt32.self)
      guard (12...blocks.byteCount - whole.bytes).contains(Int(UInt32(littleEndian: length))) else { break }
      whole.bytes += Int(UInt32(littleEndian: length))
      if [PcapngBlock.enhancedPacket, PcapngBlock.simplePacket].contains(UInt32(littleEndian: type)) {
        whole.datagrams += 1
      }
    }
    return whole
  }

  /// Returns the size of the headers before a datagram's payload.
  package static func headerSize(of datagram: Datagram) -> Int {
    SynthesizedHeaders(from: datagram.source, to: datagram.destination, size: datagram.size).count
  }

  // MARK: Blocks

  /// The description of a file's only interface.
  package struct Interface: Sendable, Hashable {
    /// The name of the interface: `udp://0.0.0.0:9000`.
    package var name: String
    package var comments: [String]
    /// The start of the 584 years that the file's times can represent, in seconds since the Unix epoch: 0, or earlier
    /// for older datagrams (`if_tsoffset`).
    package var origin: Int64 = 0

    package init(name: String, comments: [String] = []) {
      self.name = name
      self.comments = comments
    }
  }

  /// Returns the origin for a file whose datagrams are from about `time`: 1677 or 1970.
  /// - Parameter time: nanoseconds since the Unix epoch.
  package static func origin(for time: Int64) -> Int64 { time < 0 ? -9_223_372_037 : 0 }

  /// Converts a time to ticks, clamped to the representable range.
  private mutating func ticks(_ time: Int64) -> UInt64 {
    if origin == 0, time >= 0 { return UInt64(time) }
    let ticks = Int128(time) - Int128(origin) * 1_000_000_000
    if ticks < 0 { early += 1 }
    return UInt64(clamping: ticks)
  }

  /// Begins a file: a section of unknown length and its only interface, with times in nanoseconds. libpcap cannot read
  /// two interfaces of LINKTYPE_RAW.
  package mutating func begin(_ interface: Interface, application: String) {
    addBlock(PcapngBlock.sectionHeader, room: 16 + Self.room(of: [application])) { bytes, offset in
      bytes.put(PcapngBlock.byteOrderMagic.littleEndian, at: &offset)
      bytes.put(UInt16(1).littleEndian, at: &offset)
      bytes.put(UInt16(0), at: &offset)
      bytes.put(UInt64.max, at: &offset)
      Self.put(application, as: PcapngOption.sectionApplication, in: &bytes, at: &offset)
      Self.putEnd(in: &bytes, at: &offset)
    }
    origin = interface.origin
    early = 0
    let description = "UDP payloads as sockets received and sent them; the IP and UDP headers are synthesized"
    let room = 24 + 12 + Self.room(of: [interface.name, description] + interface.comments)
    addBlock(PcapngBlock.interfaceDescription, room: room) { bytes, offset in
      bytes.put(UInt16(truncatingIfNeeded: LinkType.raw.rawValue).littleEndian, at: &offset)
      bytes.put(UInt16(0), at: &offset)
      bytes.put(UInt32(0), at: &offset)  // no limit to a packet's length
      Self.put(interface.name, as: PcapngOption.interfaceName, in: &bytes, at: &offset)
      Self.put(description, as: PcapngOption.interfaceDescription, in: &bytes, at: &offset)
      Self.putHead(of: PcapngOption.interfaceResolution, count: 1, in: &bytes, at: &offset)
      bytes.put(UInt8(9), at: &offset)
      bytes.pad(at: &offset)
      if interface.origin != 0 {
        Self.putHead(of: PcapngOption.interfaceTimeOffset, count: 8, in: &bytes, at: &offset)
        bytes.put(interface.origin.littleEndian, at: &offset)
      }
      for comment in interface.comments { Self.put(comment, as: PcapngOption.comment, in: &bytes, at: &offset) }
      Self.putEnd(in: &bytes, at: &offset)
    }
  }

  /// Adds a datagram. Do not pass a failure, which has no packet.
  /// - Parameters:
  ///   - drops: the number of kernel drops since the last datagram.
  ///   - isMarked: whether the user marked the row.
  ///   - comments: the comments on the datagram, each cut to less than 64 KiB.
  package mutating func add(
    _ datagram: Datagram, drops: Int = 0, isMarked: Bool = false, comments: [String] = []
  ) {
    // A receive slot that was too short does not say by how much.
    let isCutWithoutTrace = datagram.isTruncated && datagram.storedSize == datagram.size
    let headers = SynthesizedHeaders(
      from: datagram.source, to: datagram.destination, size: datagram.size + (isCutWithoutTrace ? 1 : 0))
    let kept = headers.kept(of: datagram)
    let isTimeless = datagram.timestamp == nil
    var marks = datagram.marks.names
    if isMarked { marks.append(CapturedDatagram.markWord) }
    let isWhole = kept == headers.payloadSize && marks.isEmpty
    if isTimeless, drops == 0, comments.isEmpty, isWhole, datagram.kind == .incoming {
      return addSimple(datagram, headers)
    }
    var comments = comments
    if !marks.isEmpty { comments.insert(PcapngWords.marks + marks.joined(separator: " "), at: 0) }
    let isBeforeTimes = isTimeless && datagram.time == .min
    if isTimeless { comments.insert(isBeforeTimes ? PcapngWords.noTimeYet : PcapngWords.noTime, at: 0) }
    let time = isBeforeTimes ? 0 : ticks(datagram.time)
    let direction: UInt32 = datagram.kind == .incoming ? 1 : 2
    let request = namesRequests && datagram.transmitID?.rule == nil ? datagram.transmitID : nil
    let room = 20 + headers.count + kept + 4 + 8 + 12 + 12 + (comments.isEmpty ? 4 : Self.room(of: comments))
    datagram.withPayload { payload in
      addBlock(PcapngBlock.enhancedPacket, room: room) { bytes, offset in
        bytes.put(UInt32(0), at: &offset)
        Self.put(time: time, in: &bytes, at: &offset)
        bytes.put(UInt32(truncatingIfNeeded: headers.count + kept).littleEndian, at: &offset)
        bytes.put(UInt32(truncatingIfNeeded: headers.count + headers.payloadSize).littleEndian, at: &offset)
        headers.put(payload.extracting(first: kept), in: &bytes, at: &offset)
        bytes.pad(at: &offset)
        Self.putHead(of: PcapngOption.packetFlags, count: 4, in: &bytes, at: &offset)
        bytes.put(direction.littleEndian, at: &offset)
        if drops > 0 {
          Self.put(drops, as: PcapngOption.packetDropCount, in: &bytes, at: &offset)
        }
        if let request {
          Self.put(Int(clamping: request.number), as: PcapngOption.packetID, in: &bytes, at: &offset)
        }
        for comment in comments { Self.put(comment, as: PcapngOption.comment, in: &bytes, at: &offset) }
        Self.putEnd(in: &bytes, at: &offset)
      }
    }
  }

  /// Adds a complete incoming datagram whose time is not known.
  private mutating func addSimple(_ datagram: Datagram, _ headers: SynthesizedHeaders) {
    datagram.withPayload { payload in
      addBlock(PcapngBlock.simplePacket, room: 8 + headers.count + headers.payloadSize) { bytes, offset in
        bytes.put(UInt32(truncatingIfNeeded: headers.count + headers.payloadSize).littleEndian, at: &offset)
        headers.put(payload, in: &bytes, at: &offset)
        bytes.pad(at: &offset)
      }
    }
  }

  /// The contents of a statistics block, up to its time. The last one ends the file.
  package struct Statistics: Sendable, Hashable {
    /// Nanoseconds since the Unix epoch.
    package var start: Int64 = 0
    package var end: Int64 = 0
    /// Datagrams received and sent in that time, including those that are not in the file.
    package var received = 0
    /// Datagrams in the file.
    package var delivered = 0
    /// Kernel drops since the start of the file.
    package var kernelDrops = 0
    package var comments: [String] = []

    package init() {}
  }

  /// Adds statistics, which may end the file.
  package mutating func end(_ statistics: Statistics) {
    let room = 16 + 5 * 12 + Self.room(of: statistics.comments)
    let datagramsBefore = early
    let (start, end) = (ticks(statistics.start), ticks(statistics.end))
    early = datagramsBefore
    addBlock(PcapngBlock.interfaceStatistics, room: room) { bytes, offset in
      bytes.put(UInt32(0), at: &offset)
      Self.put(time: end, in: &bytes, at: &offset)
      for (code, time) in [
        (PcapngOption.statisticsStart, start), (PcapngOption.statisticsEnd, end),
      ] {
        Self.putHead(of: code, count: 8, in: &bytes, at: &offset)
        Self.put(time: time, in: &bytes, at: &offset)
      }
      Self.put(statistics.received, as: PcapngOption.statisticsReceived, in: &bytes, at: &offset)
      Self.put(statistics.kernelDrops, as: PcapngOption.statisticsSystemDropped, in: &bytes, at: &offset)
      Self.put(statistics.delivered, as: PcapngOption.statisticsDelivered, in: &bytes, at: &offset)
      for comment in statistics.comments { Self.put(comment, as: PcapngOption.comment, in: &bytes, at: &offset) }
      Self.putEnd(in: &bytes, at: &offset)
    }
  }

  // MARK: Parts of blocks

  /// Adds a block: `body` writes its contents, between the two length fields.
  /// - Parameter room: the maximum number of bytes that `body` writes.
  private mutating func addBlock(_ type: UInt32, room: Int, _ body: (inout MutableRawSpan, inout Int) -> Void) {
    let start = count
    let needed = start + room + 16
    if needed > bytes.count {
      bytes.append(contentsOf: repeatElement(0, count: max(needed - bytes.count, bytes.count)))
    }
    var elements = bytes.mutableSpan
    var span = unsafe elements.mutableBytes
    var offset = start
    span.put(type.littleEndian, at: &offset)
    span.put(UInt32(0), at: &offset)
    body(&span, &offset)
    let length = UInt32(truncatingIfNeeded: offset + 4 - start).littleEndian
    span.put(length, at: &offset)
    span.storeBytes(of: length, toByteOffset: start + 4, as: UInt32.self)
    count = offset
  }

  /// Returns the maximum size of texts as options, including the end of the options.
  private static func room(of texts: [String]) -> Int {
    texts.reduce(4) { $0 + 8 + min($1.utf8.count, 65_535) }
  }

  private static func put(time: UInt64, in bytes: inout MutableRawSpan, at offset: inout Int) {
    bytes.put(UInt32(truncatingIfNeeded: time >> 32).littleEndian, at: &offset)
    bytes.put(UInt32(truncatingIfNeeded: time).littleEndian, at: &offset)
  }

  private static func putHead(of code: UInt16, count: Int, in bytes: inout MutableRawSpan, at offset: inout Int) {
    bytes.put(code.littleEndian, at: &offset)
    bytes.put(UInt16(truncatingIfNeeded: count).littleEndian, at: &offset)
  }

  private static func put(_ number: Int, as code: UInt16, in bytes: inout MutableRawSpan, at offset: inout Int) {
    putHead(of: code, count: 8, in: &bytes, at: &offset)
    bytes.put(UInt64(max(0, number)).littleEndian, at: &offset)
  }

  private static func put(_ text: String, as code: UInt16, in bytes: inout MutableRawSpan, at offset: inout Int) {
    var units = Array(text.utf8.prefix(65_536))
    if units.count > 65_535 {
      // No character is split.
      var end = 65_535
      while end > 0, units[end] & 0xc0 == 0x80 { end -= 1 }
      units.removeSubrange(end...)
    }
    putHead(of: code, count: units.count, in: &bytes, at: &offset)
    unsafe bytes.put(units.span.bytes, at: &offset)
    bytes.pad(at: &offset)
  }

  private static func putEnd(in bytes: inout MutableRawSpan, at offset: inout Int) {
    bytes.put(PcapngOption.end, at: &offset)
    bytes.put(UInt16(0), at: &offset)
  }
}
