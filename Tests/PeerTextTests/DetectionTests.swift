import PayloadText
import PeerText
import TestSupport
import Testing
import UDPCore

/// Tests auto mode on short datagrams. `make bench-encodings` measures its accuracy; these examples must always be
/// right.
struct DetectionTests {
  /// Encodings with texts that a peer may send, one a datagram.
  static let peers: [(TextEncoding, [String])] = [
    (.utf8, ["温度=23.5"]), (.utf8, ["Größe: 12"]), (.utf8, ["Привет, мир"]), (.utf8, ["สวัสดี"]), (.utf8, ["ok 👍"]),
    (.gb18030, ["温度=23.5", "设备已启动"]), (.gb18030, ["服务端收到信息啦!"]), (.gb18030, ["{\"状态\":\"正常\"}"]),
    // Mostly ASCII, which UTF-16 reads as rare characters.
    (.gb18030, ["client 0 第0轮"]), (.gb18030, ["client 10 第0轮"]), (.gb18030, ["temp 第1"]), (.gb18030, ["dev7 第5轮 ok"]),
    (.big5, ["溫度=23.5", "伺服器已啟動"]), (.big5, ["收到訊息了"]),
    (.shiftJIS, ["温度=23.5", "サーバーが応答しません"]), (.shiftJIS, ["ｵﾝﾄﾞ=23.5 ﾃﾞｽ"]),
    (.eucJP, ["サーバーが応答しません"]), (.eucJP, ["接続しました"]),
    (.eucKR, ["온도=23.5", "서버에 연결했습니다"]), (.eucKR, ["메시지를 받았습니다"]),
    (.windows1251, ["Температура: 23.5"]), (.windows1251, ["сервер не отвечает"]), (.koi8R, ["Температура: 23.5"]),
    (.koi8R, ["сервер не отвечает"]), (.cp866, ["Температура: 23.5", "сервер не отвечает"]),
    (.windows1251, ["Температуру перевищено", "з'єднання встановлено: її"]),
    (.windows1253, ["Θερμοκρασία: 23.5"]), (.windows1253, ["ο διακομιστής δεν απαντά"]),
    (.tis620, ["อุณหภูมิ 23.5", "เซิร์ฟเวอร์ไม่ตอบสนอง"]),
    (.windows1252, ["Gerät überhitzt"]), (.windows1252, ["température élevée: 23.5"]),
    (.windows1250, ["Połączenie zostało nawiązane", "Błąd: serwer nie odpowiada"]),
    (.windows1254, ["Sıcaklık: 23.5", "sunucu yanıt vermiyor ş"]), (.windows1255, ["השרת אינו מגיב", "טמפרטורה: 23"]),
    (.windows1256, ["درجة الحرارة: 23", "الخادم لا يستجيب"]),
    (.utf16LE, ["temperature=23.5"]), (.utf16LE, ["温度=23.5"]), (.utf16LE, ["Привет, мир"]), (.utf16BE, ["温度=23.5"]),
  ]

  @Test(arguments: peers)
  func `a peer's encoding is found from what it writes`(encoding: TextEncoding, texts: [String]) throws {
    var peers = PeerEncodings()
    for text in texts {
      let payload = try TextEncoder.encode(text, as: encoding)
      unsafe peers.observe(payload.span.bytes, from: 1)
    }
    let choice = peers.choice(for: 1)
    let decoder = try TextDecoder(choice.encoding)
    for text in texts { #expect(decoder.decode(try TextEncoder.encode(text, as: encoding)).string == text) }
  }

  /// Payloads of binary protocols.
  static let binaries: [[UInt8]] = [
    // A DNS query for www.example.com.
    [0x1a, 0x2b, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3] + Array("www".utf8) + [7] + Array("example".utf8) + [3]
      + Array("com".utf8) + [0, 0, 1, 0, 1],
    // An NTP request.
    [0x1b] + [UInt8](repeating: 0, count: 47),
    // RTP.
    [
      0x80, 0, 0x1f, 0x2e, 0x10, 0x22, 0xfe, 0x01, 0x9a, 0xbc, 0xde, 0x77, 0xd5, 0x54, 0x57, 0xd0, 0x56, 0x81, 0x1c,
      0xff,
    ],
    // A protocol buffers message.
    [0x08, 0x96, 0x01, 0x12, 0x06] + Array("node-7".utf8) + [0x1d, 0xcd, 0xcc, 0xbc, 0x41],
    [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07],
  ]

  @Test(arguments: binaries)
  func `bytes that are no text are hex`(payload: [UInt8]) {
    var peers = PeerEncodings()
    unsafe peers.observe(payload.span.bytes, from: 1)
    #expect(peers.choice(for: 1).encoding == .hex)
  }

  /// ASCII with the control characters that texts contain: line ends, framing, padding, colours.
  static let texts: [[UInt8]] = [
    Array("T=23.5\r\n".utf8), Array("a\tb\tc".utf8), [0x02] + Array("T=23.5 OK".utf8) + [0x03],
    Array("hello".utf8) + [0], Array("name".utf8) + [UInt8](repeating: 0, count: 28),
    Array("\u{1b}[31mred\u{1b}[0m text".utf8),
  ]

  @Test(arguments: texts)
  func `ASCII with the controls that texts have is no binary protocol`(payload: [UInt8]) {
    var peers = PeerEncodings()
    unsafe peers.observe(payload.span.bytes, from: 1)
    #expect(peers.choice(for: 1).isUndecided)
    #expect(unsafe peers.reading(for: 1).choice(of: payload.span.bytes).encoding != .hex)
  }

  @Test(arguments: [TextEncoding.utf8, .gb18030, .big5, .shiftJIS, .eucJP, .eucKR])
  func `a datagram that ends inside a character is read in its encoding`(encoding: TextEncoding) throws {
    let text = [TextEncoding.eucKR: "서버에 연결했습니다", .shiftJIS: "サーバーが応答しません", .eucJP: "サーバーが応答しません"]
    let whole = try TextEncoder.encode(text[encoding] ?? "中文信息服務正常", as: encoding)
    var peers = PeerEncodings()
    let cut = Array(whole.dropLast())
    unsafe peers.observe(cut.span.bytes, from: 1)
    #expect(peers.choice(for: 1).encoding == encoding)
  }

  @Test func `the telling part of a long datagram is found wherever it stands`() throws {
    let ascii = [UInt8](repeating: UInt8(ascii: "a"), count: 40_001)
    let payload = ascii + (try TextEncoder.encode("сервер не отвечает", as: .windows1251)) + ascii
    var peers = PeerEncodings()
    unsafe peers.observe(payload.span.bytes, from: 1)
    #expect(peers.choice(for: 1).encoding == .windows1251)
  }

  @Test(arguments: [
    [[0x7e, 0x01, 0x99, 0xff]], [[0xc8, 0x00, 0x4b, 0x00]], [[0xf4, 0x01, 0xc8, 0x00]],
    [[0x12, 0x34, 0x12, 0x35, 0x12, 0x36]], [[0x9c, 0xff, 0x64, 0x00, 0x38, 0xff, 0x2c, 0x01]],
    [[0x01, 0x03, 0x00, 0x6b, 0x00, 0x03]],
  ])
  func `a short frame of numbers is not certain to be UTF-16, although any bytes are UTF-16`(frames: [[UInt8]]) {
    var peers = PeerEncodings()
    for payload in frames { unsafe peers.observe(payload.span.bytes, from: 1) }
    let choice = peers.choice(for: 1)
    #expect(choice.encoding == .hex || choice.isGuess, "\(choice.label)")
  }

  @Test(arguments: ["temperature=23.5", "温度=23.5", "Привет, мир", "Größe 5", "こんにちは"])
  func `one sentence in UTF-16 is certain to be UTF-16`(text: String) throws {
    var peers = PeerEncodings()
    let payload = try TextEncoder.encode(text, as: .utf16LE)
    unsafe peers.observe(payload.span.bytes, from: 1)
    #expect(peers.choice(for: 1).label == "utf-16le")
  }

  private static let binaryFrames: [[UInt8]] = [
    [0x7e, 1, 0x99, 0xff, 0x80, 1], [0x7e, 2, 0x99, 0xfe, 0x80, 2], [0x7e, 2, 0x99, 0xfe, 0x80, 3],
    [0x7e, 2, 0x99, 0xfe, 0x80, 0xfe], [0xff, 0, 0xff, 0, 0xaa],
  ]

  @Test(arguments: ["hello", "T=23.5 OK", "start 17", "PING", "MULTI\r\n", "STATUS 7"])
  func `a line of ASCII from a peer of binary data is text, and a short one may be bytes`(text: String) {
    var peers = PeerEncodings()
    for payload in Self.binaryFrames { unsafe peers.observe(payload.span.bytes, from: 1) }
    let line = Array(text.utf8)
    unsafe peers.observe(line.span.bytes, from: 1)
    #expect(peers.choice(for: 1).encoding == .hex)
    #expect(unsafe peers.reading(for: 1).choice(of: line.span.bytes).encoding == .ascii, "\(text)")
  }

  @Test func `random bytes of a binary peer stay bytes, printable ones too`() {
    var random = SeededGenerator(seed: 41)
    var peers = PeerEncodings()
    for _ in 0..<20 {
      let payload = [0x7e, 0, 0xff] + random.bytes(20)
      unsafe peers.observe(payload.span.bytes, from: 1)
    }
    let reading = peers.reading(for: 1)
    var texts = 0
    for round in 0..<20_000 {
      let payload = random.bytes(1 + round % 8)
      if unsafe reading.choice(of: payload.span.bytes).encoding != .hex { texts += 1 }
    }
    #expect(texts < 50, "\(texts) of 20,000")
  }

  @Test func `valid UTF-8 of rare characters is text while it is live, as when its recording is opened`() {
    let payload = Array("e\u{301}\u{302}\u{303}\u{304}\u{306}\u{307}".utf8)
    var peers = PeerEncodings()
    let text = Array("温度=23.5".utf8)
    unsafe peers.observe(text.span.bytes, from: 1)
    unsafe peers.observe(payload.span.bytes, from: 1)
    let live = unsafe peers.reading(for: 1).choice(of: payload.span.bytes)
    let opened = unsafe PeerReading(chosen: EncodingChoice(.utf8)).choice(of: payload.span.bytes)
    #expect(live.encoding == .utf8 && opened.encoding == .utf8)
  }

  @Test func `any bytes are judged`() {
    var random = SeededGenerator(seed: 8)
    var peers = PeerEncodings(capacity: 50)
    for size in 0..<2000 {
      let payload = random.bytes(size % 300)
      unsafe peers.observe(payload.span.bytes, from: Endpoint(integerLiteral: size % 70))
    }
    let counted = (0..<70).count { peers.candidates(for: Endpoint(integerLiteral: $0)).isEmpty == false }
    #expect(counted == 50)
  }
}
