package import Basics
import CaptureFile
package import CommandCore
import Plumbing
package import Templates

/// A message with fields, which is made anew for each datagram.
package final class TemplatePayload: PayloadSource {
  package let count: Int? = 1
  package let emptyExplanation: Phrase = "nothing was sent"
  private let program: TemplateProgram
  private var context: TemplateContext
  private var random: TemplateRandom
  private var output = TemplateOutput()
  private var isTaken = false

  /// Creates a source of messages, and tries the first one.
  /// - Parameter context: the endpoints and the limit; time and counter are filled in.
  /// - Throws: `TemplateError` if the first message cannot be made.
  package init(_ program: TemplateProgram, _ context: TemplateContext, _ random: TemplateRandom) throws(TemplateError) {
    self.program = program
    self.context = context
    self.random = random
    var copy = random
    try program.render(context, &copy, into: &output)
  }

  package func next() throws(CommandFailure) -> NextPayload {
    if isTaken { return .end }
    isTaken = true
    context.time = SystemClock.wall
    context.utcOffset = LocalTime().offset(at: context.time / 1_000_000_000)
    do throws(TemplateError) { try program.render(context, &random, into: &output) } catch {
      throw CommandFailure("bad message: \(error)")
    }
    context.index &+= 1
    return .payload(output.bytes)
  }

  package func restart() { isTaken = false }
}
