import TerminalUI

/// Checksums in the selected datagram.
extension Command {
  static let checksum = Command(
    "checksum",
    "name the checksum that follows the selected bytes, or stands at the detail's cursor or at the datagram's end",
    keys: [.character("#")], in: .rows
  ) { $0.findChecksum() }
}
