import CaptureFile
import Plumbing
package import Templates
import UDPCore

/// The message that a generator sends again and again.
package enum GeneratedMessage {
  /// The same bytes each time.
  case bytes([UInt8])
  /// A message with fields, which is made anew for each datagram.
  case template(TemplateProgram, TemplateContext, TemplateRandom)
}

/// The messages of a generator to one destination, with a counter of their own.
struct MessageStream {
  /// The bytes of a constant message.
  private var bytes: [UInt8] = []
  /// The program of a message with fields; `nil` for a constant one.
  private var program: TemplateProgram?
  private var context = TemplateContext(time: 0)
  private var random = TemplateRandom(seed: 0)
  private var output = TemplateOutput()

  /// Prepares the messages to a peer, and tries the first one.
  /// - Parameter index: the peer's place among the destinations. The first one has the message's own random numbers, so
  ///   that a seed means the same with and without a rate.
  /// - Throws: `TemplateError` if the first message cannot be made.
  init(_ message: GeneratedMessage, to peer: Endpoint, index: Int) throws(TemplateError) {
    switch message {
    case .bytes(let bytes): self.bytes = bytes
    case .template(let program, let context, let random):
      (self.program, self.context, self.random) = (program, context, random)
      self.context.peer = peer
      for _ in 0..<index { self.random = TemplateRandom(seed: self.random.next()) }
      var trial = self.random
      try program.render(self.context, &trial, into: &output)
    }
  }

  /// Sets the time of the next messages.
  mutating func set(_ time: Int64, utcOffset: Int) { (context.time, context.utcOffset) = (time, utcOffset) }

  /// Calls `body` with the next message.
  mutating func next(_ body: (Span<UInt8>) -> Void) throws(TemplateError) {
    guard try program?.render(context, &random, into: &output) != nil else { return body(bytes.span) }
    context.index &+= 1
    body(output.bytes.span)
  }
}
