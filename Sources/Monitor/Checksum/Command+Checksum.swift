import TerminalUI

/// Checksums in the selected datagram.
extension Command {
  static let checksum = Command(
    "checksum", "in the detail, name the checksum at the cursor that covers the bytes before it",
    keys: [.character("#")],
    in: [.detail]
  ) { $0.findChecksum() }
}
