extension MadeUpProtocol {
  /// More protocols that judge the finder, written after the first ones had been seen, and before it saw these.
  static let fresh: [MadeUpProtocol] = [
    MadeUpProtocol("lamps", loss: 0.03) { frame in
      frame.constant([0x4f, 0x4c])
      frame.length(1)
      frame.oneOf([0x21, 0x22, 0x30, 0x41])
      frame.counter(2)
      for _ in 0..<1 + frame.random.below(20) { frame.number(frame.random.below(256), 1, nil) }
      frame.setLength(at: 2, 1, frame.bytes.count + 2)
      frame.checksum("crc16-xmodem", little: false)
    },
    MadeUpProtocol("tanks", period: 2_000_000_000) { frame in
      frame.constant([0x10])
      frame.number(0x2200 + frame.random.below(3), 2, .enumeration)
      frame.counter(1)
      frame.float(frame.walk("level", from: 412, by: 4))
      frame.float(frame.walk("pressure", from: 1.8, by: 0.05))
      frame.number(Int(frame.time / 1_000_000_000), 4, .time)
      frame.checksum("crc16-arc", little: true)
      frame.constant([0x0d, 0x0a])
    },
    MadeUpProtocol("trackers", loss: 0.01) { frame in
      frame.constant([0xe7, 0x02])
      frame.counter(4, little: true)
      frame.number(Int(frame.time / 1_000), 8, little: true, .time)
      frame.number(Int(frame.walk("x", from: 12_000, by: 300)), 4, little: true)
      frame.number(Int(frame.walk("y", from: -7_000, by: 300)), 4, little: true)
      frame.number(frame.random.below(101), 1)
      frame.checksum("crc32", little: true)
    },
    MadeUpProtocol("mixer", period: 50_000_000) { frame in
      frame.constant([0xf0, 0x00, 0x21])
      frame.oneOf([0x01, 0x02, 0x07, 0x0a, 0x40])
      frame.number(frame.random.below(128), 1)
      frame.number(frame.random.below(16_384), 2)
      frame.counter(1)
      frame.checksum("lrc", little: false, from: 1)
      frame.constant([0xf7])
    },
    MadeUpProtocol("files", loss: 0.02) { frame in
      frame.constant([0x00, 0x03])
      frame.counter(2, from: 1)
      frame.constant([0x91, 0x5c, 0x00, 0xd4])
      frame.noise(128)
    },
    MadeUpProtocol("relays") { frame in
      frame.constant([0x55])
      frame.length(2, little: true)
      frame.constant([0x01, 0x80])
      frame.counter(2, little: true)
      let count = 1 + frame.random.below(7)
      frame.number(count, 1, .length)
      for index in 0..<count {
        frame.number(index, 1, nil)
        frame.number(frame.random.below(60_000), 2, little: true, nil)
      }
      frame.setLength(at: 1, 2, little: true, frame.bytes.count - 3 + 1)
      frame.checksum("crc8-smbus", little: false, from: 1)
    },
    MadeUpProtocol("clocks", period: 1_000_000_000) { frame in
      frame.oneOf([0x1c, 0x24])
      frame.constant([0x02, 0x06, 0xec])
      frame.number(frame.random.below(2_000), 4)
      frame.constant([0x47, 0x50, 0x53, 0x00])
      let seconds = UInt64(frame.time / 1_000_000_000) + 2_208_988_800
      let fraction = (UInt64(frame.time % 1_000_000_000) << 32) / 1_000_000_000
      frame.number(Int(bitPattern: UInt(seconds << 32 | fraction)), 8, .time)
      frame.counter(4, from: 3)
      frame.checksum("fletcher16", little: false)
    },
  ]
}
