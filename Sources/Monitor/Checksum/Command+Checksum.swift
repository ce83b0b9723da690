import TerminalUI

/// Checksums in the selected datagram.
extension Command {
  static let checksum = Command(
    "checksum", "name the checksum that stands at the detail's cursor, or at the end of the datagram",
    keys: [.character("#")],
    in: .rows
  ) { $0.findChecksum() }
}
