import Plumbing
import Synchronization

/// Totals since the start. Each is exact; `received`, `sent`, `failed` and `alarms` add up to the newest
/// row number.
package struct LogCounters: Sendable, Hashable {
  /// Datagrams received.
  package var received = 0
  /// Payload bytes received, counted as on the wire.
  package var receivedBytes = 0
  /// Datagrams sent.
  package var sent = 0
  /// Payload bytes sent.
  package var sentBytes = 0
  /// Failed transmits, reported by this host or by the network.
  package var failed = 0
  /// Alarms raised.
  package var alarms = 0
  /// Received datagrams that were not stored in full: cut by the snap length or a short receive slot.
  package var truncated = 0
  /// Rows evicted from the log, or never stored because readers pinned all its memory.
  package var evicted = 0

  package init() {}
}

/// The append-only, bounded log of datagrams: one writer, and any number of readers, which never block it.
///
/// Invariants:
/// - numbers start at 1, rise by 1 per row and are never reused; a row that could not be stored still uses up its
///   number;
/// - readers see complete rows only, and a row never changes;
/// - the lock covers adding a chunk to the list, removing one, and copying the list; never a datagram;
/// - no more than `limit` bytes of blocks exist. Eviction removes whole chunks, the oldest first; a snapshot keeps its
///   chunks alive. A hold (`hold(through:)`) protects what a frozen view shows, up to three quarters of the limit;
/// - appending a datagram allocates nothing: memory is allocated in chunks of 2 MiB.
package final class CaptureLog: Sendable {
  /// The number of bytes that snapshots may pin beyond the list before new datagrams are dropped.
  package static let readersShare = 16 << 20
  /// The smallest usable limit, in bytes.
  package static let minimumLimit = 4 * Chunk.blockSize

  private struct List: Sendable {
    var chunks: [Chunk] = []
    var heldThrough: UInt64 = 0
  }

  /// The number of bytes that the log may occupy.
  package let limit: Int
  fileprivate let pool: BlockPool
  private let list = Lock(List())
  private let counted = AtomicCounters()

  fileprivate init(limit: Int) {
    self.limit = max(limit, Self.minimumLimit)
    pool = BlockPool(limit: self.limit / Chunk.blockSize)
  }

  /// The current totals.
  package var counters: LogCounters { counted.load() }

  /// The bytes of the blocks that hold rows, those that only snapshots keep alive included; at most `limit`.
  package var memory: Int { pool.inUse * Chunk.blockSize }

  /// Returns the current contents. Cheap: one lock, one reference. A snapshot pins memory, so release it before waiting
  /// for anything.
  package func snapshot() -> LogSnapshot {
    let chunks = list.withLock { $0.chunks }
    return LogSnapshot(chunks: chunks, lastCount: chunks.last?.count ?? 0, counters: counters)
  }

  /// Protects rows up to `number` from eviction for a frozen view; `nil` ends the hold. At most three quarters of the
  /// limit are protected; beyond that, the oldest rows are evicted.
  package func hold(through number: UInt64?) {
    list.withLock { $0.heldThrough = number ?? 0 }
  }

  fileprivate func publish(_ counters: LogCounters) {
    counted.store(counters)
  }

  /// Appends an empty chunk for rows from `firstNumber` to the list. Returns it, and the number of rows evicted to make
  /// room; the chunk is `nil` if readers pin so much that no block is free.
  fileprivate func nextChunk(firstNumber: UInt64) -> (chunk: Chunk?, evicted: Int) {
    list.withLock { list in
      var evicted = 0
      var block = pool.take()
      while block == nil, !list.chunks.isEmpty {
        let pinned = (pool.inUse - list.chunks.count) * Chunk.blockSize
        if pinned > min(Self.readersShare, limit / 2) { break }
        evicted += list.chunks.remove(at: victim(in: list)).count
        block = pool.take()
      }
      guard let block else { return (nil, evicted) }
      let chunk = Chunk(block: block, pool: pool, firstNumber: firstNumber)
      list.chunks.append(chunk)
      return (chunk, evicted)
    }
  }

  /// Returns the index of the chunk to evict: the oldest that no hold protects, or the oldest of all once the hold
  /// exceeds its share.
  private func victim(in list: List) -> Int {
    let held = list.chunks.partitioningIndex { $0.firstNumber > list.heldThrough }
    return held == list.chunks.count || held > pool.limit * 3 / 4 ? 0 : held
  }
}

/// The only writer of a log. Not copyable, so there cannot be a second.
package struct LogWriter: ~Copyable, Sendable {
  /// The log that this writer appends to.
  package let log: CaptureLog
  private var chunk: Chunk?
  /// Records in `chunk`, published or not.
  private var count = 0
  /// The offset of the lowest byte in `chunk` already used from the back.
  private var back = 0
  /// The number of the next row.
  private(set) var nextNumber: UInt64 = 1
  private var counters = LogCounters()
  private var peers = OffsetCache<Endpoint>(bits: 10)
  private var locals = OffsetCache<LocalPath>(bits: 6)

  /// Creates an empty log of at most `limit` bytes, raised to `CaptureLog.minimumLimit` if lower.
  package init(limit: Int) {
    log = CaptureLog(limit: limit)
  }

  /// The fields of a row, apart from its payload.
  package struct Row: Sendable {
    /// The kind of the row.
    package var kind: DatagramKind
    /// Nanoseconds since the Unix epoch.
    package var time: Int64
    /// Payload bytes on the wire; never fewer than are stored.
    package var size: Int
    /// Whether the payload was cut (`Datagram.isTruncated`).
    package var isTruncated = false
    /// Anomalies found in the capture file.
    package var marks = DatagramMarks()
    /// The remote endpoint.
    package var peer: Endpoint
    /// The local side.
    package var local: LocalPath
    /// The reason for a `.failure`; `nil` for other kinds.
    package var failure: TransmitFailure?

    @inlinable
    package init(
      kind: DatagramKind, time: Int64, size: Int, isTruncated: Bool = false, marks: DatagramMarks = DatagramMarks(),
      peer: Endpoint, local: LocalPath, failure: TransmitFailure? = nil
    ) {
      self.kind = kind
      self.time = time
      self.size = size
      self.isTruncated = isTruncated
      self.marks = marks
      self.peer = peer
      self.local = local
      self.failure = failure
    }
  }

  /// Appends a row with the payload bytes to store, at most 65,535. Readers see it after `publish()`.
  /// - Parameter id: the ID of the transmit request that produced the row.
  /// - Returns: the row's number.
  @discardableResult
  package mutating func append(_ row: Row, payload: RawSpan, id: TransmitID? = nil) -> UInt64 {
    unsafe payload.withUnsafeBytes { bytes in unsafe append(row, payload: bytes, id: id) }
  }

  mutating func append(_ row: Row, payload: UnsafeRawBufferPointer, id: TransmitID? = nil) -> UInt64 {
    unsafe append(row, payload: payload, stamp: id?.number)
  }

  /// Appends a row that a relay judged; one that it passed on as it came has no verdict.
  @discardableResult
  mutating func append(_ row: Row, payload: UnsafeRawBufferPointer, verdict: RelayVerdict?) -> UInt64 {
    unsafe append(row, payload: payload, stamp: verdict?.number)
  }

  /// Appends an alarm, whose row has no payload.
  @discardableResult
  package mutating func append(_ row: AlarmRow, marks: DatagramMarks = DatagramMarks()) -> UInt64 {
    let number = nextNumber
    nextNumber += 1
    counters.alarms += 1
    let bytes = row.note.bytes
    let worst =
      MemoryLayout<Record>.stride + MemoryLayout<Endpoint>.size + MemoryLayout<LocalPath>.size + bytes.count
    guard let chunk = roomyChunk(for: worst, number: number) else {
      counters.evicted += 1
      return number
    }
    let peer = Self.place(row.peer, in: chunk, back: &back, cache: &peers)
    let local = Self.place(row.local, in: chunk, back: &back, cache: &locals)
    back -= bytes.count
    unsafe UnsafeMutableRawBufferPointer(start: chunk.base + back, count: bytes.count).copyBytes(from: bytes)
    var flags = Record.Flags(.alarm)
    flags.formUnion(Record.Flags(marks))
    let record = Record(
      time: row.time, payloadAndFlags: UInt32(back) | flags.rawValue << Record.flagShift, peer: peer, local: local,
      size: 0, stored: 0)
    unsafe chunk.base.storeBytes(of: record, toByteOffset: count * MemoryLayout<Record>.stride, as: Record.self)
    count += 1
    return number
  }

  /// Changes the verdict of the row appended last, which readers do not see yet and which has one.
  mutating func amend(_ verdict: RelayVerdict) {
    guard let chunk, count > 0, chunk.firstNumber + UInt64(count) == nextNumber else { return }
    let record = chunk.record(at: count - 1)
    unsafe chunk.base.storeBytes(of: verdict.number, toByteOffset: record.payloadBytes.upperBound, as: UInt64.self)
  }

  /// - Parameter stamp: a `TransmitID`, or for a received row a `RelayVerdict`.
  private mutating func append(_ row: Row, payload: UnsafeRawBufferPointer, stamp: UInt64?) -> UInt64 {
    let number = nextNumber
    nextNumber += 1
    count(row)
    let failureSize = row.kind == .failure ? MemoryLayout<TransmitFailure>.size : 0
    let worst =
      MemoryLayout<Record>.stride + MemoryLayout<Endpoint>.size + MemoryLayout<LocalPath>.size + failureSize
      + payload.count + (stamp == nil ? 0 : MemoryLayout<UInt64>.size)
    guard let chunk = roomyChunk(for: worst, number: number) else {
      counters.evicted += 1
      return number
    }
    let peer = Self.place(row.peer, in: chunk, back: &back, cache: &peers)
    let local = Self.place(row.local, in: chunk, back: &back, cache: &locals)
    var flags = Record.Flags(row.kind)
    if let stamp {
      back -= MemoryLayout<UInt64>.size
      unsafe chunk.base.storeBytes(of: stamp, toByteOffset: back, as: UInt64.self)
      flags.insert(.identified)
    }
    back -= payload.count
    let place = unsafe UnsafeMutableRawBufferPointer(start: chunk.base + back, count: payload.count)
    unsafe place.copyMemory(from: payload)
    if row.kind == .failure {
      back -= failureSize
      let failure = row.failure ?? TransmitFailure(origin: .local, code: 0)
      unsafe chunk.base.storeBytes(of: failure, toByteOffset: back, as: TransmitFailure.self)
    }
    if row.isTruncated { flags.insert(.truncated) }
    flags.formUnion(Record.Flags(row.marks))
    let record = Record(
      time: row.time, payloadAndFlags: UInt32(back) | flags.rawValue << Record.flagShift, peer: peer, local: local,
      size: UInt16(clamping: row.size), stored: UInt16(clamping: payload.count))
    unsafe chunk.base.storeBytes(of: record, toByteOffset: count * MemoryLayout<Record>.stride, as: Record.self)
    count += 1
    return number
  }

  /// Makes everything appended so far visible to readers.
  package mutating func publish() {
    chunk?.publish(count)
    log.publish(counters)
  }

  /// The row appended last, which readers may not see yet; `nil` if there is none, or none was stored.
  package var last: Datagram? {
    guard let chunk, count > 0, chunk.firstNumber + UInt64(count) == nextNumber else { return nil }
    return chunk.datagram(at: count - 1)
  }

  private mutating func count(_ row: Row) {
    switch row.kind {
    case .incoming:
      counters.received += 1
      counters.receivedBytes += row.size
      if row.isTruncated { counters.truncated += 1 }
    case .outgoing:
      counters.sent += 1
      counters.sentBytes += row.size
    case .failure: counters.failed += 1
    case .alarm: counters.alarms += 1
    }
  }

  /// Returns the chunk to write to, replaced by a new one if `bytes` more do not fit.
  private mutating func roomyChunk(for bytes: Int, number: UInt64) -> Chunk? {
    if let chunk, count * MemoryLayout<Record>.stride + bytes <= back { return chunk }
    chunk?.publish(count)
    let (next, evicted) = log.nextChunk(firstNumber: number)
    counters.evicted += evicted
    chunk = next
    count = 0
    back = Chunk.blockSize
    peers.forget()
    locals.forget()
    return next
  }

  /// Returns the offset of `value` in `chunk`, storing it there unless the cache knows it.
  private static func place<T: BitwiseCopyable & SlotHashing>(
    _ value: T, in chunk: Chunk, back: inout Int, cache: inout OffsetCache<T>
  ) -> UInt32 {
    if let known = cache.offset(of: value) { return known }
    back -= MemoryLayout<T>.size
    unsafe chunk.base.storeBytes(of: value, toByteOffset: back, as: T.self)
    cache.remember(value, at: UInt32(back))
    return UInt32(back)
  }
}

/// A value that hashes to a cache slot in a few cycles. Values chosen to collide cost only a second copy each, so the
/// hash need not be keyed.
private protocol SlotHashing: Equatable, Sendable {
  /// A hash whose high bits are well mixed.
  var slotHash: UInt64 { get }
}

extension Endpoint: SlotHashing {
  fileprivate var slotHash: UInt64 {
    let tail = UInt64(port) << 32 ^ UInt64(scope)
    return ((address.high ^ tail) &* 0x9e37_79b9_7f4a_7c15 ^ address.low) &* 0xff51_afd7_ed55_8ccd
  }
}

extension LocalPath: SlotHashing {
  fileprivate var slotHash: UInt64 {
    (endpoint.slotHash ^ replySource.low ^ UInt64(interface) << 16 ^ UInt64(socket) ^ UInt64(encapsulation) << 48)
      &* 0x9e37_79b9_7f4a_7c15
  }
}

/// Offsets of values already stored in the current chunk: direct-mapped, so bounded and free of allocation. A miss
/// costs only a second copy in the chunk.
private struct OffsetCache<Value: SlotHashing>: Sendable {
  private struct Entry: Sendable {
    var value: Value
    var offset: UInt32
    var generation: Int
  }

  private var entries: [Entry?]
  private var generation = 0

  init(bits: Int) {
    entries = Array(repeating: nil, count: 1 << bits)
  }

  private func slot(of value: Value) -> Int {
    Int(truncatingIfNeeded: value.slotHash >> 40) & (entries.count - 1)
  }

  func offset(of value: Value) -> UInt32? {
    guard let entry = entries[slot(of: value)], entry.generation == generation, entry.value == value else { return nil }
    return entry.offset
  }

  mutating func remember(_ value: Value, at offset: UInt32) {
    entries[slot(of: value)] = Entry(value: value, offset: offset, generation: generation)
  }

  mutating func forget() {
    generation += 1
  }
}

/// The totals: stored by the writer alone, loaded by any thread.
private final class AtomicCounters: Sendable {
  private let received = Atomic(0)
  private let receivedBytes = Atomic(0)
  private let sent = Atomic(0)
  private let sentBytes = Atomic(0)
  private let failed = Atomic(0)
  private let alarms = Atomic(0)
  private let truncated = Atomic(0)
  private let evicted = Atomic(0)

  func store(_ counters: LogCounters) {
    received.store(counters.received, ordering: .relaxed)
    receivedBytes.store(counters.receivedBytes, ordering: .relaxed)
    sent.store(counters.sent, ordering: .relaxed)
    sentBytes.store(counters.sentBytes, ordering: .relaxed)
    failed.store(counters.failed, ordering: .relaxed)
    alarms.store(counters.alarms, ordering: .relaxed)
    truncated.store(counters.truncated, ordering: .relaxed)
    evicted.store(counters.evicted, ordering: .relaxed)
  }

  func load() -> LogCounters {
    var counters = LogCounters()
    counters.received = received.load(ordering: .relaxed)
    counters.receivedBytes = receivedBytes.load(ordering: .relaxed)
    counters.sent = sent.load(ordering: .relaxed)
    counters.sentBytes = sentBytes.load(ordering: .relaxed)
    counters.failed = failed.load(ordering: .relaxed)
    counters.alarms = alarms.load(ordering: .relaxed)
    counters.truncated = truncated.load(ordering: .relaxed)
    counters.evicted = evicted.load(ordering: .relaxed)
    return counters
  }
}
