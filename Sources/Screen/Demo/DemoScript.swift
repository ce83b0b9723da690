import PayloadText

/// The lines of the made-up peers.
struct DemoScript: Sendable {
  /// One made-up peer.
  struct Part: Sendable {
    /// The last byte of its address, 127.0.0.N.
    var host: UInt8
    /// The encoding of its lines.
    var encoding: TextEncoding
    /// The lines that it says in turn, in the message syntax.
    var lines: [String]
    /// Seconds between two lines.
    var interval: Double
    /// The answer it gives, in the message syntax.
    var answer: String
  }

  /// The peers in the order of their sockets.
  static let parts = [
    Part(
      host: 2, encoding: .utf8,
      lines: [#"{"sensor":"Küche","temp":21.5,"ok":true}"#, #"{"sensor":"Bad","temp":24.1}"#],
      interval: 1.7, answer: #"{"reply":"verstanden – got it"}"#),
    Part(
      host: 3, encoding: .gb18030, lines: ["温度=23.5 湿度=61%", "电压正常,风扇转速一千二百", "服务器收到信息"],
      interval: 1.1, answer: "收到,谢谢"),
    Part(
      host: 4, encoding: .big5, lines: ["服務正常,連線數 12", "溫度偏高,請檢查風扇", "資料庫備份完成"],
      interval: 2.3, answer: "收到訊息了"),
    Part(
      host: 5, encoding: .shiftJIS, lines: ["センサー三番:温度は23.5度です", "ポンプを停止しました", "電源は正常です"],
      interval: 1.9, answer: "受信しました。ありがとう"),
    Part(
      host: 6, encoding: .eucKR, lines: ["온도 23.5도, 상태 정상", "서버에 연결되었습니다", "배터리 부족 경고"],
      interval: 2.9, answer: "메시지를 받았습니다"),
    Part(
      host: 7, encoding: .windows1251,
      lines: ["Температура 23,5, всё в порядке", "Насос остановлен", "Связь восстановлена"],
      interval: 2.1, answer: "Сообщение получено"),
    Part(
      host: 8, encoding: .utf8,
      lines: [
        #"\x7e\x01\x00\x17\xa4\xff\x05\x80\x91\xc3\x7e"#, #"\x7e\x02\x00\x18\xb1\xfe\x05\x81\x92\xc4\x7e"#,
      ], interval: 1.3, answer: #"\x7e\x06\x00\x7e"#),
    Part(
      host: 9, encoding: .utf8,
      lines: [
        #"\x1b]0;owned\x07\x1b[2J\x1b[31mred?\x1b[0m \u{202e}gnorw"#, #"\x1b[?1049l\x1b]52;c;eA==\x07 harmless here"#,
      ], interval: 5, answer: #"\x1b[5myou wrote to me\x1b[0m"#),
  ]

  /// The farewell of the peer that leaves before it is asked.
  static let farewell = "going offline"
  /// The question that it is asked then.
  static let question = "still there?"
  /// Number of datagrams in a burst, seconds between two of them, and seconds between two bursts.
  static let burst = (count: 200, interval: 0.004, pause: 25.0)
}
