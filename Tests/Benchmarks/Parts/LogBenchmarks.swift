import Benchmark
import CLinux
import Glibc

@testable import UDPCore

/// Measures the work of the receiver thread and a reader's first step.
func logBenchmarks() {
  let traffic = Fixture { Traffic() }
  Benchmark("append a datagram of about 40 bytes", configuration: .init(timeUnits: .nanoseconds, scalingFactor: .kilo))
  { benchmark in
    traffic.value.append(benchmark.scaledIterations.count)
  }

  let full = Fixture { Traffic.holding(4_000_000) }
  Benchmark("snapshot of a full log", configuration: .init(timeUnits: .nanoseconds, scalingFactor: .kilo)) {
    benchmark in
    for _ in benchmark.scaledIterations { blackHole(full.value.snapshot) }
  }

  let messages = controlMessages()
  Benchmark("decode control messages", configuration: .init(timeUnits: .nanoseconds, scalingFactor: .kilo)) {
    benchmark in
    for _ in benchmark.scaledIterations { messages.withUnsafeBytes { blackHole(ReceivedControl($0)) } }
  }
}

/// Control messages with time stamp, packet info and drop count, laid out like the kernel's (cmsg(3)).
private func controlMessages() -> [UInt8] {
  var info = in_pktinfo()
  info.ipi_ifindex = 2
  info.ipi_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  info.ipi_spec_dst = info.ipi_addr
  return message(SOL_SOCKET, SO_TIMESTAMPNS, timespec(tv_sec: 1_795_381_665, tv_nsec: 5))
    + message(Int32(IPPROTO_IP), IP_PKTINFO, info) + message(SOL_SOCKET, SO_RXQ_OVFL, UInt32(17))
}

private func message<T>(_ level: Int32, _ type: Int32, _ value: T) -> [UInt8] {
  var header = cmsghdr()
  header.cmsg_len = clinux_cmsg_length(MemoryLayout<T>.size)
  header.cmsg_level = level
  header.cmsg_type = type
  let bytes = withUnsafeBytes(of: header) { Array($0) } + withUnsafeBytes(of: value) { Array($0) }
  return bytes + [UInt8](repeating: 0, count: clinux_cmsg_space(MemoryLayout<T>.size) - bytes.count)
}
