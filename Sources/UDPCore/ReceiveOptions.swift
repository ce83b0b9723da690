/// The user's choices for receiving.
package struct ReceiveOptions: Sendable, Hashable {
  /// The receive buffer to request unless the user asks for another, in bytes.
  package static let defaultReceiveBuffer = 8 << 20
  /// The size of the capture log unless the user asks for another, in bytes.
  package static let defaultMemory = 256 << 20

  /// The receive buffer to request, in bytes; the kernel may grant less (`net.core.rmem_max`).
  package var receiveBuffer = defaultReceiveBuffer
  /// Whether the kernel may coalesce datagrams (`UDP_GRO`). Once it does, drop counts are lower bounds.
  package var joinsDatagrams = true
  /// Payload bytes stored per datagram; 0…65,535.
  package var snapLength = 65_535
  /// The number of bytes that the capture log may occupy.
  package var memory = defaultMemory

  package init() {}
}
