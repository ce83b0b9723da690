extension MadeUpProtocol {
  /// The last protocols that judge the finder; nothing was changed after it saw them.
  static let last: [MadeUpProtocol] = [
    MadeUpProtocol("pumps", loss: 0.02) { frame in
      frame.constant([0xab, 0xcd, 0x01])
      frame.counter(2)
      frame.oneOf([1, 2, 3, 9])
      frame.number(Int(frame.walk("flow", from: 5_200, by: 40)), 2)
      frame.number(20 + frame.random.below(9), 1)
      frame.float(frame.walk("head", from: 33.5, by: 0.8))
      frame.checksum("crc16-ibm-3740", little: false)
    },
    MadeUpProtocol("chat") { frame in
      frame.constant([0x0b, 0xb0])
      frame.length(2, little: true)
      frame.counter(4, little: true, from: 260)
      frame.oneOf([0x61, 0x6a, 0x70, 0x90])
      for _ in 0..<2 + frame.random.below(60) { frame.number(32 + frame.random.below(90), 1, nil) }
      frame.setLength(at: 2, 2, little: true, frame.bytes.count)
    },
    MadeUpProtocol("lasers", period: 5_000_000) { frame in
      frame.counter(2, little: true)
      frame.number(Int(frame.time / 1_000), 8, little: true, .time)
      frame.constant([0x2c, 0x01, 0x40])
      for _ in 0..<8 { frame.number(800 + frame.random.below(5_000), 2, little: true) }
      frame.checksum("crc32c", little: true)
    },
    MadeUpProtocol("doors", loss: 0.05, period: 900_000_000) { frame in
      frame.constant([0x3c])
      frame.oneOf([0, 1])
      frame.counter(1)
      frame.number(Int(frame.time / 1_000_000_000), 4, little: true, .time)
      frame.noise(6)
      frame.checksum("crc8-smbus", little: false)
      frame.constant([0x3e])
    },
    MadeUpProtocol("panels") { frame in
      frame.constant([0x53, 0x4d, 0x41])
      frame.length(1)
      frame.counter(2)
      let strings = 1 + frame.random.below(10)
      for _ in 0..<strings { frame.number(300 + frame.random.below(500), 2, nil) }
      frame.setLength(at: 3, 1, strings)
      frame.checksum("internet", little: false)
    },
    MadeUpProtocol("scales", loss: 0.01) { frame in
      frame.constant([0x02, 0x30])
      frame.oneOf([0x41, 0x42])
      frame.counter(1)
      frame.number(Int(frame.walk("grams", from: 70_400, by: 35)), 4)
      frame.constant([0x00, 0x6b, 0x67])
      frame.checksum("sum8", little: false)
    },
    MadeUpProtocol("beacons", period: 100_000_000) { frame in
      frame.constant([0x80, 0x01, 0x7f])
      frame.counter(4)
      frame.noise(16)
      frame.oneOf([0xc4, 0xc7, 0xd0])
      frame.constant([0xfe])
      frame.checksum("crc24-openpgp", little: false)
    },
  ]
}
