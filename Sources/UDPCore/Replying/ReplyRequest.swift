/// A received datagram that rules may answer: all that the reply guard needs to know of it, however late the answer is.
package struct ReplyRequest: Sendable, Hashable {
  /// The number of its row; 0 for an answer that nobody asked for.
  package var row: UInt64
  /// The endpoint that sent it.
  package var peer: Endpoint
  /// The path that it arrived by, and that the answer takes.
  package var path: LocalPath
  /// Its bytes on the wire.
  package var size: Int
  /// A hash of its payload, the same within one run of the program.
  package var fingerprint: Int

  package init(row: UInt64, peer: Endpoint, path: LocalPath, size: Int, fingerprint: Int) {
    self.row = row
    self.peer = peer
    self.path = path
    self.size = size
    self.fingerprint = fingerprint
  }

  /// Creates the request that a row of the log is; `nil` for a row that was not received.
  /// - Parameter fingerprint: the hash of the whole payload; without it, the guard does not recognize an echo of a payload
  ///   that was cut.
  package init?(_ datagram: Datagram, fingerprint: Int? = nil) {
    guard datagram.kind == .incoming else { return nil }
    let fingerprint =
      fingerprint
      ?? datagram.withPayload { payload in
        unsafe payload.withUnsafeBytes { unsafe ReplyGuard.fingerprint(of: $0) }
      }
    self.init(
      row: datagram.number, peer: datagram.peer, path: datagram.local, size: datagram.size, fingerprint: fingerprint)
  }
}
