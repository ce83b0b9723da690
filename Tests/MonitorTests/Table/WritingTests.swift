import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests a table of peers that all use different encodings.
@Suite struct WritingTests {
  private static let peers: [(encoding: TextEncoding, texts: [String])] = [
    (.utf8, ["温度=23.5 湿度=41%", "服务端收到信息啦!"]),
    (.gb18030, ["温度过高，请检查风扇", "设备已经重新启动"]),
    (.utf8, ["溫度過高，請檢查風扇", "伺服器已收到訊息"]),
    (.big5, ["溫度過高，請檢查風扇", "伺服器已收到訊息"]),
    (.utf8, ["温度が高すぎます", "サーバーは受信しました"]),
    (.shiftJIS, ["温度が高すぎます", "サーバーは受信しました"]),
    (.eucJP, ["温度が高すぎます", "サーバーは受信しました"]),
    (.utf8, ["온도가 너무 높습니다", "서버가 메시지를 받았습니다"]),
    (.eucKR, ["온도가 너무 높습니다", "서버가 메시지를 받았습니다"]),
    (.utf8, ["Температура слишком высокая", "Сервер получил сообщение"]),
    (.windows1251, ["Температура слишком высокая", "Сервер получил сообщение"]),
    (.koi8R, ["Температура слишком высокая", "Сервер получил сообщение"]),
    (.windows1253, ["Η θερμοκρασία είναι πολύ υψηλή", "Ο διακομιστής έλαβε το μήνυμα"]),
    (.tis620, ["อุณหภูมิสูงเกินไป", "เซิร์ฟเวอร์ได้รับข้อความแล้ว"]),
    (.windows1252, ["Die Temperatur ist zu hoch für das Gerät", "Le serveur a reçu le message à l'été"]),
    (.utf16LE, ["Temperature too high", "温度过高，请检查风扇"]),
    (.hex, []),
  ]

  /// A DNS query (RFC 1035, 4.1).
  private static let query: [UInt8] =
    [0xa1, 0x5c, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0, 7] + Array("example".utf8) + [3] + Array("com".utf8)
    + [0, 0, 1, 0, 1]

  private func everyWriting(_ columns: Int, _ rows: Int) -> Session {
    let session = Session(columns, rows)
    for round in 0..<2 {
      for (place, peer) in Self.peers.enumerated() {
        let endpoint = Session.endpoint("10.0.0.\(place + 1)", 5_000)
        if peer.encoding == .hex {
          session.append(.incoming, Self.query, peer: endpoint)
        } else {
          session.receive(peer.texts[round], as: peer.encoding, from: endpoint)
        }
      }
    }
    return session.tick(seconds: 15)
  }

  @Test(arguments: [Size(columns: 120, rows: 40), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `peers in sixteen writings are read side by side, and their columns line up`(size: Size) {
    expectScreen(everyWriting(size.columns, size.rows), "writings-\(size.columns)x\(size.rows)")
  }

  @Test func `each peer's rows read as they were written`() {
    let session = everyWriting(120, 40)
    for peer in Self.peers {
      for text in peer.texts { #expect(session.shows(text), "\(peer.encoding.name)") }
    }
  }
}
