import Glibc
import Testing

/// libpcap's own filters (pcap(3)). The library is loaded when the test runs, so that nothing links to it.
struct Libpcap {
  /// The layout of `struct bpf_program`.
  private struct Program {
    var length: UInt32 = 0
    var instructions: UnsafeMutableRawPointer?
  }

  /// The layout of `struct pcap_pkthdr`.
  private struct Header {
    var time = timeval()
    var captured: UInt32
    var length: UInt32
  }

  private typealias OpenDead = @convention(c) (CInt, CInt) -> OpaquePointer?
  private typealias Compile =
    @convention(c) (
      OpaquePointer?, UnsafeMutableRawPointer, UnsafePointer<CChar>, CInt, UInt32
    ) -> CInt
  private typealias Filter =
    @convention(c) (
      UnsafeRawPointer, UnsafeRawPointer, UnsafePointer<UInt8>
    ) -> CInt
  private typealias FreeCode = @convention(c) (UnsafeMutableRawPointer) -> Void
  private typealias Close = @convention(c) (OpaquePointer?) -> Void
  private typealias GetError = @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?

  /// The link type DLT_RAW: a packet begins with its IPv4 or IPv6 header.
  private static let rawLink: CInt = 12

  private let handle: Handle
  private let compile: Compile
  private let filter: Filter
  private let free: FreeCode
  private let error: GetError

  /// Whether the library is installed.
  static var isInstalled: Bool { dlopen("libpcap.so.0.8", RTLD_NOW) != nil || dlopen("libpcap.so.1", RTLD_NOW) != nil }

  init() throws {
    let library = try #require(dlopen("libpcap.so.0.8", RTLD_NOW) ?? dlopen("libpcap.so.1", RTLD_NOW))
    func symbol<T>(_ name: String, _: T.Type) throws -> T {
      unsafeBitCast(try #require(dlsym(library, name)), to: T.self)
    }
    compile = try symbol("pcap_compile", Compile.self)
    filter = try symbol("pcap_offline_filter", Filter.self)
    free = try symbol("pcap_freecode", FreeCode.self)
    error = try symbol("pcap_geterr", GetError.self)
    handle = Handle(
      pointer: try #require(try symbol("pcap_open_dead", OpenDead.self)(Self.rawLink, 65_535)),
      close: try symbol("pcap_close", Close.self))
  }

  /// A handle from `pcap_open_dead`, closed on deinitialization.
  private final class Handle {
    let pointer: OpaquePointer
    private let close: Close

    init(pointer: OpaquePointer, close: Close) {
      (self.pointer, self.close) = (pointer, close)
    }

    deinit { close(pointer) }
  }

  /// Returns whether a filter accepts each packet; `nil` if libpcap does not understand the filter.
  func verdicts(of source: String, on packets: [[UInt8]]) -> [Bool]? {
    var program = Program()
    guard compile(handle.pointer, &program, source, 1, 0xffff_ffff) == 0 else {
      // libpcap rejects a filter that can accept nothing, which is a valid answer all the same.
      let reason = error(handle.pointer).map { String(cString: $0) } ?? ""
      return reason == "expression rejects all packets" ? packets.map { _ in false } : nil
    }
    defer { free(&program) }
    return packets.map { packet in
      var header = Header(captured: UInt32(packet.count), length: UInt32(packet.count))
      return filter(&program, &header, packet) != 0
    }
  }
}
