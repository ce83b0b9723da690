import PayloadText
import UDPCore

/// The log that the benchmarks use: peers of four networks, texts in three encodings, one in eight rows from a single
/// host.
final class Traffic {
  private var writer: LogWriter
  private let texts: [[UInt8]]
  private let peers: [Endpoint]
  private let path: LocalPath

  /// Creates an empty log.
  /// - Parameter memory: the log's limit in bytes.
  init(memory: Int = 256 << 20) {
    writer = LogWriter(limit: memory)
    let lines: [(String, TextEncoding)] = [
      ("温度=23.5 湿度=60 服务端收到信息啦", .gb18030), ("{\"id\":7,\"state\":\"ready\",\"load\":0.25}", .utf8),
      ("level=info msg=\"request served\" took=12ms", .utf8), ("客户端:已连接,等待数据", .gb18030),
      ("température 23,5 °C, humidité 60 %", .utf8), ("plain text without anything to escape", .utf8),
      ("警告:电池电量低", .gb18030), ("ping\r\n", .utf8),
    ]
    texts = lines.map { (try? TextEncoder.encode($0.0, as: $0.1)) ?? [] }
    peers = (0..<UInt32(lines.count)).map { index in
      Endpoint(IPAddress(ipv4: 0x0a00_0311 + index % 4 << 16 + index), port: 40_000 + UInt16(index))
    }
    let here = IPAddress(ipv4: 0xc0a8_0105)
    path = LocalPath(endpoint: Endpoint(here, port: 8_080), replySource: here, interface: 2, socket: 0)
  }

  /// The current snapshot.
  var snapshot: LogSnapshot { writer.log.snapshot() }

  /// Appends rows and publishes every 64, as the receiver does.
  func append(_ count: Int) {
    for index in 0..<count {
      let text = texts[index & 7]
      let row = LogWriter.Row(
        kind: .incoming, time: 1_795_381_665_123_000_000 + Int64(index) * 5_000, size: text.count,
        peer: peers[index & 7], local: path)
      writer.append(row, payload: text.span.bytes)
      if index & 63 == 63 { writer.publish() }
    }
    writer.publish()
  }

  /// Creates a log that holds `count` rows.
  static func holding(_ count: Int) -> Traffic {
    let traffic = Traffic()
    traffic.append(count)
    return traffic
  }
}
