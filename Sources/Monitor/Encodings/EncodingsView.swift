import Basics
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The list from which an encoding is chosen.
struct EncodingsView {
  let list: EncodingList
  /// The encoding that is in force for the peer now.
  let auto: EncodingChoice?
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let (title, theme) = (look.words(title), look.theme)
    let frame = ListFrame(title: title, columns: max(48, title.width + 6), search: list.list.search, look: look)
    frame.draw(list.list, on: &canvas, in: rect) { canvas, entry, line in
      let note: Phrase = entry.encoding == nil ? explanation : ""
      canvas.draw([(" \(entry.name)", theme.plain), (look.words(note), theme.quiet)], in: line)
      if let likelihood = entry.likelihood {
        canvas.drawRight(SafeText(Self.percent(likelihood)), style: theme.quiet, in: line.dropping(right: 1))
      }
    }
  }

  private var title: Phrase {
    if list.isForMessage { return "encoding of this message" }
    guard let peer = list.peer else { return "encoding of all peers" }
    if list.others.isEmpty { return "encoding of \(peer.text(look.interfaces))" }
    return "encoding of \(Figures.grouped(list.others.count + 1)) peers"
  }

  /// The effect of "auto".
  private var explanation: Phrase {
    if list.isForMessage, let auto { return "  the peer's own: \(auto.label)" }
    guard let auto else { return "  by what each peer writes" }
    return "  by what the peer writes; now \(auto.label)"
  }

  /// `97 %`, `< 1 %`.
  private static func percent(_ likelihood: Double) -> String {
    if likelihood < 0.01 { return "< 1 %" }
    if likelihood > 0.99 { return "> 99 %" }
    return "\(Int((likelihood * 100).rounded())) %"
  }
}
