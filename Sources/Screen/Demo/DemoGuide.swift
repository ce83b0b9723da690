import Basics
import CommandCore
import Monitor

/// The tips that the first made-up peer sends at once, a row each.
struct DemoGuide: Sendable {
  /// The tips; command names in braces stand for their keys.
  private static let tips: [Phrase] = [
    "Welcome: made-up peers, real datagrams", "Up Down: select   {detail}: its bytes",
    "{reply}: answer this peer; it writes back", "{peers}: peers   {rate}: rates   {next-pane}: next pane",
    "{mark}: mark   {send-marked}: write to all marked", "{filter}温度: narrow by text   {filter-toggle}: off and on",
    "{find}: find   {encoding}: encoding   {hex}: hexadecimal",
    "{freeze}: freeze   {bottom}: newest   {help}: all keys",
  ]

  /// The tips in the user's language, with the configured keys.
  let lines: [String]

  /// Translates the tips and fills in the keys.
  init(_ keymap: Keymap, _ wording: Wording) {
    lines = Self.tips.map { keymap.filled(wording.text($0)) }
  }
}
