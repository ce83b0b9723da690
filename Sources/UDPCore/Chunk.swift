import Plumbing
import Synchronization

/// A block of the capture log: records grow from the front, payloads and endpoints from the back.
///
/// Invariants:
/// - only the log's writer writes, and only between the published records and the published payloads;
/// - `published` is stored with release after the records below it are complete, and loaded with acquire by readers:
///   everything below it is immutable for the chunk's lifetime;
/// - once a later chunk is in the list, this one is complete and its count final.
@safe
package final class Chunk: @unchecked Sendable {
  /// The size of a block in bytes: 2 MiB, a huge page on x86-64.
  package static let blockSize = 2 << 20

  /// The number of the first record.
  package let firstNumber: UInt64

  let base: UnsafeMutableRawPointer
  private let block: Block
  private let pool: BlockPool
  private let published = Atomic<Int>(0)

  init(block: Block, pool: BlockPool, firstNumber: UInt64) {
    self.block = block
    unsafe base = block.base
    self.pool = pool
    self.firstNumber = firstNumber
  }

  deinit {
    pool.recycle(block)
  }

  /// The number of records visible to readers.
  var count: Int { published.load(ordering: .acquiring) }

  func publish(_ count: Int) {
    published.store(count, ordering: .releasing)
  }

  func record(at index: Int) -> Record {
    unsafe base.load(fromByteOffset: index * MemoryLayout<Record>.stride, as: Record.self)
  }

  func endpoint(at offset: UInt32) -> Endpoint {
    unsafe base.loadUnaligned(fromByteOffset: Int(offset), as: Endpoint.self)
  }

  func localPath(at offset: UInt32) -> LocalPath {
    unsafe base.loadUnaligned(fromByteOffset: Int(offset), as: LocalPath.self)
  }

  func transmitID(at offset: Int) -> TransmitID {
    unsafe base.loadUnaligned(fromByteOffset: offset, as: TransmitID.self)
  }

  func stamp(at offset: Int) -> UInt64 {
    unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  func alarmNote(at offset: Int) -> AlarmNote {
    unsafe AlarmNote(UnsafeRawBufferPointer(start: base + offset, count: Self.blockSize - offset))
  }

  func bytes(at offset: Int, count: Int) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: base + offset, count: count)
  }

  /// Returns the datagram at `index`, which must be below the published count.
  func datagram(at index: Int) -> Datagram {
    let record = record(at: index)
    var failure: TransmitFailure?
    var payload = record.payload
    if record.kind == .failure {
      failure = unsafe base.loadUnaligned(fromByteOffset: payload, as: TransmitFailure.self)
      payload += MemoryLayout<TransmitFailure>.size
    }
    return Datagram(
      number: firstNumber + UInt64(index), time: record.time, kind: record.kind, size: Int(record.size),
      storedSize: Int(record.stored), isTruncated: record.flags.contains(.truncated),
      marks: record.flags.marks, peer: endpoint(at: record.peer), local: localPath(at: record.local), failure: failure,
      isIdentified: record.flags.contains(.identified), chunk: self,
      payloadOffset: payload)
  }
}

/// The address of 2 MiB allocated by a pool.
@safe
struct Block: @unchecked Sendable {
  let base: UnsafeMutableRawPointer
}

/// The memory blocks of the chunks: allocated on first use, then reused; never more than `limit`.
final class BlockPool: Sendable {
  private struct Blocks {
    var free: [Block] = []
    var made = 0
  }

  /// The maximum number of blocks.
  let limit: Int
  private let blocks = Lock(Blocks())

  init(limit: Int) {
    self.limit = limit
  }

  deinit {
    blocks.withLock { blocks in
      for block in blocks.free { unsafe block.base.deallocate() }
    }
  }

  /// Returns a free block; `nil` if all are in use.
  func take() -> Block? {
    blocks.withLock { blocks in
      if let block = blocks.free.popLast() { return block }
      guard blocks.made < limit else { return nil }
      blocks.made += 1
      return unsafe Block(base: .allocate(byteCount: Chunk.blockSize, alignment: 4096))
    }
  }

  func recycle(_ block: Block) {
    blocks.withLock { $0.free.append(block) }
  }

  /// The number of blocks that hold a chunk, either listed in the log or kept alive by a reader.
  var inUse: Int {
    blocks.withLock { $0.made - $0.free.count }
  }
}
