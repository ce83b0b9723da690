package import Basics
package import Configuration
import PayloadText
package import UDPCore

/// A reception as asked for, ready to be started.
package struct Reception {
  package let setup: Setup
  package let endpoints: [EndpointArgument]
  package let options: ReceiveOptions
  /// The rule that answers datagrams; `nil` for none.
  package let replies: ReplyRule?
  /// The notices about the rule, for the start.
  package let replyNotices: [Phrase]
  /// The recording from the start on; `nil` for none.
  package let recording: RecordingRequest?

  /// A reception at `endpoints`.
  /// - Parameter replies: what every datagram is answered with, and the notices about it.
  package init(
    _ setup: Setup, at endpoints: [EndpointArgument], options: ReceiveOptions,
    replies: (rule: ReplyRule, notices: [Phrase])? = nil, recording: RecordingRequest? = nil
  ) {
    self.setup = setup
    self.endpoints = endpoints
    self.options = options
    self.replies = replies?.rule
    replyNotices = replies?.notices ?? []
    self.recording = recording
  }

  /// Binds everything and starts to receive.
  /// - Throws: every endpoint that failed, a sentence each.
  package func start() throws(Failure) -> (receiver: Receiver, notices: [Phrase]) {
    do {
      let set = try SocketSet(endpoints, options: options, interfaces: setup.interfaces)
      let receiver = try Receiver(sockets: set.sockets, options: options, rule: replies)
      return (receiver, set.notices + replyNotices)
    } catch {
      throw Failure(Phrase(error))
    }
  }
}

extension ReceiveOptions {
  /// The options that a configuration says.
  package init(_ settings: Settings) {
    self.init()
    memory = settings.memory
    receiveBuffer = settings.rcvbuf
    if let snap = settings.snap { snapLength = snap }
    joinsDatagrams = settings.gro
  }
}
