import Basics
package import UDPCore

/// The two ends of a conversation, the same for both directions.
package struct EndpointPair: TableKey {
  private let lower: Endpoint
  private let upper: Endpoint

  /// Creates the pair of the ends of a datagram.
  package init(_ datagram: Datagram) { self.init(datagram.peer, datagram.ownEnd) }

  /// Creates the pair of two ends.
  package init(_ one: Endpoint, _ other: Endpoint) {
    let isOrdered =
      (one.address.high, one.address.low, one.port) <= (other.address.high, other.address.low, other.port)
    (lower, upper) = isOrdered ? (one, other) : (other, one)
  }
}

extension Datagram {
  /// The end that is not `peer`; what a relay passes on goes from end to end.
  package var ownEnd: Endpoint { relayVerdict == nil ? local.ownEnd : local.endpoint }

  /// The end that it came from.
  var sourceEnd: Endpoint { kind == .incoming ? peer : ownEnd }
}

extension LocalPath {
  /// The endpoint from which answers leave: not a group or a broadcast.
  package var ownEnd: Endpoint {
    guard !replySource.isUnspecified else { return endpoint }
    return Endpoint(replySource, port: endpoint.port, scope: replySource.needsScope ? endpoint.scope : 0)
  }
}
