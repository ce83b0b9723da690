package import UDPCore

/// The source of the comments in a recording. Belongs to the recorder's thread.
package protocol CommentSource: AnyObject {
  /// Begins a file.
  /// - Returns: the comments for its interface, which are about all datagrams.
  func beginFile() -> [String]
  /// Returns new comments that are not about a later datagram; they are written with the next one.
  func takeComments() -> [String]
  /// Returns the comments on a datagram. Called again if the datagram goes to a new file.
  func comments(at datagram: Datagram) -> [String]
  /// Takes note of a datagram that was written.
  func observe(_ datagram: Datagram)
  /// Returns the remaining comments for the end of a file.
  func remainingComments() -> [String]
}
