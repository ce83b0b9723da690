import Structure

extension MadeUpProtocol {
  /// The protocols that judge the finder: written before its results were seen, and never tuned on.
  static let judging: [MadeUpProtocol] = [
    MadeUpProtocol("motes", loss: 0.01) { frame in
      frame.oneOf([3, 7, 8, 12, 40])
      frame.counter(2, little: true)
      frame.number(250 - frame.index / 40, 1)
      for axis in ["x", "y", "z"] {
        frame.number(Int(frame.walk(axis, from: -30, by: 25)), 2, little: true)
      }
      frame.checksum("crc8-maxim-dow", little: false)
    },
    MadeUpProtocol("positions", period: 1_000_000_000) { frame in
      frame.constant([0xb5, 0x62, 0x01, 0x07, 0x14, 0x00])
      frame.counter(4, little: true, from: 214_388_000, step: 1_000)
      frame.number(Int(frame.walk("lat", from: 473_977_000, by: 900)), 4, little: true)
      frame.number(Int(frame.walk("lon", from: 85_455_000, by: 900)), 4, little: true)
      frame.number(5 + frame.random.below(8), 1)
      frame.noise(2)
      frame.checksum("crc16-kermit", little: false)
    },
    MadeUpProtocol("journal", loss: 0.02, period: 700_000_000) { frame in
      frame.constant([0xde, 0xad, 0xbe, 0xef, 0x03])
      frame.oneOf([0, 1, 2, 3, 4])
      frame.length(2)
      let seconds = UInt64(frame.time / 1_000_000_000) + 2_208_988_800
      let fraction = (UInt64(frame.time % 1_000_000_000) << 32) / 1_000_000_000
      frame.number(Int(bitPattern: UInt(seconds << 32 | fraction)), 8, .time)
      frame.counter(4, from: 70_300)
      for _ in 0..<4 + frame.random.below(30) { frame.number(97 + frame.random.below(26), 1, nil) }
      frame.setLength(at: 6, 2, frame.bytes.count - 20)
      frame.checksum("crc32c", little: false)
    },
    MadeUpProtocol("inverter") { frame in
      frame.constant([0x68, 0x31, 0x0a, 0x68])
      frame.oneOf([0x08, 0x18])
      frame.number(2_290 + frame.random.below(60), 2)
      frame.number(frame.random.below(1_500), 2)
      frame.number(1_200_345 + frame.index * 3 + frame.random.below(3), 4)
      frame.float(50 + frame.random.unit() * 0.2 - 0.1)
      frame.counter(1)
      frame.checksum("sum8", little: false, from: 1)
      frame.constant([0x16])
    },
    MadeUpProtocol("game", loss: 0.04, period: 33_000_000) { frame in
      frame.constant([0x4c, 0x47])
      frame.counter(2, little: true)
      frame.number(900 + frame.index - frame.random.below(4), 2, little: true)
      frame.noise(4)
      let entities = frame.random.below(6)
      frame.number(entities, 1, .length)
      frame.noise(entities * 8)
    },
    MadeUpProtocol("registers") { frame in
      frame.counter(2)
      frame.constant([0, 0])
      frame.length(2)
      frame.constant([0x11])
      frame.oneOf([3, 4])
      frame.length(1)
      for _ in 0..<1 + frame.random.below(12) { frame.number(frame.random.below(4_000), 2, nil) }
      frame.setLength(at: 4, 2, frame.bytes.count - 6)
      frame.setLength(at: 8, 1, frame.bytes.count - 9)
    },
    MadeUpProtocol("bus", period: 10_000_000) { frame in
      frame.constant([0x20])
      frame.oneOf([0x0c1, 0x0c5, 0x1f0], 4)
      frame.constant([0x08])
      frame.number(Int(frame.walk("rpm", from: 2_400, by: 60)), 2, little: true)
      frame.number(Int(frame.walk("torque", from: 310, by: 9)), 2, little: true)
      frame.noise(2)
      frame.counter(1)
      frame.constant([0xff])
      frame.checksum("crc8-sae-j1850", little: false, from: 1)
    },
    MadeUpProtocol("probe", loss: 0.02) { frame in
      frame.counter(3)
      frame.number(Int(frame.time / 1_000_000_000) + 3_600, 4, little: true, .time)
      frame.noise(4)
      frame.oneOf([0x41, 0x42, 0x5a])
      frame.checksum("adler32", little: false)
    },
  ]
}
