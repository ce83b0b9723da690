import Basics
import CaptureFile
import PayloadText
import UDPCore

/// A row as a program or a line of the shell that sends its bytes. Each is complete: it runs as it is pasted.
struct CodeExample {
  /// The most bytes that `printf` and `nc` pass on in one piece.
  private static let pipeLimit = 4_096

  private let payload: [UInt8]
  private let source: Endpoint
  private let destination: Endpoint
  /// The destination's address, with its scope.
  private let host: String
  /// A remark on a row of which only a part was kept, as a comment; else empty.
  private let remark: String

  /// Creates the example of a row.
  init(_ datagram: Datagram, _ interfaces: InterfaceNames) {
    payload = datagram.payload
    source = datagram.source
    destination = datagram.destination
    host = datagram.destination.withoutHost.addressText(interfaces)
    remark = datagram.isTruncated ? "# only \(payload.count) of \(datagram.size) bytes were kept\n" : ""
  }

  /// A client in Python, which sends the bytes where the row went to, and waits for an answer.
  var pythonClient: String {
    remark
      + [
        "import socket", "",
        "with socket.socket(socket.\(Self.family(of: destination)), socket.SOCK_DGRAM) as client:",
        "    client.settimeout(5)", "    client.sendto(\(pythonBytes), (\"\(host)\", \(destination.port)))",
        "    try:", "        answer, sender = client.recvfrom(65535)", "    except socket.timeout:",
        "        print(\"no answer within 5 seconds\")", "    else:", "        print(sender, answer)",
      ].joined(separator: "\n")
  }

  /// The bytes as an answer in the list of a server in Python.
  var pythonAnswer: String { remark + "    \(pythonBytes)," }

  /// The lines before and after the answers of a server in Python, which gives them in turn, at the port that the row
  /// left from.
  var pythonServer: (head: String, foot: String) {
    let head = ["import itertools", "import socket", "", "answers = itertools.cycle([", ""]
    let foot = [
      "", "])", "with socket.socket(socket.\(Self.family(of: source)), socket.SOCK_DGRAM) as server:",
      "    server.bind((\"\", \(source.port)))", "    while True:", "        datagram, peer = server.recvfrom(65535)",
      "        print(peer, datagram, flush=True)", "        server.sendto(next(answers), peer)",
    ]
    return (head.joined(separator: "\n"), foot.joined(separator: "\n"))
  }

  /// A line of the shell that sends the bytes with `nc`. It is a comment where `nc` cannot send them as one datagram.
  var netcat: String {
    guard !payload.isEmpty else { return "# nc sends no empty datagram" }
    guard payload.count <= Self.pipeLimit else { return "# nc may send \(payload.count) bytes as several datagrams" }
    // The printf of bash passes on each line by itself.
    let program = payload.contains(UInt8(ascii: "\n")) ? "env printf" : "printf"
    return "\(remark)\(program) '\(printfFormat)' | nc -u -w 1 \(host) \(destination.port)"
  }

  /// A line of the shell that sends the bytes with `udpeek send`, as text if that reads the same.
  var udpeekSend: String {
    let endpoint = destination.address.isIPv4 ? "\(host):\(destination.port)" : "'[\(host)]:\(destination.port)'"
    let special = Set("\\{}'".utf8)
    let isPlain =
      payload.first != UInt8(ascii: "-") && payload.allSatisfy { Self.isVisible($0) && !special.contains($0) }
    if isPlain { return "\(remark)udpeek send \(endpoint) '\(String(decoding: payload, as: UTF8.self))'" }
    return "\(remark)udpeek send \(endpoint) --hex '\(Printable.spacedHex(payload))'"
  }

  private static func family(of endpoint: Endpoint) -> String { endpoint.address.isIPv4 ? "AF_INET" : "AF_INET6" }

  private static func isVisible(_ byte: UInt8) -> Bool { (0x20...0x7e).contains(byte) }

  /// The bytes as a literal of Python.
  private var pythonBytes: String {
    let characters = payload.map { byte in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
      case UInt8(ascii: "\n"): "\\n"
      case UInt8(ascii: "\r"): "\\r"
      case UInt8(ascii: "\t"): "\\t"
      default: Self.isVisible(byte) ? String(UnicodeScalar(byte)) : "\\x" + byte.digits(2, radix: 16)
      }
    }
    return "b\"\(characters.joined())\""
  }

  /// The bytes as the format of printf(1), between single quotes. A hyphen at the beginning would be an option.
  private var printfFormat: String {
    payload.enumerated().map { index, byte in
      switch byte {
      case UInt8(ascii: "%"): "%%"
      case UInt8(ascii: "\\"): "\\\\"
      case UInt8(ascii: "'"): "\\047"
      case UInt8(ascii: "-") where index == 0: "\\055"
      default: Self.isVisible(byte) ? String(UnicodeScalar(byte)) : "\\" + byte.digits(3, radix: 8)
      }
    }.joined()
  }
}
