import DisplayFilter
import Testing
import UDPCore

@testable import PayloadText
@testable import PeerText

/// Tests that a datagram without text does not change how a peer that sends text is decoded.
@Suite struct OddDatagramTests {
  private static let converters = TextEncoding.allCases.filter { (try? TextDecoder($0)) != nil }

  /// Texts in the languages of the encodings; a test takes the first set that its encoding can represent.
  private static let languages: [[String]] = [
    ["温度=23.5 摄氏度", "设备已启动，请稍候", "服务端收到信息啦!", "连接已断开: 7"],
    ["溫度=23.5 攝氏度", "設備已啟動，請稍候", "伺服器收到訊息了!", "連線已中斷: 7"],
    ["サーバーが応答しません", "接続しました: 7", "温度は 23.5 度です", "ありがとうございます"],
    ["서버에 연결했습니다", "온도=23.5 도", "메시지를 받았습니다", "다시 시도하십시오: 7"],
    ["Температура: 23.5 градуса", "сервер не отвечает", "Соединение установлено", "повторите попытку: 7"],
    ["Θερμοκρασία: 23.5", "ο διακομιστής δεν απαντά", "Η σύνδεση έγινε", "δοκιμάστε ξανά: 7"],
    ["อุณหภูมิ 23.5 องศา", "เซิร์ฟเวอร์ไม่ตอบสนอง", "เชื่อมต่อแล้ว", "ลองอีกครั้ง: 7"],
    ["השרת אינו מגיב", "טמפרטורה: 23.5", "החיבור נוצר", "נסה שוב: 7"],
    ["درجة الحرارة: 23.5", "الخادم لا يستجيب", "تم الاتصال", "حاول مرة أخرى: 7"],
    ["Sıcaklık: 23.5 derece", "sunucu yanıt vermiyor", "bağlantı kuruldu", "yeniden deneyin, ş: 7"],
    ["Połączenie zostało nawiązane", "Błąd: serwer nie odpowiada", "spróbuj ponownie, ś: 7", "Gęsta mgła, ż"],
    ["Gerät überhitzt: 23.5", "température élevée", "señal perdida, año 7", "Größe geändert"],
    ["Gerat uberhitzt: 23.5", "temperature elevee", "senal perdida: 7", "Grosse geandert"],
  ]

  /// Returns texts for an encoding, trying its preferred language first, then the others.
  private static func texts(_ encoding: TextEncoding) -> [String] {
    let preferred: Int =
      switch encoding {
      case .big5, .big5HKSCS: 1
      case .shiftJIS, .eucJP: 2
      case .eucKR: 3
      case .koi8R, .koi8U, .cp866, .windows1251, .iso8859Part5: 4
      case .windows1253, .iso8859Part7: 5
      case .windows1254, .iso8859Part9, .iso8859Part3: 9
      case .windows1250, .iso8859Part2, .iso8859Part16: 10
      default: 0
      }
    let order = [preferred] + languages.indices.filter { $0 != preferred }
    let fitting = order.lazy.map { languages[$0] }.first { texts in
      texts.allSatisfy { (try? TextEncoder.encode($0, as: encoding)) != nil }
    }
    return encoding == .hex ? ["00 01 02 80", "7e 01 05"] : fitting ?? []
  }

  private enum Odd: CaseIterable {
    case nul
    case nuls
    case random
    case filler
    case line
    case empty

    var payload: [UInt8] {
      switch self {
      case .nul: [0]
      case .nuls: [0, 0, 0, 0]
      case .random:
        // SplitMix64, seeded with 15.
        (1...32 as ClosedRange<UInt64>).map { step in
          var mixed = 15 &+ step &* 0x9e37_79b9_7f4a_7c15
          mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
          mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
          return UInt8(truncatingIfNeeded: mixed ^ mixed >> 31)
        }
      case .filler: [0xff]
      case .line: Array("status ok, next reading in 5 s\r\n".utf8)
      case .empty: []
      }
    }
  }

  /// The rows of one peer as shown and found.
  private struct View: Equatable {
    var labels: [String] = []
    var texts: [String] = []
    var found = 0
  }

  /// A peer and its log.
  private struct Peer: ~Copyable {
    var texts: PeerTexts
    var writer = LogWriter(limit: 8 << 20)
    private var judge: FilterJudge
    static let endpoint = Endpoint(IPAddress("10.0.3.17")!, port: 4711)

    init(_ encoding: TextEncoding, _ filter: DisplayFilter) {
      texts = PeerTexts(encodingForAll: nil)
      if !TextEncoding.detectable.contains(encoding) && encoding != .ascii || encoding == .hex {
        texts.set(encoding, for: Self.endpoint)
      }
      judge = FilterJudge(filter)
    }

    mutating func receive(_ payload: [UInt8]) {
      let local = LocalPath(endpoint: Self.endpoint, replySource: .anyIPv4, interface: 0, socket: 0)
      let row = LogWriter.Row(kind: .incoming, time: 0, size: payload.count, peer: Self.endpoint, local: local)
      unsafe writer.append(row, payload: payload.span.bytes)
      writer.publish()
      let snapshot = writer.log.snapshot()
      if let datagram = snapshot[snapshot.endNumber - 1] { texts.observe(datagram) }
    }

    /// The first rows except the one at index `odd`.
    mutating func view(without odd: Int? = nil, first: Int) throws -> View {
      let snapshot = writer.log.snapshot()
      var view = View()
      for number in 1..<snapshot.endNumber where Int(number) - 1 != odd && Int(number) <= first {
        let datagram = try #require(snapshot[number])
        view.labels.append(texts.choice(of: datagram).label)
        view.texts.append(texts.text(of: datagram).string)
        if try judge.matches(datagram, in: FilterContext(texts: texts, now: 0)) { view.found += 1 }
      }
      return view
    }

    func choice(of index: Int) throws -> EncodingChoice {
      texts.choice(of: try #require(writer.log.snapshot()[UInt64(index) + 1]))
    }
  }

  @Test(arguments: converters)
  func `no text is lost to an odd datagram among texts, which is shown as bytes`(encoding: TextEncoding) throws {
    let texts = Self.texts(encoding)
    #expect(texts.count > 1, "no text for \(encoding.name)")
    let payloads = try texts.map {
      try encoding == .hex ? Message.hex($0).encoded(as: .hex) : TextEncoder.encode($0, as: encoding)
    }
    let needle = encoding == .hex ? "x" : String(texts[0].prefix(4))
    let filter = try DisplayFilter("text contains '\(needle)'")
    for odd in Odd.allCases {
      for position in 0..<10 {
        var peer = Peer(encoding, filter)
        for index in 0..<20 { peer.receive(payloads[index % payloads.count]) }
        // After each datagram one row of each text, and all in the end.
        let before = try peer.view(first: 20)
        let four = try peer.view(first: 4)
        if encoding != .hex { #expect(before.texts == (0..<20).map { texts[$0 % texts.count] }) }
        for index in 0..<10 {
          peer.receive(index == position ? odd.payload : payloads[index % payloads.count])
          guard index >= position else { continue }
          let isLast = index == 9
          let now = try peer.view(first: isLast ? 20 : 4)
          guard now == (isLast ? before : four) else {
            Issue.record("\(encoding.name), \(odd) at \(position), after \(index): \(now) was \(before)")
            return
          }
        }
        let all = try peer.view(without: 20 + position, first: 30)
        #expect(
          all.texts[20...].elementsEqual((0..<10).filter { $0 != position }.map { before.texts[$0 % texts.count] }))
        #expect(Set(all.labels) == Set(before.labels))
        let shown = try peer.choice(of: 20 + position)
        switch odd {
        case .nul, .nuls, .random, .filler:
          #expect(shown.encoding == .hex, "\(encoding.name): \(odd) is shown as \(shown.label)")
        case .line:
          #expect(encoding == .hex || shown.encoding != .hex, "\(encoding.name): an ASCII line is shown as hex")
        case .empty: break
        }
      }
    }
  }

  @Test func `a control byte between ASCII texts leaves them texts and is itself shown as a byte`() throws {
    var peer = Peer(.ascii, .everything)
    for payload in [Array("boot".utf8), [0], Array("ready".utf8)] { peer.receive(payload) }
    #expect(try (0...2).map { try peer.choice(of: $0).label } == ["ascii", "hex", "ascii"])
    #expect(peer.texts.choice(for: Peer.endpoint).label == "ascii")
  }

  @Test func `300 texts and one NUL are 300 rows of text, found by a filter`() throws {
    let filter = try DisplayFilter("temp")
    var peer = Peer(.ascii, filter)
    for number in 0..<300 { peer.receive(Array("temp=\(number)".utf8)) }
    peer.receive([0])
    let view = try peer.view(first: 301)
    #expect(view.found == 300)
    #expect(view.labels.count { $0 == "ascii" } == 300 && view.labels.last == "hex")
  }

  @Test(arguments: [1, 3, 10])
  func `a peer that sends garbage at first is read as text once it writes texts`(count: Int) throws {
    var peer = Peer(.ascii, .everything)
    for _ in 0..<count { peer.receive(Odd.random.payload) }
    #expect(peer.texts.choice(for: Peer.endpoint).encoding == .hex)
    for number in 0..<20 { peer.receive(Array("temperature \(number)".utf8)) }
    #expect(peer.texts.choice(for: Peer.endpoint).label == "ascii")
    #expect(try peer.choice(of: 0).encoding == .hex)
  }

  @Test func `a certain encoding stays certain after a datagram of garbage`() throws {
    var peer = Peer(.gb18030, try DisplayFilter("badtext"))
    for text in Self.languages[0] { peer.receive(try TextEncoder.encode(text, as: .gb18030)) }
    #expect(peer.texts.choice(for: Peer.endpoint).label == "gb18030")
    let before = try peer.view(first: 99)
    for _ in 0..<3 {
      peer.receive(Odd.random.payload)
      #expect(peer.texts.choice(for: Peer.endpoint).label == "gb18030")
      #expect(try peer.view(first: 4) == before)
    }
  }

  @Test func `texts of a peer that mostly sends bytes are shown as texts, and its bytes as bytes`() throws {
    var peer = Peer(.ascii, .everything)
    for number in 0..<30 as Range<UInt8> {
      peer.receive([0x7e, 0, number, 0, 0, 0x01, 0, 0x80 &+ number, 0xff, 0x03, 0, 0])
      if number % 10 == 9 { peer.receive(Array("firmware 2.1 ready".utf8)) }
    }
    #expect(peer.texts.choice(for: Peer.endpoint).encoding == .hex)
    let labels = try (0..<33).map { try peer.choice(of: $0).encoding }
    #expect(labels.count { $0 != .hex } == 3 && labels[10] != .hex)
  }

  @Test func `a text is found in the bytes of a peer that is read as hex`() throws {
    let osc = Array("/lights/1/value".utf8) + [0, 0x2c, 0x66, 0, 0, 0x3f, 0x80, 0, 0]
    for filter in ["lights", "text startswith '/lights'", "/l.ghts/", "'value'"] {
      var peer = Peer(.ascii, try DisplayFilter(filter))
      for _ in 0..<5 { peer.receive(osc) }
      #expect(peer.texts.choice(for: Peer.endpoint).encoding == .hex)
      #expect(try peer.view(first: 5).found == 5, "\(filter)")
      peer.texts.set(.hex, for: Peer.endpoint)
      #expect(try peer.view(first: 5).found == 5, "\(filter), chosen")
    }
    var peer = Peer(.ascii, try DisplayFilter("text contains '2f 6c'"))
    for _ in 0..<5 { peer.receive(osc) }
    #expect(try peer.view(first: 5).found == 0)
  }

  @Test func `what stands in the Enc column is what enc finds`() throws {
    for (filter, found) in [("enc ascii", 2), ("enc hex", 1), ("auto", 0), ("enc utf-8", 0)] {
      var peer = Peer(.ascii, try DisplayFilter(filter))
      for payload in [Array("boot".utf8), [0], Array("ready".utf8)] { peer.receive(payload) }
      #expect(try peer.view(first: 3).found == found, "\(filter)")
    }
  }

  @Test func `an encoding that is certain for one peer counts for others of its host that have sent ASCII`() throws {
    var texts = PeerTexts(encodingForAll: nil, undecided: UndecidedEncoding(nil, locale: .utf8))
    let host = ["10.0.3.17:1", "10.0.3.17:2", "10.0.3.18:1"]
    let peers = try host.map { try TestLog.endpoint($0) }
    unsafe texts.observe(Array("hello".utf8).span.bytes, from: peers[1])
    #expect(texts.outgoing(for: peers[1]) == OutgoingEncoding(encoding: .utf8, reason: .locale))
    for text in Self.languages[0] {
      let payload = try TextEncoder.encode(text, as: .gb18030)
      unsafe texts.observe(payload.span.bytes, from: peers[0])
    }
    #expect(texts.outgoing(for: peers[1]) == OutgoingEncoding(encoding: .gb18030, reason: .host))
    #expect(texts.outgoing(for: peers[2]).reason == .locale)
    texts.set(undecided: UndecidedEncoding(.big5, locale: .utf8))
    #expect(texts.outgoing(for: peers[1]).reason == .host)
    #expect(texts.outgoing(for: peers[2]) == OutgoingEncoding(encoding: .big5, reason: .configured))
    texts.accept(.gbk, for: peers[2])
    #expect(texts.outgoing(for: peers[2]) == OutgoingEncoding(encoding: .gbk, reason: .accepted))
    texts.set(.shiftJIS, for: peers[1])
    #expect(texts.outgoing(for: peers[1]) == OutgoingEncoding(encoding: .shiftJIS, reason: .peer))
  }
}
