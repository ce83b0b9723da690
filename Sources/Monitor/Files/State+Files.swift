import Basics
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// Capture files in the place of sockets.
extension State {
  /// Whether the rows come from capture files.
  var showsFiles: Bool { configuration.showsFiles }

  /// A file that is read from its beginning is shown so: the first rows, standing still.
  mutating func startAtTop() {
    guard configuration.startsAtTop, !source.hasStarted, let first = rowOrder.first else { return }
    source.hasStarted = true
    if table.viewport.isFollowing { select(first) }
  }

  /// Mends what other programs of a pipeline wrote on the screen.
  mutating func repaintBesidePipe(_ effects: inout [Effect]) {
    guard showsFiles, !configuration.startsAtTop, source.files.progress != nil else { return }
    if source.pipeRepainting.isDue(clock.monotonic, hasRows: log.endNumber > 1) { effects.append(.redraw) }
  }

  /// Takes over the encoding that a file names for a peer; a choice that the user made at the start has priority.
  mutating func encodingArrived(_ preset: PresetEncoding, of peer: Endpoint?) {
    let chosen = configuration.encodings
    guard chosen.encodingForAll == nil, peer.map({ chosen.byAddress.match($0)?.value }) ?? nil == nil else { return }
    if let peer { texts.set(preset.encoding, for: peer) } else { texts.setAll(preset.encoding) }
    rejudge(peer)
  }

  /// The lines of a table without rows, where files are shown.
  var emptyFileLines: [Phrase] {
    let names = configuration.files.joined(separator: "  ")
    guard source.files.progress == nil else { return ["Reading \(names) \(symbols.ellipsis)"] }
    return ["No datagram in \(names)"] + source.files.remarks
  }

  /// The beginning of times: the start of the program, or the first datagram of a file.
  var timeOrigin: TimeOrigin { TimeOrigin(start: showsFiles ? source.fileOrigin : clock.start, today: today) }
}
