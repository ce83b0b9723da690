/// Answers received datagrams by rules. Functions are called on the receiver thread unless they say otherwise, so they
/// must neither block nor take longer than some microseconds.
package protocol Responder: AnyObject, Sendable {
  /// The limits of replying.
  var limits: ReplyLimits { get }

  /// The answers that were withheld before they came to the guard. Any thread may ask.
  var withheldBefore: [ReplyWithheld: Int] { get }

  /// Answers a datagram at once by calling `reply`, any number of times, or keeps its number to answer it later with a
  /// `TransmitRequest`.
  /// - Parameters:
  ///   - fingerprint: hashes the whole payload, of which the log may have kept a part (`ReplyRequest.fingerprint`).
  ///   - reply: sends bytes to the peer unless the guard withholds them, and says why it did.
  func respond(
    to datagram: Datagram, fingerprint: () -> Int, reply: ([UInt8], TransmitID) -> ReplyWithheld?)

  /// Called after the datagrams passed to `respond` became visible to readers of the log.
  func rowsWerePublished()

  /// Records that the network refused a datagram to a peer.
  func noteRefusal(by peer: Endpoint)

  /// Records that the guard withheld an answer that was posted as a `TransmitRequest`.
  func note(_ withheld: ReplyWithheld, of rule: RuleNumber)

  /// Called by the thread that starts the receiver, once reception runs.
  /// - Parameter send: posts a request to the receiver, from any thread.
  func start(_ log: CaptureLog, send: @escaping @Sendable (TransmitRequest) throws(TransmitRefusal) -> Void)

  /// Called by the thread that stops the receiver, before the sockets are drained a last time.
  func stop()
}
