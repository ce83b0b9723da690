import CaptureFile
import Glibc
import Testing
import UDPCore

let here = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 8080)
let there = Endpoint(IPAddress(ipv4: 0x0a00_0311), port: 53412)
let here6 = Endpoint(IPAddress("2001:db8::1")!, port: 8080)
let there6 = Endpoint(IPAddress("2001:db8::2")!, port: 53412)

extension LogWriter {
  /// Appends a row; readers see it after `publish()`.
  mutating func add(
    _ payload: [UInt8], kind: DatagramKind = .incoming, from peer: Endpoint = there, to local: Endpoint = here,
    time: Int64 = 1_795_381_665_123_456_789, size: Int? = nil, isTruncated: Bool = false,
    failure: TransmitFailure? = nil
  ) {
    let path = LocalPath(endpoint: local, replySource: local.address, interface: 1, socket: 0)
    let row = Row(
      kind: kind, time: time, size: size ?? payload.count, isTruncated: isTruncated, peer: peer, local: path,
      failure: failure)
    append(row, payload: payload.span.bytes)
  }
}

extension LogSnapshot {
  /// All datagrams of the snapshot.
  var datagrams: [Datagram] { (firstNumber..<endNumber).compactMap { self[$0] } }
}
