import Basics
import PayloadText
import Templates
import UDPCore

/// A message of a rule, compiled for each encoding when it is first needed.
struct RuleAnswer {
  private let message: RuleMessage
  private var programs: [TextEncoding: Result<TemplateProgram, TemplateError>] = [:]

  init(_ message: RuleMessage) {
    self.message = message
    hasCounter = message.template.hasCounter
  }

  /// Whether the message counts.
  let hasCounter: Bool

  /// Makes the message, and says in which encoding it is; `hex` if it was written as bytes.
  /// - Parameter encoding: the recipient's encoding.
  mutating func bytes(
    as encoding: TextEncoding, _ context: TemplateContext, _ random: inout TemplateRandom,
    _ output: inout TemplateOutput
  ) throws(TemplateError) -> (bytes: [UInt8], encoding: TextEncoding) {
    let encoding = message.encoding ?? encoding
    try program(encoding).get().render(context, &random, into: &output)
    return (output.bytes, message.form == .hex ? .hex : encoding)
  }

  private mutating func program(_ encoding: TextEncoding) -> Result<TemplateProgram, TemplateError> {
    if let known = programs[encoding] { return known }
    let made: Result<TemplateProgram, TemplateError>
    do throws(TemplateError) {
      made = .success(try TemplateProgram(message.template, as: encoding, files: message.files))
    } catch {
      made = .failure(error)
    }
    programs[encoding] = made
    return made
  }
}
