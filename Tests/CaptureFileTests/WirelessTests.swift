import Testing
import UDPCore

@testable import CaptureFile

/// Frames of 802.11, made by hand from the standard.
struct WirelessTests {
  private static let snap: [UInt8] = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0]
  private static let body = snap + CaptureBytes.ipv4()

  /// Builds a frame.
  /// - Parameters:
  ///   - kind: the type and subtype, as in the first byte.
  ///   - more: what follows the addresses and the number of the frame.
  private static func frame(
    _ kind: UInt8 = 0x08, flags: UInt8 = 1, part: UInt8 = 0, more: [UInt8] = [], _ body: [UInt8] = body
  ) -> [UInt8] {
    let fourth = [UInt8](repeating: 4, count: flags & 3 == 3 ? 6 : 0)
    return [kind, flags, 0, 0] + [UInt8](repeating: 2, count: 18) + [part, 0] + fourth + more + body
  }

  /// Builds a radiotap header with flags.
  private static func radiotap(_ flags: UInt8, hasTime: Bool = false, words: Int = 1) -> [UInt8] {
    var head: [UInt8] = [0, 0, 0, 0]
    for word in 0..<words {
      head += word == 0 ? [hasTime ? 3 : 2, 0, 0] : [0, 0, 0]
      head.append(word + 1 < words ? 0x80 : 0)
    }
    if hasTime { head += [UInt8](repeating: 0, count: -head.count & 7) + [1, 2, 3, 4, 5, 6, 7, 8] }
    head.append(flags)
    head[2] = UInt8(head.count)
    return head
  }

  private static let frames: [(UInt32, [UInt8])] = [
    (105, frame()), (105, frame(flags: 0)), (105, frame(flags: 2)), (105, frame(flags: 3)),
    // QoS; QoS with four addresses; QoS with HT control.
    (105, frame(0x88, more: [0, 0])), (105, frame(0x88, flags: 3, more: [0, 0])),
    (105, frame(0x88, flags: 0x81, more: [0, 0, 1, 2, 3, 4])),
    (127, radiotap(0) + frame()), (127, radiotap(0, words: 3) + frame()),
    // A check sequence behind; padding before the contents; both, behind a time.
    (127, radiotap(0x10) + frame() + [1, 2, 3, 4]), (127, radiotap(0x20) + frame(0x88, more: [0, 0, 9, 9])),
    (127, radiotap(0x30, hasTime: true) + frame(0x88, more: [0, 0, 9, 9]) + [1, 2, 3, 4]),
    (127, radiotap(0x20, hasTime: true, words: 2) + frame(0x88, flags: 3, more: [0, 0])),
    (127, [0, 0, 8, 0, 0, 0, 0, 0] + frame()),
    (119, [0x44, 0, 0, 0, 16, 0, 0, 0] + [UInt8](repeating: 0, count: 8) + frame()),
    (119, [0, 0, 0, 0x44, 0, 0, 0, 16] + [UInt8](repeating: 0, count: 8) + frame()),
    (163, [0x80, 0x21, 0x10, 1, 0, 0, 0, 12, 0, 0, 0, 0] + frame()),
    (192, [0, 0, 12, 0, 105, 0, 0, 0, 1, 2, 3, 4] + frame()), (192, [0, 0, 8, 0, 101, 0, 0, 0] + CaptureBytes.ipv4()),
  ]

  @Test(arguments: frames)
  func `a datagram is found in frames with each form of header`(link: UInt32, packet: [UInt8]) throws {
    let read = try ReadCapture([packet], link: link)
    #expect(read.payloads == ["hello"] && read.rows.first?.source == CaptureBytes.peer && read.tally.skipped == 0)
  }

  private static let others: [([UInt8], String)] = [
    (frame(flags: 0x41), "1 encrypted 802.11 frame"), (frame(0x80), "1 802.11 management frame"),
    (frame(0xd4), "1 802.11 control frame"), (frame(0x48), "1 802.11 frame without data"),
    (frame(0xc8, more: [0, 0]), "1 802.11 frame without data"), (frame(flags: 5), "1 part of an 802.11 frame"),
    (frame(part: 1), "1 part of an 802.11 frame"), (frame(0x08, [UInt8](repeating: 9, count: 30)), "1 LLC"),
    (Array(frame().prefix(20)), "1 packet with headers cut or wrong"),
    ([0x09, 0] + frame().dropFirst(2), "1 packet with headers cut or wrong"),
  ]

  @Test(arguments: others)
  func `frames without a readable packet are counted by what they are`(packet: [UInt8], name: String) throws {
    let read = try ReadCapture([packet], link: 105)
    #expect(read.rows.isEmpty && read.skipped == "1: \(name)")
  }

  @Test func `all datagrams of an aggregate are shown, in their order`() throws {
    func part(_ text: String, padded: Bool = true) -> [UInt8] {
      let body = Self.snap + CaptureBytes.ipv4(Array(text.utf8))
      let part = [UInt8](repeating: 3, count: 12) + [0, UInt8(body.count)] + body
      return part + [UInt8](repeating: 0, count: padded ? -part.count & 3 : 0)
    }
    let arp: [UInt8] = [UInt8](repeating: 3, count: 12) + [0, 10, 0xaa, 0xaa, 3, 0, 0, 0, 8, 6, 0, 1]
    let aggregate = Self.frame(
      0x88, more: [0x80, 0], part("one") + arp + part("twelve") + part("three", padded: false))
    let read = try ReadCapture([aggregate, Self.frame()], link: 105)
    #expect(read.payloads == ["one", "twelve", "three", "hello"] && read.tally.skipped == 0)
    #expect(read.rows.map(\.time) == [1, 1, 1, 2].map { $0 * 1_000_000_000 })
    // An aggregate without a datagram is one packet left out.
    #expect(try ReadCapture([Self.frame(0x88, more: [0x80, 0], arp)], link: 105).skipped == "1: 1 ARP")
    #expect(
      try ReadCapture([Self.frame(0x88, more: [0x80, 0], [1, 2])], link: 105).skipped
        == "1: 1 packet with headers cut or wrong")
  }

  @Test(arguments: frames)
  func `a frame cut anywhere is no trap, and neither lost nor invented`(link: UInt32, packet: [UInt8]) throws {
    for count in packet.indices {
      let read = try ReadCapture([Array(packet.prefix(count))], link: link)
      #expect(read.rows.count + read.tally.skipped == 1)
    }
  }
}
