import CursesTerminal
import Glibc
import PayloadText
import TerminalUI

/// Draws random and hostile datagrams on the terminal, or prints them: `udpeek-storm screen|plain COUNT ENCODING SEED`.
/// storm.py runs it on a pseudo-terminal and checks the output.
@main
struct Storm {
  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    guard words.count == 4, let count = Int(words[2]), let encoding = TextEncoding(label: words[3]),
      let seed = UInt64(words[4])
    else {
      print("udpeek-storm screen|plain COUNT ENCODING SEED")
      exit(2)
    }
    let locale = CharacterLocale.activate(forceUTF8: true)
    var source = Datagrams(seed: seed)
    let decoder = try TextDecoder(encoding)
    if words[1] == "screen" {
      try draw(count, decoder, &source)
    } else {
      for _ in 0..<count {
        let text = decoder.decode(source.next())
        write(locale.encode(SafeText(escaped: text)) + [0x0a])
      }
    }
  }

  private static func draw(_ count: Int, _ decoder: TextDecoder, _ source: inout Datagrams) throws {
    let terminal = try CursesTerminal()
    defer { terminal.close() }
    let size = terminal.size
    var left = count
    while left > 0 {
      var canvas = Canvas(size: size)
      let screen = Rect(column: 0, row: 0, columns: size.columns, rows: size.rows)
      for row in 0..<size.rows where left > 0 {
        let text = decoder.decode(source.next(), limit: 400)
        // Mostly rows of the table, and some of the detail, which spells out characters that the table only marks.
        let safe = row % 8 == 7 ? SafeText(detail: text) : SafeText(table: text)
        canvas.draw(safe, at: Position(column: 0, row: row), style: .plain, in: screen)
        left -= 1
      }
      while !terminal.show(canvas) {
        var entry = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        poll(&entry, 1, 1000)
      }
    }
  }

  private static func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count <= 0 { exit(1) }
      rest = rest.dropFirst(count)
    }
  }
}

/// Random payloads; half of them contain sequences that would take over a terminal that obeys them.
struct Datagrams {
  private var state: UInt64
  private static let hostile: [[UInt8]] = [
    Array("\u{1b}]0;owned\u{7}".utf8), Array("\u{1b}]52;c;eA==\u{7}".utf8), Array("\u{1b}c".utf8),
    Array("\u{1b}[?1049l".utf8), Array("\u{1b}P1$r\u{1b}\\".utf8), Array("\r\n\u{8}\t".utf8), Array("\u{9b}31m".utf8),
    Array("\u{9d}0;owned\u{9c}".utf8), Array("\u{202e}\u{2066}\u{200f}".utf8), [0x9b, 0x32, 0x4a], [0x9d, 0x30, 0x3b],
    // U+009B and U+202E in GB18030.
    [0x81, 0x30, 0x83, 0x37], [0x81, 0x36, 0xa7, 0x31], Array("a\u{301}\u{302}\u{303}\u{304}".utf8),
    Array("\u{e0041}\u{fe0f}\u{200d}".utf8), Array("\\x1b[2J".utf8),
  ]

  init(seed: UInt64) {
    state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
  }

  private mutating func random() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  mutating func next() -> [UInt8] {
    var payload: [UInt8] = []
    let size = Int(random() % 60)
    while payload.count < size {
      let choice = random()
      switch choice % 4 {
      case 0: payload += Self.hostile[Int((choice >> 8) % UInt64(Self.hostile.count))]
      case 1: payload.append(UInt8(truncatingIfNeeded: 0x20 + (choice >> 8) % 0x5f))
      default: payload.append(UInt8(truncatingIfNeeded: choice >> 8))
      }
    }
    return payload
  }
}
