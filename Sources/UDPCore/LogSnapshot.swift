/// What a capture log held at one moment. Immutable; keeps its chunks alive, so hold it briefly.
package struct LogSnapshot: Sendable {
  /// The log's counters when the snapshot was taken.
  package let counters: LogCounters
  private let chunks: [Chunk]
  private let lastCount: Int

  init(chunks: [Chunk], lastCount: Int, counters: LogCounters) {
    self.chunks = chunks
    self.lastCount = lastCount
    self.counters = counters
  }

  /// A snapshot of nothing.
  package init() {
    self.init(chunks: [], lastCount: 0, counters: LogCounters())
  }

  /// The runs of rows with consecutive numbers that lie in one chunk, oldest first.
  package var segments: LogSegments { LogSegments(chunks: chunks, lastCount: lastCount) }

  /// One past the newest number; 1 when nothing is held.
  package var endNumber: UInt64 { segments.last?.numbers.upperBound ?? 1 }

  /// The oldest number that is held; `endNumber` when nothing is.
  package var firstNumber: UInt64 { segments.first?.numbers.lowerBound ?? endNumber }

  /// The datagram with that number; `nil` when it was evicted or has not come yet.
  package subscript(number: UInt64) -> Datagram? {
    guard let segment = segments[holding: number] else { return nil }
    return segment[number]
  }
}

/// The segments of a snapshot.
package struct LogSegments: RandomAccessCollection, Sendable {
  fileprivate let chunks: [Chunk]
  fileprivate let lastCount: Int

  package var startIndex: Int { 0 }
  package var endIndex: Int { chunks.count }

  package subscript(position: Int) -> LogSegment {
    let chunk = chunks[position]
    return LogSegment(chunk: chunk, count: position == chunks.count - 1 ? lastCount : chunk.count)
  }

  /// The segment that holds `number`, by binary search; `nil` when it is not there.
  package subscript(holding number: UInt64) -> LogSegment? {
    let after = chunks.partitioningIndex { $0.firstNumber > number }
    guard after > 0 else { return nil }
    let segment = self[after - 1]
    return segment.numbers.contains(number) ? segment : nil
  }
}

/// A run of rows with consecutive numbers in one chunk. A chunk is told from another by its first number.
package struct LogSegment: Sendable {
  let chunk: Chunk
  let count: Int

  /// The numbers of its rows.
  package var numbers: Range<UInt64> { chunk.firstNumber..<chunk.firstNumber + UInt64(count) }

  /// The datagram with that number, which must be in `numbers`.
  package subscript(number: UInt64) -> Datagram {
    precondition(numbers.contains(number), "number outside the segment")
    return chunk.datagram(at: Int(number - chunk.firstNumber))
  }
}

extension RandomAccessCollection {
  /// The first position whose element fulfils `belongsAfter`, when the collection is ordered so that all such come
  /// last; `endIndex` when none does. Binary search.
  @inlinable package func partitioningIndex(where belongsAfter: (Element) -> Bool) -> Index {
    var low = startIndex
    var length = count
    while length > 0 {
      let half = length / 2
      let middle = index(low, offsetBy: half)
      if belongsAfter(self[middle]) {
        length = half
      } else {
        low = index(after: middle)
        length -= half + 1
      }
    }
    return low
  }
}
