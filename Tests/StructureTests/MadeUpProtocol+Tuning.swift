extension MadeUpProtocol {
  /// The protocols on which the finder was tuned.
  static let tuning: [MadeUpProtocol] = [
    MadeUpProtocol("meter", loss: 0.02) { frame in
      frame.constant([0x7e])
      frame.oneOf([1, 2, 5])
      frame.counter(2)
      frame.number(214 + frame.random.below(27), 2)
      frame.number(Int(frame.time / 1_000_000_000), 4, .time)
      frame.number(0x1000 + frame.random.below(3_000), 2)
      frame.checksum("crc16-modbus", little: true)
    },
    MadeUpProtocol("telemetry", period: 1_000_000_000) { frame in
      frame.constant([0x54, 0x4c, 0x01])
      frame.oneOf([0, 4, 6])
      frame.counter(4, little: true, from: 17)
      frame.number(Int(frame.time / 1_000_000), 8, little: true, .time)
      for axis in ["x", "y", "z"] { frame.float(frame.walk(axis, from: 9.3, by: 2.5), little: true) }
      frame.number(3_600 + frame.random.below(600), 2, little: true)
      frame.checksum("crc32", little: true)
    },
    MadeUpProtocol("commands") { frame in
      frame.constant([0xaa, 0x55])
      frame.length(1)
      frame.oneOf([0x10, 0x11, 0x20, 0x31])
      frame.counter(1)
      frame.noise(3 + frame.random.below(38))
      frame.setLength(at: 2, 1, frame.bytes.count - 3 + 1)
      frame.checksum("xor8", little: false)
    },
    MadeUpProtocol("stations", loss: 0.05) { frame in
      frame.constant([0x02])
      for byte in "\(100_000 + frame.random.below(900_000))".utf8 { frame.number(Int(byte), 1, nil) }
      frame.counter(2)
      frame.noise(4)
      frame.constant([0x03])
      frame.checksum("xor8", little: false, from: 1)
    },
    MadeUpProtocol("voice", loss: 0.03, period: 20_000_000) { frame in
      frame.constant([0x80])
      frame.number(frame.random.below(20) == 0 ? 0x88 : 0x08, 1, .enumeration)
      frame.counter(2)
      frame.counter(4, step: 160)
      frame.constant([0x3a, 0x77, 0xc0, 0x19])
      frame.noise(40)
    },
    MadeUpProtocol("records") { frame in
      frame.constant([0xc0, 0xde])
      frame.length(2)
      frame.counter(4)
      let items = 1 + frame.random.below(9)
      frame.number(items, 1, .length)
      for item in 0..<items {
        frame.number(item + 1, 2, nil)
        frame.number(frame.random.below(100_000) - 50_000, 4, nil)
      }
      frame.setLength(at: 2, 2, frame.bytes.count + 2)
      frame.checksum("crc16-ibm-3740", little: false, from: 2)
    },
  ]
}
