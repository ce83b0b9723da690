import PayloadText
import Testing

/// Tests every Unicode scalar in the three forms in which text reaches a terminal.
struct AllScalarsTests {
  init() { _ = utf8Locale }

  /// Slices of the code space that are tested in parallel.
  static let slices = (0..<0x22).map { $0 * 0x8000 }

  @Test(arguments: slices)
  func `no scalar, alone or after a base, gives a forbidden code point`(start: Int) {
    var failures: [String] = []
    for value in start..<start + 0x8000 {
      guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
      let alone = DecodedText(units: [.scalar(scalar)])
      let afterBase = DecodedText(units: [.scalar("a"), .scalar(scalar)])
      // The detail pane matches plain output except for backslashes, so escaped text stands in for it.
      let texts = [SafeText(table: alone), SafeText(escaped: afterBase)]
      if !texts.allSatisfy(isSafe) { failures.append(String(value, radix: 16)) }
    }
    #expect(failures == [])
  }

  @Test func `what is allowed is shown as itself`() {
    var shown = 0
    for value in UInt32(0x20)...0x2ffff where value != 0x5c {
      guard let scalar = Unicode.Scalar(value), mayReachTerminal(scalar), scalarWidth(scalar) > 0 else { continue }
      if SafeText(String(scalar)).glyphs.map(\.base) != [scalar] {
        Issue.record("U+\(String(value, radix: 16)) is not shown as itself")
      }
      shown += 1
    }
    #expect(shown > 90_000)
  }

  private func isSafe(_ text: SafeText) -> Bool {
    var columns = 0
    for glyph in text.glyphs {
      columns += Int(glyph.width)
      if glyph.base.value >= 0x20, glyph.base.value < 0x7f, glyph.width == 1, !glyph.hasMarks { continue }
      guard mayReachTerminal(glyph.base), scalarWidth(glyph.base) == Int(glyph.width) else { return false }
      for mark in glyph.scalars.dropFirst() {
        guard mayReachTerminal(mark), scalarWidth(mark) == 0 else { return false }
      }
    }
    return columns == text.width
  }
}
