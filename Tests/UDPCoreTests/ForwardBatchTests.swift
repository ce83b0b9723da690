import Impairment
import Testing

@testable import UDPCore

/// Tests that datagrams that leave together arrive as they would one by one.
@Suite struct ForwardBatchTests {
  /// Sizes with neighbours of one size, empty ones, and more bytes together than one packet takes.
  private static let sizes = [100, 100, 100, 50, 50, 0, 0, 100] + Array(repeating: 9_000, count: 9) + [65_507, 1]

  /// What arrives of datagrams of these sizes, sent by an unconnected socket to one receiver.
  private func arrived(joins: Bool, divides: Bool = false) throws -> [[UInt8]] {
    let (sender, receiver) = (TestSocket(), TestSocket())
    let address = RawAddressMemory()
    address.set(
      receiver.local, family: .ipv4,
      path: LocalPath(endpoint: sender.local, replySource: sender.local.address, interface: 0, socket: 0))
    let batch = ForwardBatch()
    var arrived: [[UInt8]] = []
    for (index, size) in Self.sizes.enumerated() {
      let payload = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, size), alignment: 16)
      payload.initializeMemory(as: UInt8.self, repeating: UInt8(index))
      let item = ForwardBatch.Item(
        client: 0, direction: .down, target: 0, delayedSince: nil,
        payload: UnsafeRawBufferPointer(rebasing: payload.prefix(size)), owned: payload.baseAddress)
      #expect(batch.takes(sender.descriptor))
      batch.add(item, by: sender.descriptor, to: address, joins: joins)
    }
    while !batch.next.isEmpty {
      if divides, batch.next.count > 1 { batch.divide() }
      let sent = try batch.send().get()
      for _ in sent { arrived.append(try #require(receiver.receive()).payload) }
    }
    return arrived
  }

  @Test(arguments: [false, true], [false, true])
  func `each datagram arrives whole and in order, joined, divided or alone`(joins: Bool, divides: Bool) throws {
    let expected = Self.sizes.enumerated().map { Array(repeating: UInt8($0.offset), count: $0.element) }
    #expect(try arrived(joins: joins, divides: divides) == expected)
  }

  @Test func `neighbours of one size to one receiver are one message, as long as it fits a packet`() {
    let batch = ForwardBatch()
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_507, alignment: 16)
    defer { memory.deallocate() }
    for size in Self.sizes {
      let item = ForwardBatch.Item(
        client: 0, direction: .up, target: 0, delayedSince: nil,
        payload: UnsafeRawBufferPointer(rebasing: memory.prefix(size)), owned: nil)
      batch.add(item, by: 0, to: nil, joins: true)
    }
    var messages: [Range<Int>] = []
    while !batch.next.isEmpty {
      messages.append(batch.next)
      batch.skip()
    }
    #expect(messages == [0..<3, 3..<5, 5..<6, 6..<7, 7..<8, 8..<15, 15..<17, 17..<18, 18..<19])
  }
}
