import Basics
import Testing

struct ByteBufferTests {
  private static func text(_ write: (inout ByteBuffer) -> Void) -> String {
    var buffer = ByteBuffer()
    write(&buffer)
    var bytes: [UInt8] = []
    buffer.append(to: &bytes)
    #expect(bytes.count == buffer.count)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [0, 9, 10, 99, 100, 1_234_567_890, -1, -10, Int.max, Int.min])
  func `a number is written as it is shown`(number: Int) {
    #expect(Self.text { $0.append(decimal: number) } == String(number))
  }

  @Test func `digits are filled up with zeros`() {
    #expect(Self.text { $0.append(7, digits: 4) } == "0007")
    #expect(Self.text { $0.append(0xab, hexDigits: 4) } == "00ab")
  }

  @Test(arguments: 0...20)
  func `bytes are written in hexadecimal, whatever their number`(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 9) }
    let pairs = bytes.map { $0.digits(2, radix: 16) }
    #expect(Self.text { $0.append(hex: bytes.span.bytes) } == pairs.joined())
    #expect(Self.text { $0.append(spacedHex: bytes.span.bytes) } == pairs.joined(separator: " "))
  }

  @Test func `every byte has its two digits`() {
    let bytes = (0...0xff).map { UInt8($0) }
    #expect(Self.text { $0.append(hex: bytes.span.bytes) } == bytes.map { $0.digits(2, radix: 16) }.joined())
  }

  @Test func `characters and texts are written as UTF-8`() {
    let text = "aé中😀"
    #expect(Self.text { buffer in text.unicodeScalars.forEach { buffer.append($0) } } == text)
    #expect(Self.text { $0.append(text) } == text)
  }

  @Test func `an emptied buffer begins anew`() {
    let text = Self.text { buffer in
      buffer.append(String(repeating: "x", count: 1_000))
      buffer.removeAll()
      buffer.append("y")
    }
    #expect(text == "y")
  }
}
