import PayloadText
import Templates
import UDPCore

/// Makes the bytes of a template, at the time of this test and with a seed.
func render(
  _ source: String, _ form: MessageForm = .text, as encoding: TextEncoding = .utf8,
  scope: TemplateScope = TemplateScope(), files: [String: [UInt8]] = [:], seed: UInt64 = 7,
  _ change: (inout TemplateContext) -> Void = { _ in }
) throws -> [UInt8] {
  var context = TemplateContext(time: someTime)
  change(&context)
  var random = TemplateRandom(seed: seed)
  return try TemplateProgram(try Template(source, form: form, scope: scope), as: encoding, files: files)
    .bytes(context, &random)
}

/// Makes a template as text.
func text(
  _ source: String, _ form: MessageForm = .text, scope: TemplateScope = TemplateScope(), seed: UInt64 = 7,
  _ change: (inout TemplateContext) -> Void = { _ in }
) throws -> String {
  String(decoding: try render(source, form, scope: scope, seed: seed, change), as: UTF8.self)
}

/// 2026-11-28 14:43:44.123456789 UTC, a Saturday.
let someTime: Int64 = 1_795_877_024_123_456_789
