import Conversation
import Formats
import PeerText
import UDPCore

extension FuzzTarget {
  private static let device = Endpoint(IPAddress(ipv4: 0x0a00_0311), port: 5_000)
  private static let client = Endpoint(IPAddress(ipv4: 0x0a00_0301), port: 40_000)

  /// A recorded device: the first byte says how long the messages are into which the rest is cut, the second how much
  /// their lengths vary and how requests are compared, and the first byte of each which side sent it.
  static let conversation = FuzzTarget(name: "conversation") { bytes in
    guard bytes.count > 2 else { return }
    let (size, variation) = (Int(bytes[0] % 16) + 1, Int(bytes[1] >> 2) % 3)
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    var index = ConversationIndex()
    let reader = MessageReader(.empty, PeerTexts(encodingForAll: nil))
    var (place, count) = (2, 0)
    while place < bytes.count, count < 24 {
      let length = min(bytes.count - place, size + (variation == 0 ? 0 : Int(bytes[place]) % variation))
      let isAnswer = count > 0 && bytes[place] & 1 == 1
      let payload = Array(bytes[place..<place + length])
      let path = LocalPath(
        endpoint: isAnswer ? client : device, replySource: .anyIPv4, interface: 0, socket: 0)
      let time = count % 11 == 10 ? Int64.max : 1_795_381_665_000_000_000 + Int64(count) * 333_000_001
      let row = LogWriter.Row(
        kind: .incoming, time: time, size: length, peer: isAnswer ? device : client, local: path)
      _ = unsafe writer.append(row, payload: payload.span.bytes)
      writer.publish()
      if let datagram = writer.last {
        reader.observe(datagram)
        index.add(datagram)
      }
      place += length
      count += 1
    }
    let recorded = RecordedDevice(device, index, writer.log.snapshot(), reader)
    answer(recorded, MessageMatch.allCases[Int(bytes[1] % 4)])
  }

  /// Every answered request is found again, and its answers are of the recorded sizes unless they contain numbers in text.
  private static func answer(_ recorded: RecordedDevice, _ match: MessageMatch) {
    var book = AnswerBook(recorded, match)
    for exchange in recorded.exchanges {
      let answers = book.answers(to: exchange.request, from: client)
      precondition(answers != nil || exchange.answers.isEmpty)
      for answer in answers ?? [] {
        for now in [1_795_381_665_000_000_000, Int64.max, Int64.min] {
          _ = book.bytes(of: answer, to: exchange.request, from: client, now: now)
        }
      }
      for (message, delay) in exchange.answers {
        precondition(delay >= 0 && recorded.areEqual(message, message, match))
      }
    }
  }
}
