import Glibc
import TestSupport
import Testing

@testable import Templates

struct ChecksumTests {
  private static let digits = Array("123456789".utf8)

  @Test(arguments: ChecksumAlgorithm.all)
  func `each checksum has the catalogue's check value`(algorithm: ChecksumAlgorithm) {
    #expect(Checksum(algorithm).value(of: Self.digits) == algorithm.check, "\(algorithm.name)")
    #expect(Checksum(algorithm).value(of: Self.digits) <= UInt64.max >> UInt64(64 - algorithm.width))
  }

  @Test(arguments: ChecksumAlgorithm.all.filter { $0.crc != nil })
  func `eight bytes at a time give the check of one bit at a time`(algorithm: ChecksumAlgorithm) throws {
    let crc = try #require(algorithm.crc)
    let checksum = Checksum(algorithm)
    var random = SeededGenerator(seed: 18)
    for count in [0, 1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 300] {
      let bytes = random.bytes(count)
      #expect(checksum.value(of: bytes) == slow(bytes, crc), "\(algorithm.name) of \(count) bytes")
    }
  }

  @Test(arguments: [
    ("crc8", "crc8-smbus"), ("CRC-16/MODBUS", "crc16-modbus"), ("modbus", "crc16-modbus"), ("crc16", "crc16-arc"),
    ("crc16-ccitt-false", "crc16-ibm-3740"), ("CRC-CCITT", "crc16-kermit"), ("x-25", "crc16-ibm-sdlc"),
    ("crc32-iso-hdlc", "crc32"), ("CRC-32C", "crc32c"), ("crc32-mpeg2", "crc32-mpeg-2"),
    ("crc64-ecma", "crc64-ecma-182"),
    ("crc24", "crc24-openpgp"), ("CRC-64/XZ", "crc64-xz"),
  ])
  func `a checksum is found by its other names, whatever their case and punctuation`(name: String, expected: String) {
    #expect(ChecksumAlgorithm.named(name)?.name == expected)
    #expect(ChecksumAlgorithm.named("crc17-none") == nil)
  }

  @Test func `parameters of more bits than the width are refused`() {
    #expect(CRC(width: 7, polynomial: 1) == nil && CRC(width: 65, polynomial: 1) == nil)
    #expect(CRC(width: 16, polynomial: 0x18005) == nil && CRC(width: 16, polynomial: 1, xorOutput: 0x10000) == nil)
    #expect(CRC(width: 64, polynomial: .max, initial: .max) != nil)
  }

  @Test func `a sum of many bytes stays within its width`() {
    let bytes = [UInt8](repeating: 0xff, count: 65_507)
    let values = Dictionary(
      uniqueKeysWithValues: ChecksumAlgorithm.all.map { ($0.name, Checksum($0).value(of: bytes)) })
    #expect(values["sum8"] == UInt64(65_507 * 255 % 256) && values["sum16be"] == UInt64(65_507 * 255 % 65_536))
    #expect(values["internet"] == 0xff && values["xor8"] == 0xff)
    #expect(ChecksumAlgorithm.all.allSatisfy { Checksum($0).value(of: bytes) <= UInt64.max >> UInt64(64 - $0.width) })
  }

  @Test func `the checksum of a sentence leaves out its frame`() throws {
    let nmea = Checksum(try #require(ChecksumAlgorithm.named("nmea")))
    #expect(nmea.value(of: Array("$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*".utf8)) == 0x47)
    #expect(nmea.value(of: Array("!AIVDM,1,1,,A,14eG;o@034o8sd<L9i:a;WF>062D,0*".utf8)) == 0x7d)
    #expect(nmea.value(of: Array("$*".utf8)) == 0 && nmea.value(of: []) == 0)
  }

  private func slow(_ bytes: [UInt8], _ crc: CRC) -> UInt64 {
    var register = crc.initial
    for byte in bytes {
      let byte = crc.reflectsInput ? reversed(UInt64(byte), 8) : UInt64(byte)
      for bit in stride(from: 7, through: 0, by: -1) {
        let isSet = (byte >> UInt64(bit) ^ register >> UInt64(crc.width - 1)) & 1 == 1
        register = register << 1 & crc.mask ^ (isSet ? crc.polynomial : 0)
      }
    }
    return (crc.reflectsOutput ? reversed(register, crc.width) : register) ^ crc.xorOutput
  }
}

private func reversed(_ value: UInt64, _ bits: Int) -> UInt64 {
  (0..<bits).reduce(0) { $0 | (value >> UInt64($1) & 1) << UInt64(bits - 1 - $1) }
}

/// Compares with crcmod (pip install crcmod), which computes the checks of 8, 16, 24, 32 and 64 bits that are reflected on
/// both sides or neither.
@Suite(.enabled(if: Crcmod.isInstalled, "Python's crcmod is not installed: pip install crcmod"))
struct CrcmodTests {
  @Test func `each check is the one that crcmod computes`() throws {
    let algorithms = ChecksumAlgorithm.all.filter { algorithm in
      guard let crc = algorithm.crc else { return false }
      return [8, 16, 24, 32, 64].contains(crc.width) && crc.reflectsInput == crc.reflectsOutput
    }
    try #require(algorithms.count > 60)
    var random = SeededGenerator(seed: 64)
    let payloads = [0, 1, 8, 13, 64, 1_472].map { random.bytes($0) }
    var script = "import crcmod\n"
    for algorithm in algorithms {
      guard let crc = algorithm.crc else { continue }
      let polynomial = "(1<<\(crc.width))|0x\(String(crc.polynomial, radix: 16))"
      // crcmod takes the first value as the register has it, and combined with the last.
      let initial = crc.reflectsInput ? reversed(crc.initial, crc.width) : crc.initial
      script +=
        "f=crcmod.mkCrcFun(\(polynomial),0x\(String(initial ^ crc.xorOutput, radix: 16)),"
        + "\(crc.reflectsInput ? "True" : "False"),0x\(String(crc.xorOutput, radix: 16)))\n"
      for payload in payloads { script += "print(f(bytes.fromhex('\(hex(payload))')))\n" }
    }
    let lines = try Crcmod.run(script).split(separator: "\n")
    try #require(lines.count == algorithms.count * payloads.count)
    for (index, line) in lines.enumerated() {
      let algorithm = algorithms[index / payloads.count]
      #expect(String(Checksum(algorithm).value(of: payloads[index % payloads.count])) == line, "\(algorithm.name)")
    }
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// Python with crcmod.
private enum Crcmod {
  static let isInstalled = (try? run("import crcmod; print('yes')\n")) == "yes\n"

  /// Runs a script and returns its output.
  static func run(_ script: String) throws -> String {
    let folder = try TestFolder()
    let path = folder.write(script, to: "script.py")
    guard let output = popen("python3 \(path) 2>/dev/null", "r") else { return "" }
    defer { pclose(output) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, output)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer.prefix(count)
    }
  }
}
