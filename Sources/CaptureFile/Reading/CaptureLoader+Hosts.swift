package import UDPCore

/// Rows from udpeek on other hosts.
extension CaptureLoader {
  /// Begins another stream of a host, in place of the one that ended.
  /// - Parameter host: its place among the hosts.
  package func replaceStream(ofHost host: Int, by reader: CaptureReader) {
    let place = readers.count + host
    drainedDrops += sources[place].reader.tally.kernelDrops
    sources[place] = Source(reader: reader, host: sources[place].host, count: sources[place].count)
  }

  /// Whether a host's stream has ended, and all its rows are in the log.
  package func isDrained(ofHost host: Int) -> Bool {
    if case .end = sources[readers.count + host].head { true } else { false }
  }

  /// Whether a host's stream has begun of which nothing was read.
  package var hasFreshStream: Bool { sources.dropFirst(readers.count).contains { $0.head == nil } }

  /// Removes and returns what hosts sent by request since the last call.
  package func takeRequests() -> [(host: Int, id: TransmitID)] {
    defer { requests = [] }
    return requests
  }

  /// Returns an endpoint of a host with the number of the host where its address may be that of another one elsewhere.
  /// - Parameter source: the index of the host among the sources.
  func numbered(_ endpoint: Endpoint, in source: Int) -> Endpoint {
    guard endpoint.address.isIPv4 || endpoint.address.needsScope else { return endpoint }
    return Endpoint(endpoint.address, port: endpoint.port, scope: hostInterfaces[source - readers.count])
  }

  /// Appends the row of a datagram that could not be sent from a host, or that the network refused.
  /// - Parameters:
  ///   - payload: its bytes, where they are known.
  ///   - request: the request that it is the outcome of; `nil` for what the network reports later.
  package func append(
    _ failure: TransmitFailure, ofHost host: Int, time: Int64, peer: Endpoint, local: Endpoint,
    payload: [UInt8] = [], request: TransmitID?
  ) {
    let local = numbered(local, in: readers.count + host)
    let path = LocalPath(
      endpoint: local, replySource: local.address, interface: hostInterfaces[host], socket: 0)
    let peer = numbered(peer, in: readers.count + host)
    let row = LogWriter.Row(kind: .failure, time: time, size: payload.count, peer: peer, local: path, failure: failure)
    unsafe writer.append(row, payload: payload.span.bytes, id: request)
  }

  /// Appends a row that says what became of a host.
  /// - Parameter time: nanoseconds since the Unix epoch.
  package func append(_ note: AlarmNote, ofHost host: Int, time: Int64) {
    let nowhere = Endpoint(.anyIPv4, port: 0)
    let path = LocalPath(
      endpoint: nowhere, replySource: .anyIPv4, interface: hostInterfaces[host], socket: 0)
    writer.append(AlarmRow(note: note, time: time, peer: nowhere, local: path), marks: DatagramMarks())
  }

  /// The datagrams of a host so far, those that it sent among them.
  package func datagrams(ofHost host: Int) -> Int { sources[readers.count + host].count }

  /// The kernel drops of a host that its current stream tells of.
  package func kernelDrops(ofHost host: Int) -> Int { sources[readers.count + host].reader.tally.kernelDrops }
}
