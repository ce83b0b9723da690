import Basics
import Configuration
import TerminalUI
import UDPCore

extension Vocabulary {
  /// A small screen with commands in a pane and one in a line.
  static let small = Vocabulary(
    commands: [
      Command(name: "freeze", keys: [.character("p")], places: ["table"], typingPlaces: []),
      Command(name: "hex", keys: [.character("x")], places: ["table"], typingPlaces: []),
      Command(name: "time", keys: [.character("t")], places: ["table"], typingPlaces: []),
      Command(name: "quit", keys: [.character("Q"), .function(10)], places: ["table"], typingPlaces: []),
      Command(name: "back-or-quit", keys: [.character("q")], places: ["table"], typingPlaces: []),
      Command(name: "interrupt", keys: [.control("c")], places: ["table"], typingPlaces: []),
      Command(name: "command", keys: [.character(":")], places: ["table"], typingPlaces: []),
      Command(name: "accept", keys: [.enter], places: ["filter"], typingPlaces: ["filter"]),
    ],
    columns: ["number", "source", "text"], styles: ["failure", "warning"], themes: ["default", "light", "mono"])
}

/// Parses a configuration file at `/c`.
func configuration(_ source: String?, _ variables: [String: String] = [:]) -> Configuration {
  Configuration(
    path: "/c", source: source, variables: { variables[$0] }, vocabulary: .small, interfaces: InterfaceNames())
}

extension Configuration {
  /// The mistakes as the user reads them.
  var sentences: [String] { problems.map(\.description) }
}
