import UDPCore

extension LogSnapshot {
  /// Calls `body` with the size and the time of each received row that has a time.
  /// - Parameter peer: the one peer whose rows count; `nil` for all.
  func forEachReceived(_ numbers: Range<UInt64>, from peer: Endpoint?, _ body: (Int, Int64) -> Void) {
    for segment in segments where segment.numbers.overlaps(numbers) {
      segment.forEachReceived(numbers, from: peer, body)
    }
  }
}

extension LogSegment {
  fileprivate func forEachReceived(_ numbers: Range<UInt64>, from peer: Endpoint?, _ body: (Int, Int64) -> Void) {
    let first = self.numbers.lowerBound
    // Where the chunk holds endpoints that are this peer's, or others'.
    var own: UInt32 = .max
    var others = [UInt32](repeating: .max, count: 256)
    withRecords { records, _ in
      for number in self.numbers.clamped(to: numbers) {
        let record = records[Int(number - first)]
        guard record.isIncoming, !record.isTimeless else { continue }
        if let peer, record.peer != own {
          let index = record.peerSlot % others.count
          if others[index] == record.peer { continue }
          guard self[number].peer == peer else {
            others[index] = record.peer
            continue
          }
          own = record.peer
        }
        body(Int(record.size), record.time)
      }
    }
  }
}

/// A count of the datagrams of a log that were received from one peer, or from all: a part of them at a time.
protocol ReceivedCount {
  /// The one peer; `nil` for all.
  var countedPeer: Endpoint? { get }
  /// The first row that was not counted.
  var countedThrough: UInt64 { get set }

  /// Counts a datagram by its size in bytes and its time in nanoseconds since the Unix epoch.
  mutating func add(_ size: Int, at time: Int64)
}

extension ReceivedCount {
  /// Whether the log has rows that are not counted yet.
  func isBehind(_ log: LogSnapshot) -> Bool { countedThrough < log.endNumber }

  /// Counts the next rows, `limit` at most.
  mutating func count(_ log: LogSnapshot, atMost limit: UInt64) {
    let first = max(countedThrough, log.firstNumber)
    let stop = min(log.endNumber, first + limit)
    guard first < stop else { return }
    log.forEachReceived(first..<stop, from: countedPeer) { add($0, at: $1) }
    countedThrough = stop
  }
}
