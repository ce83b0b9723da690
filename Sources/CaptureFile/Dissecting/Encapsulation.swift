import Basics
import UDPCore

/// The headers that carried a datagram in a capture file: tags and tunnels, the outermost first, and the fragments that it was
/// joined from.
struct Encapsulation: Hashable, Sendable {
  /// One header that carries another.
  struct Layer: Hashable, Sendable, BitwiseCopyable {
    var kind: Kind
    /// The number of the VLAN, session, call or network; the label; the key.
    var number: UInt32?
    /// The ends of a tunnel; `nil` for what is no tunnel.
    var source: IPAddress?
    var destination: IPAddress?
    /// The prefix of a rule of the firewall.
    var prefix: RulePrefix?

    init(
      _ kind: Kind, number: UInt32? = nil, source: IPAddress? = nil, destination: IPAddress? = nil,
      prefix: RulePrefix? = nil
    ) {
      self.kind = kind
      self.number = number
      self.source = source
      self.destination = destination
      self.prefix = prefix
    }
  }

  /// The maximum number of layers that are told apart.
  static let mostLayers = 8
  /// The maximum number of characters that another file's words have.
  static let mostCharacters = 512

  var layers: [Layer] = []
  /// The number of fragments; 1 for a datagram that arrived whole.
  var fragments = 1
  /// The words of another file about a row; `nil` if the rest of the properties says it.
  var words: String?
  /// Whether it stands for all encapsulations beyond those that are told apart.
  var isFurther = false
}

extension Encapsulation {
  /// Its names: in full, and of the innermost layer without addresses.
  var name: EncapsulationName { EncapsulationName(full: phrase, brief: layers.last?.brief ?? phrase) }

  private var phrase: Phrase {
    if let words { return Phrase(verbatim: words) }
    if isFurther { return "further encapsulations" }
    var parts = layers.map(\.phrase)
    if fragments > 1 { parts.append("joined from \(fragments) fragments") }
    return parts.dropFirst().reduce(parts.first ?? "") { "\($0), \($1)" }
  }
}

extension Encapsulation.Layer {
  fileprivate var phrase: Phrase {
    guard let source, let destination else { return brief }
    return "\(brief) from \(source.description) to \(destination.description)"
  }

  fileprivate var brief: Phrase {
    if let prefix { return "\(kind.rawValue) “\(prefix.text)”" }
    let number = number.map { " \($0)" } ?? ""
    switch kind {
    case .four, .six: return Phrase(verbatim: "\(kind.rawValue) in \(source?.isIPv4 == false ? "IPv6" : "IPv4")")
    default: return Phrase(verbatim: kind.rawValue + number)
    }
  }
}
