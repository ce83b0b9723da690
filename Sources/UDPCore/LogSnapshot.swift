/// The contents of a capture log at one moment. Immutable; keeps its chunks alive, so release it soon.
package struct LogSnapshot: Sendable {
  /// The log's totals at the time of the snapshot.
  package let counters: LogCounters
  private let chunks: [Chunk]
  private let lastCount: Int

  init(chunks: [Chunk], lastCount: Int, counters: LogCounters) {
    self.chunks = chunks
    self.lastCount = lastCount
    self.counters = counters
  }

  /// Creates an empty snapshot.
  package init() {
    self.init(chunks: [], lastCount: 0, counters: LogCounters())
  }

  /// The rows in runs of consecutive numbers, one run per chunk, oldest first.
  package var segments: LogSegments { LogSegments(chunks: chunks, lastCount: lastCount) }

  /// One past the newest row number; 1 if the snapshot is empty.
  package var endNumber: UInt64 { segments.last?.numbers.upperBound ?? 1 }

  /// The oldest row number; `endNumber` if the snapshot is empty.
  package var firstNumber: UInt64 { segments.first?.numbers.lowerBound ?? endNumber }

  /// The datagram with this number; `nil` if it was evicted or is newer than the snapshot.
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

  /// The segment that contains `number`, found by binary search; `nil` if there is none.
  package subscript(holding number: UInt64) -> LogSegment? {
    // Most often it is asked for the newest rows.
    if let last = chunks.last, last.firstNumber <= number {
      return number - last.firstNumber < UInt64(lastCount) ? LogSegment(chunk: last, count: lastCount) : nil
    }
    let after = chunks.partitioningIndex { $0.firstNumber > number }
    guard after > 0 else { return nil }
    let segment = self[after - 1]
    return segment.numbers.contains(number) ? segment : nil
  }
}

/// A run of rows with consecutive numbers in one chunk. Its first number identifies it.
package struct LogSegment: Sendable {
  let chunk: Chunk
  let count: Int

  /// The row numbers of the segment.
  package var numbers: Range<UInt64> { chunk.firstNumber..<chunk.firstNumber + UInt64(count) }

  /// The datagram with this number, which must be in `numbers`.
  package subscript(number: UInt64) -> Datagram {
    precondition(numbers.contains(number), "number outside the segment")
    return chunk.datagram(at: Int(number - chunk.firstNumber))
  }
}

extension RandomAccessCollection {
  /// Returns the first position whose element satisfies `belongsAfter`, by binary search; `endIndex` if none does. All
  /// such elements must come last in the collection.
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
