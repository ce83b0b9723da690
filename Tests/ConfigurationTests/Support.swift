import Basics
import Configuration
import UDPCore

/// Parses a configuration file at `/c`.
func configuration(_ source: String?, _ variables: [String: String] = [:]) -> Configuration {
  Configuration(
    path: "/c", source: source, variables: { variables[$0] }, interfaces: InterfaceNames())
}

extension Configuration {
  /// The problems as the user reads them.
  var sentences: [String] { problems.map(\.description) }
}
