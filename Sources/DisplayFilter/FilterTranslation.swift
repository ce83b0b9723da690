import UDPCore

/// A filter in another program's language, or the parts of it that have no equivalent there.
package struct FilterTranslation: Hashable, Sendable {
  /// The language of a program.
  package enum Language: String, CaseIterable, Sendable, Hashable {
    case tcpdump
    case wireshark
  }

  /// A part without an equivalent.
  package struct Gap: Hashable, Sendable {
    /// The part in its canonical form.
    package var part: String
    /// The reason, worded to follow the part.
    package var reason: String
  }

  /// The filter; `nil` if a part has no equivalent.
  package private(set) var text: String?
  /// The parts without an equivalent, in order.
  package private(set) var gaps: [Gap] = []
  /// The differences between the filter and its equivalent, one sentence each.
  package private(set) var notes: [String] = []

  /// Translates an expression; `nil` becomes `udp`.
  init(_ expression: FilterExpression?, _ language: Language, _ interfaces: InterfaceNames) {
    guard let expression else {
      text = "udp"
      return
    }
    var writer = TranslationWriter(language: language, interfaces: interfaces)
    let written = writer.write(expression, isInside: true)
    gaps = writer.gaps
    notes = writer.notes
    if gaps.isEmpty { text = expression == .flag(.udp) ? "udp" : "udp and \(written)" }
  }
}

/// Writes an expression in another program's language and records the parts that cannot be written.
struct TranslationWriter {
  /// The target language.
  let language: FilterTranslation.Language
  /// The interfaces, for scopes.
  let interfaces: InterfaceNames
  /// The parts without an equivalent, in order.
  private(set) var gaps: [FilterTranslation.Gap] = []
  /// The differences recorded so far, one sentence each.
  private(set) var notes: [String] = []

  /// Creates a writer with nothing recorded.
  init(language: FilterTranslation.Language, interfaces: InterfaceNames) {
    self.language = language
    self.interfaces = interfaces
  }

  /// Returns the expression in the target language, in parentheses if it `isInside` another one and needs them.
  mutating func write(_ expression: FilterExpression, isInside: Bool) -> String {
    switch expression {
    case .not(let part): return "not " + write(part, isInside: true)
    case .all(let parts): return join(parts, " and ", isInside)
    case .any(let parts): return join(parts, " or ", isInside)
    default:
      switch language {
      case .tcpdump: return tcpdump(expression)
      case .wireshark: return wireshark(expression)
      }
    }
  }

  private mutating func join(_ parts: [FilterExpression], _ separator: String, _ isInside: Bool) -> String {
    var texts: [String] = []
    for part in parts { texts.append(write(part, isInside: true)) }
    let text = texts.joined(separator: separator)
    return isInside ? "(\(text))" : text
  }

  /// Records that a part has no equivalent.
  mutating func gap(_ part: FilterExpression, _ reason: String) -> String {
    gaps.append(FilterTranslation.Gap(part: CanonicalWriter.text(of: part, interfaces), reason: reason))
    return ""
  }

  /// Records a difference, once.
  mutating func note(_ sentence: String) {
    if !notes.contains(sentence) { notes.append(sentence) }
  }

  /// Returns the reason that a part known only to udpeek has no equivalent; `nil` for any other part.
  func privateReason(_ part: FilterExpression) -> String? {
    switch part {
    case .flag(.incoming), .flag(.outgoing): "a packet in a capture does not say which side was ours"
    case .flag(.error): "failed sends are rows of udpeek's own"
    case .flag(.alarm): "alarms are rows of udpeek's own"
    case .flag(.truncated): "a packet does not record whether udpeek's buffer was too short"
    case .flag(.broadcast): "a network's broadcast address depends on its mask, which is not in a packet"
    case .flag(.marked): "marks are udpeek's"
    case .rule: "rules are udpeek's"
    case .field: "formats are udpeek's"
    case .flag(.gap), .flag(.unanswered): "a filter there sees one packet at a time"
    case .flag(.auto), .flag(.badText), .encoding: "encodings by peer are udpeek's"
    case .compare(.age, _, _): "a filter there cannot refer to the present time"
    case .host(let side, _, let scope), .net(let side, _, let scope), .endpoint(let side, _, let scope, _):
      scope != nil
        ? "the interface of a link-local address is not in a packet" : sideReason(side)
    case .ports(let side, _): sideReason(side)
    default: nil
    }
  }

  private func sideReason(_ side: FilterSide) -> String? {
    side == .peer || side == .local ? "a packet in a capture does not say which side was ours" : nil
  }
}
