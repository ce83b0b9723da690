package import Impairment
import UDPeekResources

/// The profiles that udpeek knows by name.
package enum ShippedProfiles {
  /// The names, and the text of their files.
  package static var files: [(name: String, text: String)] { UDPeekResources.profiles }

  /// The names, in alphabetical order.
  package static var names: [String] { files.map(\.name) }

  /// Returns the profile of that name; `nil` if there is none.
  package static func named(_ name: String) -> ImpairmentProfile? {
    files.first { $0.name == name }.flatMap { try? ProfileFile.profile(in: $0.text, path: $0.name, name: $0.name) }
  }
}
