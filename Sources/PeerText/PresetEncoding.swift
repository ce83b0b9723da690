package import PayloadText
import UDPCore

/// What was chosen beforehand for a peer.
package enum PresetEncoding: Hashable, Sendable {
  /// To find it out, where something wider says otherwise.
  case auto
  case encoding(TextEncoding)

  /// As it is written: `gb18030`, `auto`.
  package var name: String { encoding?.name ?? "auto" }

  /// `nil` for auto.
  package var encoding: TextEncoding? {
    if case .encoding(let encoding) = self { encoding } else { nil }
  }
}
