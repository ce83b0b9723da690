import Basics
package import Configuration
package import DisplayFilter
package import PayloadText
package import PeerText
package import UDPCore

/// Parsing of argument values that several commands share.
package enum ArgumentValue {
  /// Returns the encoding named by `label`; `nil` for `nil` and for `auto`.
  package static func encoding(_ label: String?) throws(CommandFailure) -> TextEncoding? {
    guard let label, label.lowercased() != "auto" else { return nil }
    guard let encoding = TextEncoding(label: label) else {
      throw CommandFailure("unknown encoding '\(label)'; list them with: udpeek encodings", .usage)
    }
    return encoding
  }

  /// Returns the encoding for peers that have only sent ASCII; the flag overrides the configuration.
  package static func undecided(_ label: String?, _ settings: Settings) throws(CommandFailure) -> UndecidedEncoding {
    let locale = CharacterLocale.environment.encoding
    guard let label else { return UndecidedEncoding(settings.undecided, locale: locale) }
    guard let encoding = try encoding(label), encoding != .hex, encoding != .ascii else {
      throw CommandFailure(
        "--undecided needs an encoding that writes more than ASCII: gbk, utf-8; see: udpeek encodings", .usage)
    }
    return UndecidedEncoding(encoding, locale: locale)
  }

  /// Throws an error if `--undecided` has no effect because `--encoding` sets one encoding for all peers.
  package static func checkUndecided(_ undecided: String?, beside encoding: String?) throws(CommandFailure) {
    guard undecided != nil, let encoding = try self.encoding(encoding) else { return }
    throw CommandFailure(
      "--undecided has no effect with --encoding \(encoding.name), which applies to all peers: leave one of them out",
      .usage)
  }

  /// Parses a filter; an empty one matches everything.
  package static func filter(
    _ source: String, interfaces: InterfaceNames, aliases: Aliases, fields: (any FieldSource)? = nil,
    knowing facts: FilterFacts = .all
  ) throws(CommandFailure) -> DisplayFilter {
    do throws(FilterError) {
      return try DisplayFilter(source, interfaces: interfaces, aliases: aliases, fields: fields, knowing: facts)
    } catch {
      let before = String(String.UnicodeScalarView(source.unicodeScalars.prefix(error.range.lowerBound)))
      let caret = String(repeating: " ", count: SafeText(before).width) + "^"
      throw CommandFailure("bad filter: \(error.message)" + Phrase(verbatim: "\n  \(source)\n  \(caret)"), .usage)
    }
  }

  /// Parses an endpoint.
  /// - Parameter isDestination: whether the endpoint is a destination, whose address may be followed by `@` and an
  ///   interface.
  package static func endpoint(
    _ text: String, _ aliases: Aliases, isDestination: Bool = false
  ) throws(CommandFailure) -> EndpointArgument {
    do throws(EndpointSyntaxError) {
      return try EndpointArgument(text, aliases: aliases, isDestination: isDestination)
    } catch {
      throw CommandFailure(error.phrase, .usage)
    }
  }

  /// Parses endpoints.
  /// - Throws: an error with a line for each invalid endpoint.
  package static func endpoints(_ texts: [String], _ aliases: Aliases) throws(CommandFailure) -> [EndpointArgument] {
    var endpoints: [EndpointArgument] = []
    var mistakes: [Phrase] = []
    for text in texts {
      do throws(EndpointSyntaxError) { endpoints.append(try EndpointArgument(text, aliases: aliases)) } catch {
        mistakes.append(error.phrase)
      }
    }
    if !mistakes.isEmpty { throw CommandFailure(mistakes.joined(separator: "\n"), .usage) }
    return endpoints
  }

  /// Refuses the name of a theme that is neither shipped nor the person's own; `nil` is none.
  package static func check(theme: String?, _ settings: Settings) throws(CommandFailure) {
    let names = settings.themeNames
    guard let theme, !names.contains(theme) else { return }
    throw CommandFailure(
      "unknown theme '\(theme)'\(Spelling.hint(for: theme, among: names)); there are: \(names.joined(separator: ", "))",
      .usage)
  }
}
