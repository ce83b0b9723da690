import Basics
import CaptureFile
package import CommandCore
package import PayloadText
import Plumbing
package import Templates
import UDPCore

/// The message that a generator sends again and again.
package enum GeneratedMessage {
  /// The same bytes each time.
  case bytes([UInt8])
  /// A message with fields, which is made anew for each datagram.
  case template(TemplateProgram, TemplateContext, TemplateRandom)

  /// Reads a message as a person writes it.
  /// - Parameters:
  ///   - context: the endpoints and the limit.
  ///   - seed: makes what is random in it repeatable; `nil` takes the system's source of chance.
  /// - Throws: the mistake in it, or the reason why a file cannot be read.
  package init(
    _ text: String, form: MessageForm, as encoding: TextEncoding, _ context: TemplateContext, seed: UInt64?,
    _ console: Console
  ) throws(CommandFailure) {
    do {
      let template = try Template(text, form: form)
      var files: [String: [UInt8]] = [:]
      for path in template.files { files[path] = try InputFile.bytes(path, limit: context.limit, console) }
      let program = try TemplateProgram(template, as: encoding, files: files)
      var random = seed.map { TemplateRandom(seed: $0) } ?? TemplateRandom()
      self =
        template.isConstant
        ? .bytes(try program.bytes(context, &random)) : .template(program, context, random)
    } catch let error as CommandFailure {
      throw error
    } catch {
      throw CommandFailure("bad message: \(Phrase(error))", .usage)
    }
  }

  /// The message as a source of one payload that can be started over, for each time it is sent.
  /// - Throws: the reason why the first one cannot be made.
  package func source() throws(CommandFailure) -> any PayloadSource {
    switch self {
    case .bytes(let bytes): return SinglePayload(bytes)
    case .template(let program, let context, let random):
      do throws(TemplateError) { return try TemplatePayload(program, context, random) } catch {
        throw CommandFailure("bad message: \(error)", .usage)
      }
    }
  }
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
