import Plumbing
import Synchronization

/// What was counted since the start. Each is exact; the sum of `received`, `sent` and `failed` is the last number.
package struct LogCounters: Sendable, Hashable {
  /// Datagrams received.
  package var received = 0
  /// Payload bytes received, as they were on the wire.
  package var receivedBytes = 0
  /// Datagrams sent.
  package var sent = 0
  /// Transmits that failed, here or in the network.
  package var failed = 0
  /// Received datagrams that were cut by a short slot.
  package var truncated = 0
  /// Rows pushed out of the log, or never kept because readers held all its memory.
  package var evicted = 0

  package init() {}
}

/// The append-only, bounded log of datagrams: one writer, any number of readers who never hold it up.
///
/// Invariants:
/// - numbers start at 1, rise by 1 a row and are never reused; a row that could not be kept has used its number;
/// - readers see whole rows only, and a row never changes;
/// - the lock covers adding a chunk to the list, dropping one, and copying the list; never a datagram;
/// - no more than `limit` bytes of blocks exist. Eviction drops the oldest whole chunk; a snapshot keeps its own
///   chunks alive. A hold (`hold(through:)`) protects what a frozen view shows, up to three quarters of the limit;
/// - no allocation a datagram: a chunk of 2 MiB is the unit.
package final class CaptureLog: Sendable {
  /// What readers other than the hold may pin beyond the list, in bytes, before arrivals are given up.
  package static let readersShare = 16 << 20
  /// The smallest limit that makes sense, in bytes.
  package static let minimumLimit = 4 * Chunk.blockSize

  private struct List: Sendable {
    var chunks: [Chunk] = []
    var heldThrough: UInt64 = 0
  }

  /// Bytes that the log may occupy.
  package let limit: Int
  fileprivate let pool: BlockPool
  private let list = Lock(List())
  private let counted = AtomicCounters()

  fileprivate init(limit: Int) {
    self.limit = max(limit, Self.minimumLimit)
    pool = BlockPool(limit: self.limit / Chunk.blockSize)
  }

  /// The counters at this moment.
  package var counters: LogCounters { counted.load() }

  /// What the log holds now. Cheap: one lock, one reference. Let go of it before waiting for anything: it pins memory.
  package func snapshot() -> LogSnapshot {
    let chunks = list.withLock { $0.chunks }
    return LogSnapshot(chunks: chunks, lastCount: chunks.last?.count ?? 0, counters: counters)
  }

  /// Protects rows up to `number` from eviction for a frozen view; `nil` ends it. At most three quarters of the limit
  /// are protected: beyond, the oldest give way.
  package func hold(through number: UInt64?) {
    list.withLock { $0.heldThrough = number ?? 0 }
  }

  fileprivate func publish(_ counters: LogCounters) {
    counted.store(counters)
  }

  /// A listed, empty chunk for rows from `firstNumber`, and how many rows went for it; the chunk is `nil` when readers
  /// pin so much that there is no block.
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

  /// Which chunk goes next: the oldest that no hold protects; the oldest of all when the hold has its share already.
  private func victim(in list: List) -> Int {
    let held = list.chunks.partitioningIndex { $0.firstNumber > list.heldThrough }
    return held == list.chunks.count || held > pool.limit * 3 / 4 ? 0 : held
  }
}

/// The one writer of a log. Not copyable, so there cannot be a second.
package struct LogWriter: ~Copyable, Sendable {
  /// The log that is written.
  package let log: CaptureLog
  private var chunk: Chunk?
  /// Records in `chunk`, published or not.
  private var count = 0
  /// Offset of the first byte in `chunk` that is taken from the back.
  private var back = 0
  /// The number that the next row will have.
  private(set) var nextNumber: UInt64 = 1
  private var counters = LogCounters()
  private var peers = OffsetCache<Endpoint>(bits: 10)
  private var locals = OffsetCache<LocalPath>(bits: 6)

  /// Starts an empty log of at most `limit` bytes, raised to `CaptureLog.minimumLimit` when less.
  package init(limit: Int) {
    log = CaptureLog(limit: limit)
  }

  /// What `append` needs beside the payload.
  package struct Row: Sendable {
    package var kind: DatagramKind
    /// Nanoseconds since the Unix epoch.
    package var time: Int64
    /// Payload bytes on the wire; at least as many as are given to keep.
    package var size: Int
    package var isTruncated = false
    package var marks: DatagramMarks = []
    package var peer: Endpoint
    package var local: LocalPath
    /// Only for `.failure`.
    package var failure: TransmitFailure?

    package init(
      kind: DatagramKind, time: Int64, size: Int, isTruncated: Bool = false, marks: DatagramMarks = [],
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

  /// Adds a row with the payload bytes to keep, at most 65,535. Readers see it after `publish()`.
  /// - Parameter id: the name of the request to send that the row came of.
  /// - Returns: its number.
  @discardableResult
  package mutating func append(_ row: Row, payload: RawSpan, id: TransmitID? = nil) -> UInt64 {
    unsafe payload.withUnsafeBytes { bytes in unsafe append(row, payload: bytes, id: id) }
  }

  mutating func append(_ row: Row, payload: UnsafeRawBufferPointer, id: TransmitID? = nil) -> UInt64 {
    let number = nextNumber
    nextNumber += 1
    count(row)
    let failureSize = row.kind == .failure ? MemoryLayout<TransmitFailure>.size : 0
    let worst =
      MemoryLayout<Record>.stride + MemoryLayout<Endpoint>.size + MemoryLayout<LocalPath>.size + failureSize
      + payload.count + (id == nil ? 0 : MemoryLayout<TransmitID>.size)
    guard let chunk = roomyChunk(for: worst, number: number) else {
      counters.evicted += 1
      return number
    }
    let peer = Self.place(row.peer, in: chunk, back: &back, cache: &peers)
    let local = Self.place(row.local, in: chunk, back: &back, cache: &locals)
    var flags = Record.Flags(rawValue: row.kind.rawValue)
    if let id {
      back -= MemoryLayout<TransmitID>.size
      unsafe chunk.base.storeBytes(of: id, toByteOffset: back, as: TransmitID.self)
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
      time: row.time, payloadAndFlags: UInt32(back) | UInt32(flags.rawValue) << 24, peer: peer, local: local,
      size: UInt16(clamping: row.size), stored: UInt16(clamping: payload.count))
    unsafe chunk.base.storeBytes(of: record, toByteOffset: count * MemoryLayout<Record>.stride, as: Record.self)
    count += 1
    return number
  }

  /// Lets readers see everything appended so far.
  package mutating func publish() {
    chunk?.publish(count)
    log.publish(counters)
  }

  private mutating func count(_ row: Row) {
    switch row.kind {
    case .incoming:
      counters.received += 1
      counters.receivedBytes += row.size
      if row.isTruncated { counters.truncated += 1 }
    case .outgoing: counters.sent += 1
    case .failure: counters.failed += 1
    }
  }

  /// The chunk to write to, changed for a new one when `bytes` more do not fit.
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

  /// The offset of `value` in `chunk`, written there unless the cache knows it.
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

/// What can be spread over the slots of a cache in a few cycles. Values chosen to collide cost a second copy each, no
/// more, so that the spread need not be secret.
private protocol SlotHashing: Equatable, Sendable {
  /// Well mixed in its high bits.
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
    (endpoint.slotHash ^ replySource.low ^ UInt64(interface) << 16 ^ UInt64(socket)) &* 0x9e37_79b9_7f4a_7c15
  }
}

/// Where in the current chunk a value already lies: direct-mapped, so bounded and without allocation. A miss costs a
/// second copy in the chunk, nothing else.
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

/// The counters, written by the writer alone and read by anyone.
private final class AtomicCounters: Sendable {
  private let received = Atomic(0)
  private let receivedBytes = Atomic(0)
  private let sent = Atomic(0)
  private let failed = Atomic(0)
  private let truncated = Atomic(0)
  private let evicted = Atomic(0)

  func store(_ counters: LogCounters) {
    received.store(counters.received, ordering: .relaxed)
    receivedBytes.store(counters.receivedBytes, ordering: .relaxed)
    sent.store(counters.sent, ordering: .relaxed)
    failed.store(counters.failed, ordering: .relaxed)
    truncated.store(counters.truncated, ordering: .relaxed)
    evicted.store(counters.evicted, ordering: .relaxed)
  }

  func load() -> LogCounters {
    var counters = LogCounters()
    counters.received = received.load(ordering: .relaxed)
    counters.receivedBytes = receivedBytes.load(ordering: .relaxed)
    counters.sent = sent.load(ordering: .relaxed)
    counters.failed = failed.load(ordering: .relaxed)
    counters.truncated = truncated.load(ordering: .relaxed)
    counters.evicted = evicted.load(ordering: .relaxed)
    return counters
  }
}
