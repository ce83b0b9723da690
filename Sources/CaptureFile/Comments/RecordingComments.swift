package import UDPCore

/// What a recording says in words beside datagrams. Belongs to the recorder's thread.
package protocol RecordingComments: AnyObject {
  /// A file begins.
  /// - Returns: what is said of its interface, and holds for all datagrams.
  func beginFile() -> [String]
  /// What is new and belongs to no datagram to come: said beside the next one, whichever it is.
  func news() -> [String]
  /// What is to be said beside a datagram. Asked again where the datagram goes to a new file.
  func comments(at datagram: Datagram) -> [String]
  /// A datagram is written.
  func observe(_ datagram: Datagram)
  /// What is left to say at the end of a file.
  func rest() -> [String]
}
