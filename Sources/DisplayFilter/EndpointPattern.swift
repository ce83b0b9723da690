import UDPCore

/// A set of endpoints as masks and bounds: one shape for addresses, networks, ports and endpoints, compared without a
/// branch on which it is.
struct EndpointPattern: Sendable, BitwiseCopyable {
  private var highMask: UInt64 = 0
  private var lowMask: UInt64 = 0
  private var high: UInt64 = 0
  private var low: UInt64 = 0
  private var scopeMask: UInt32 = 0
  private var scope: UInt32 = 0
  private var lowestPort: UInt16 = 0
  private var highestPort: UInt16 = .max
  /// An IPv6 network that the IPv4-mapped addresses lie in: they are IPv4 and not meant.
  private var excludesIPv4 = false

  /// `network` in the 128-bit form, `nil` for any address.
  init(_ network: IPNetwork?, scope: UInt32? = nil, ports: ClosedRange<UInt16> = 0...(.max)) {
    if let network {
      let bits = UInt64(network.length)
      highMask = bits >= 64 ? .max : ~(UInt64.max >> bits)
      lowMask = bits <= 64 ? 0 : bits >= 128 ? .max : ~(UInt64.max >> (bits - 64))
      high = network.base.high
      low = network.base.low
      excludesIPv4 = !network.base.isIPv4 && network.contains(.anyIPv4)
    }
    if let scope {
      scopeMask = .max
      self.scope = scope
    }
    lowestPort = ports.lowerBound
    highestPort = ports.upperBound
  }

  @inline(__always)
  func contains(_ endpoint: Endpoint) -> Bool {
    guard endpoint.address.low & lowMask == low, endpoint.address.high & highMask == high,
      lowestPort <= endpoint.port, endpoint.port <= highestPort, endpoint.scope & scopeMask == scope
    else { return false }
    return !(excludesIPv4 && endpoint.address.isIPv4)
  }
}

extension IPNetwork {
  /// The network of one address.
  init(only address: IPAddress) {
    self = IPNetwork(address, length: address.isIPv4 ? 32 : 128)!
  }
}
