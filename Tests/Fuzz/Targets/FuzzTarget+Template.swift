import Basics
import PayloadText
import Templates
import UDPCore

extension FuzzTarget {
  /// Parses templates in each form, compiles them for an encoding, and makes messages, which stay within a datagram and
  /// are the same with the same chance.
  static let template = FuzzTarget(name: "template") { bytes in
    let (choice, rest) = bytes.choice(of: MessageForm.allCases.count * TextEncoding.allCases.count)
    let form = MessageForm.allCases[choice % MessageForm.allCases.count]
    let encoding = TextEncoding.allCases[choice / MessageForm.allCases.count]
    let source = rest.text
    let scope = TemplateScope(captures: ["1", "temp", "data"], hasRow: true)
    do throws(MessageSyntaxError) {
      make(try Template(source, form: form, scope: scope), as: encoding, source)
    } catch {
      precondition((0...source.unicodeScalars.count).contains(error.range.upperBound) && !error.mistake.isEmpty)
    }
    let meant = try? Message(parsing: source).encoded(as: .utf8)
    let escaped = try? TemplateProgram(Template(Template.escaped(source)), as: .utf8).alone
    precondition(meant == nil || escaped == meant, "doubled braces do not stand for themselves")
  }

  private static func make(_ template: Template, as encoding: TextEncoding, _ source: String) {
    do throws(TemplateError) {
      let files = Dictionary(template.files.map { ($0, [UInt8](repeating: 7, count: 300)) }) { first, _ in first }
      let program = try TemplateProgram(template, as: encoding, files: files)
      var context = TemplateContext(time: Int64(truncatingIfNeeded: source.hashValue))
      context.utcOffset = 28_800
      context.captures = [.text("12"), .real(0.5), .bytes([0, 0xff])]
      (context.peer, context.local) = (Endpoint(.anyIPv4, port: 9), Endpoint(.anyIPv6, port: 9))
      var random = TemplateRandom(seed: 1)
      for index in [0, 1, UInt64.max] {
        context.index = index
        context.row = index
        var copy = random
        let preview = try program.bytes(context, &copy)
        let message = try program.bytes(context, &random)
        precondition(message == preview && copy == random)
        precondition(template.isPlain || preview.count <= TemplateContext.largest)
      }
    } catch {
      precondition(error.range.upperBound <= source.unicodeScalars.count && !error.phrase.isEmpty)
    }
  }
}

extension TemplateProgram {
  /// The message, made without anything to go by.
  fileprivate var alone: [UInt8]? {
    var random = TemplateRandom(seed: 0)
    return try? bytes(TemplateContext(time: 0), &random)
  }
}
