package import Basics
package import Configuration
import DisplayFilter
import PayloadText
package import PeerText
package import Rules
import UDPCore

/// The rules of `--reply-if` and `--reply`, which an option makes instead of a file.
package struct AutoReply {
  /// The rules of `--reply-if`, which are asked before those of a file.
  package private(set) var conditional: [Rule] = []
  /// The rule of `--reply`, which answers what no other rule did.
  package private(set) var general: Rule?
  /// The notices to print at the start.
  package private(set) var notices: [Phrase] = []

  /// The name of the rule of `--reply`.
  package static let name = "reply"

  /// Parses the options.
  /// - Parameters:
  ///   - reply: the text of `--reply`.
  ///   - conditional: the texts of `--reply-if`, each a filter, `=`, and a message.
  /// - Throws: an error that explains why one of them cannot be used.
  package init(
    reply: String?, conditional: [String], _ scope: RuleFile.Scope, _ encodings: ChosenEncodings
  ) throws(CommandFailure) {
    for (index, text) in conditional.enumerated() {
      let (condition, reply) = try Self.parts(of: text, scope)
      let message = try Self.message(reply, for: condition, option: "--reply-if", scope, encodings)
      self.conditional.append(
        Rule(name: "\(Self.name)-if-\(index + 1)", condition: condition, steps: [.send(message)]))
      notices += Self.notices(message, option: "--reply-if", encodings)
    }
    if let reply {
      let message = try Self.message(reply, for: .everything, option: "--reply", scope, encodings)
      general = Rule(name: Self.name, condition: .everything, steps: [.send(message)])
      notices += Self.notices(message, option: "--reply", encodings)
    }
  }

  /// The notices about the messages of a file of rules: those that depend on the encoding for peers that have only sent
  /// ASCII, told once.
  package static func notices(_ set: RuleSet, _ encodings: ChosenEncodings) -> [Phrase] {
    let messages = set.rules.flatMap(\.messages).filter(\.needsEncoding)
    return messages.lazy.compactMap { undecidedNotice($0, option: "--rules", encodings) }.first.map { [$0] } ?? []
  }

  /// Splits the text of `--reply-if` at the first `=` before which a filter stands that can be parsed.
  private static func parts(
    of text: String, _ scope: RuleFile.Scope
  ) throws(CommandFailure) -> (condition: DisplayFilter, reply: String) {
    var firstError: FilterError?
    for place in text.indices where text[place] == "=" {
      let source = String(text[..<place])
      guard !source.allSatisfy({ $0 == " " }) else { continue }
      do throws(FilterError) {
        let condition = try DisplayFilter(
          source, interfaces: scope.interfaces, aliases: scope.aliases, fields: scope.fields, knowing: .gaps)
        return (condition, String(text[text.index(after: place)...]))
      } catch {
        firstError = error
      }
    }
    guard let firstError else {
      throw CommandFailure(
        "bad --reply-if: write a filter, '=' and the message, as in '/^PING (\\d+)/=PONG {1}'", .usage)
    }
    throw CommandFailure(
      "bad --reply-if: no filter stands before a '=': \(firstError.message); write it as in '/^PING (\\d+)/=PONG {1}'",
      .usage)
  }

  private static func message(
    _ text: String, for condition: DisplayFilter, option: String, _ scope: RuleFile.Scope,
    _ encodings: ChosenEncodings
  ) throws(CommandFailure) -> RuleMessage {
    let message: RuleMessage
    do throws(MessageSyntaxError) {
      message = try RuleMessage(text, for: condition, files: scope.bytes)
    } catch {
      throw CommandFailure("bad \(option): \(error)", .usage)
    }
    if let path = message.missingFiles.first {
      throw CommandFailure("bad \(option): \(path) cannot be read; name a file that can", .usage)
    }
    // With one encoding for all peers, a message that it cannot write would never leave.
    if let encoding = encodings.encodingForAll, encodings.byAddress.isEmpty,
      let scalar = message.firstUnwritable(in: encoding)
    {
      throw CommandFailure(
        "bad \(option): \(encoding.name) cannot write '\(scalar)'; choose another encoding or leave it out", .usage)
    }
    return message
  }

  /// The notices about a message that some encodings cannot write, or that depends on the encoding for peers that have
  /// only sent ASCII.
  private static func notices(_ message: RuleMessage, option: String, _ encodings: ChosenEncodings) -> [Phrase] {
    if encodings.encodingForAll != nil, encodings.byAddress.isEmpty { return [] }
    let asked = encodings.byAddress.values.values.compactMap(\.encoding) + [encodings.undecided.encoding]
    let needed = Set(TextEncoding.detectable).union(asked).union(encodings.encodingForAll.map { [$0] } ?? [])
      .subtracting([.hex])
    let unwritten = TextEncoding.allCases.filter(needed.contains).compactMap { encoding in
      message.firstUnwritable(in: encoding).map { (encoding, $0) }
    }
    var notices: [Phrase] = []
    if let notice = undecidedNotice(message, option: option, encodings) { notices.append(notice) }
    if let (encoding, scalar) = unwritten.first {
      let example: Phrase = "\(encoding.name) lacks '\(scalar)'"
      notices.append(
        "\(option): in \(unwritten.count) of \(needed.count + 1) encodings the message cannot be written, so peers using them get no answer (\(example))"
      )
    }
    return notices
  }

  /// The notice about peers that have only sent ASCII; `nil` if there are none whose encoding is undecided, if the user
  /// chose an encoding for them that can represent the message, or if it makes no difference.
  private static func undecidedNotice(
    _ message: RuleMessage, option: String, _ encodings: ChosenEncodings
  ) -> Phrase? {
    let isDecided = encodings.encodingForAll != nil && !encodings.byAddress.values.values.contains(.auto)
    guard !isDecided, message.firstUnwritable(in: .ascii) != nil else { return nil }
    let encoding = encodings.undecided.encoding
    if let scalar = message.firstUnwritable(in: encoding) {
      return
        "\(option): peers that have only sent ASCII get no answer, since \(encoding.name) lacks '\(scalar)'; --undecided utf-8 answers them"
    }
    guard encodings.undecided.configured == nil else { return nil }
    let other: TextEncoding = encoding == .utf8 ? .gbk : .utf8
    let advice: Phrase = "--undecided \(other.name) answers them in \(other.name.uppercased())"
    return "\(option): peers that have only sent ASCII are answered in \(encoding.name); \(advice)"
  }
}
