import Glibc

/// The names of addresses.
package enum AddressName {
  /// Looks up the name of an address (getnameinfo(3)). It may take as long as a name server takes.
  /// - Returns: the name; `nil` if it has none.
  package static func find(of address: IPAddress) -> String? {
    var raw = RawSocketAddress(Endpoint(address, port: 0), family: address.family)
    var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let status = unsafe raw.withPointer { pointer, length in
      unsafe getnameinfo(pointer, length, &name, socklen_t(name.count), nil, 0, NI_NAMEREQD)
    }
    guard status == 0 else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
