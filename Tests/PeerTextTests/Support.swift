import UDPCore

/// Endpoints given by number, each at a host of its own.
extension Endpoint: ExpressibleByIntegerLiteral {
  /// Creates the endpoint of the peer with that number.
  public init(integerLiteral value: Int) {
    self.init(IPAddress(high: 0x2001_0db8 << 32, low: UInt64(truncatingIfNeeded: value)), port: 9)
  }
}
