import Basics
import CaptureFile
import CommandCore
import Configuration
import Conversation
import Formats
import PeerText
import UDPCore

/// A recording of conversations, read whole, and the device of it that somebody wants to stand in for, or to compare
/// with. Bounded: of a larger recording, the beginning is used.
struct DeviceRecording {
  /// The most datagrams and bytes of payload.
  private static let (mostRows, mostBytes) = (400_000, 96 << 20)
  /// The limit of the log: more than that many datagrams take.
  private static let memory = 256 << 20
  /// The most devices that an error lists.
  private static let mostListed = 20

  /// The device.
  let device: RecordedDevice
  /// Sentences about the recording.
  let notices: [Phrase]
  /// The readers of the files.
  let readers: [CaptureReader]

  /// Thrown where the recording is full.
  private struct Full: Error {}

  /// Reads the files.
  /// - Parameter choice: the device; `nil` if there is only one.
  /// - Parameter conversations: the most conversations that are used.
  /// - Throws: an error that says why there is nothing to stand in for, or lists the devices.
  init(
    _ files: [String], _ choice: DeviceChoice?, _ setup: Setup, conversations: Int = ConversationIndex.limit,
    _ console: Console
  ) throws(CommandFailure) {
    readers = try Capture.readers(files, showsInner: setup.showsInner)
    var run = CaptureRun(readers, memory: Self.memory, console)
    let reader = MessageReader(setup.library.book, setup.encodings.texts)
    var index = ConversationIndex(limit: conversations)
    var (next, bytes) = (UInt64(1), 0)
    var isFull = false
    do throws(Full) {
      try run.run { step throws(Full) in
        for comment in step.comments where setup.encodings.encodingForAll == nil {
          guard let (peer, preset) = comment.encoding else { continue }
          if let peer, setup.encodings.byAddress.match(peer) != nil { continue }
          reader.set(preset, for: peer)
        }
        while next < step.snapshot.endNumber {
          guard next <= Self.mostRows, bytes <= Self.mostBytes else { throw Full() }
          if let datagram = step.snapshot[next] {
            reader.observe(datagram)
            index.add(datagram)
            bytes += datagram.storedSize
          }
          next += 1
        }
      }
    } catch {
      isFull = true
    }
    if run.wasInterrupted { throw CommandFailure("stopped before the recording was read") }
    try readers.checkCaptures()
    let name: Phrase = files.count == 1 ? Phrase(verbatim: files[0]) : "\(files.count) files"
    let endpoint = try Self.endpoint(index, choice, name, setup.interfaces)
    device = RecordedDevice(endpoint, index, run.loader.log.snapshot(), reader)
    guard device.answerCount > 0 else { throw Self.nothing(name, endpoint.text(setup.interfaces)) }
    var notices = readers.flatMap(\.sentences)
    if isFull {
      notices.append("\(name): the recording is large: only its first \(Int(next - 1)) datagrams are used")
    }
    if index.beyond > 0 {
      notices.append(
        "\(name): there are more than \(conversations) conversations: \(index.beyond) datagrams of others are left out"
      )
    }
    if device.unasked > 0 {
      notices.append(
        device.unasked == 1
          ? "left out 1 datagram that the device sent before anybody asked"
          : "left out \(device.unasked) datagrams that the device sent before anybody asked")
    }
    self.notices = notices
  }

  private static func nothing(_ name: Phrase, _ device: String) -> CommandFailure {
    CommandFailure(
      "\(name): nothing answers there: \(device) sent no datagram after a request; record both directions, such as with tcpdump beside the device"
    )
  }

  /// Returns the endpoint of the device.
  private static func endpoint(
    _ index: ConversationIndex, _ choice: DeviceChoice?, _ name: Phrase, _ interfaces: InterfaceNames
  ) throws(CommandFailure) -> Endpoint {
    let devices = index.devices
    guard let choice else {
      guard let first = devices.first else {
        throw CommandFailure(
          "\(name): no datagram answers another one, so there is no device to stand in for; record both directions, such as with tcpdump beside the device, or choose a side with --device"
        )
      }
      if devices.count == 1 { return first.endpoint }
      throw several(devices, name, interfaces)
    }
    let wanted = devices.filter { choice.matches($0.endpoint) }
    if let first = wanted.first {
      if wanted.count == 1 { return first.endpoint }
      throw several(wanted, name, interfaces)
    }
    // A device that spoke first, as one that reports by itself does.
    let others = index.endpoints.filter(choice.matches)
    if let only = others.first, others.count == 1 { return only }
    if others.isEmpty {
      let known = devices.isEmpty ? "" : Phrase(verbatim: "\n") + list(devices, interfaces)
      throw CommandFailure("\(name): the device of --device is not in the recording" + known)
    }
    throw CommandFailure(
      "\(name): the host of --device has several ports; add one: "
        + others.map { Phrase(verbatim: $0.text(interfaces)) }.prefix(mostListed).joined(separator: ", "))
  }

  private static func several(
    _ devices: [ConversationIndex.Device], _ name: Phrase, _ interfaces: InterfaceNames
  ) -> CommandFailure {
    CommandFailure(
      "\(name): \(devices.count) devices answer there; choose one with --device" + Phrase(verbatim: "\n")
        + list(devices, interfaces))
  }

  private static func list(_ devices: [ConversationIndex.Device], _ interfaces: InterfaceNames) -> Phrase {
    var lines: [Phrase] = devices.prefix(mostListed).map { device in
      let requests: Phrase = device.requests == 1 ? "1 request" : "\(device.requests) requests"
      let peers: Phrase = device.clients == 1 ? "1 peer" : "\(device.clients) peers"
      let answers: Phrase = device.answers == 1 ? "1 answer" : "\(device.answers) answers"
      return Phrase(verbatim: "  \(device.endpoint.text(interfaces))  ") + "\(requests) of \(peers), \(answers)"
    }
    if devices.count > mostListed { lines.append(Phrase(verbatim: "  ") + "and \(devices.count - mostListed) more") }
    return lines.joined(separator: "\n")
  }
}
