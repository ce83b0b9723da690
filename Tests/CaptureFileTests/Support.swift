import CaptureFile
import Glibc
import Testing
import UDPCore

/// A temporary folder that is deleted, with its contents, after the test.
final class Folder {
  let path: String

  init() throws {
    var template = Array("/tmp/udpeek-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in names { unlink(path + "/" + name) }
    rmdir(path)
  }

  /// The names of the files, sorted.
  var names: [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func bytes(_ name: String) -> [UInt8] { fileBytes(path + "/" + name) }

  func write(_ text: String, to name: String) {
    let file = fopen(path + "/" + name, "w")
    fputs(text, file)
    fclose(file)
  }
}

func fileBytes(_ path: String) -> [UInt8] {
  guard let file = fopen(path, "r") else { return [] }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return bytes }
    bytes += buffer.prefix(count)
  }
}

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
