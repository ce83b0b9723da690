package import Basics
import Plumbing
package import UDPCore

/// The sockets of a script, all bound before its first line runs.
package struct ScriptSockets {
  /// A side of the conversation with its sockets.
  struct Side {
    /// The indices of its sockets among those of the receiver.
    let sockets: Range<Int>
    /// The destination of a client; `nil` for a server.
    let destination: Destination?
    /// The only host that answers count from; `nil` where anyone may answer: to a server, a group, a broadcast.
    let host: IPAddress?

    init(_ sockets: Range<Int>, _ destination: Destination?) {
      self.sockets = sockets
      self.destination = destination
      host = destination?.answeringHost
    }
  }

  /// A reason why the sockets could not be opened.
  package struct Problem: Error {
    /// The line of the endpoint; `nil` if none is to blame.
    package let line: Int?
    package let reason: Phrase

    /// Creates a problem.
    package init(line: Int?, reason: Phrase) {
      self.line = line
      self.reason = reason
    }
  }

  /// The receiver, which has no thread: a run drives it.
  package let exchange: DrivenReceiver
  let sides: [Side]

  /// Opens the sockets of a script.
  /// - Throws: the first endpoint that cannot be used, and why.
  package init(_ script: Script, options: ReceiveOptions, interfaces: InterfaceNames) throws(Problem) {
    var options = options
    // Joined datagrams share one time stamp.
    options.joinsDatagrams = false
    var sockets: [BoundSocket] = []
    var sides: [Side] = []
    for endpoint in script.endpoints {
      do {
        let destination =
          endpoint.role == .client
          ? try endpoint.argument.destination(interfaces: interfaces, link: nil) : nil
        let set: SocketSet
        if let destination {
          set = try SocketSet(sendingTo: destination.peer, from: nil, options: options, interfaces: interfaces)
          for socket in set.sockets { try socket.setSending(hopLimit: nil, by: destination.interface) }
        } else {
          set = try SocketSet([endpoint.argument], options: options, interfaces: interfaces)
        }
        sides.append(Side(sockets.count..<sockets.count + set.sockets.count, destination))
        sockets += set.sockets
      } catch {
        throw Problem(line: endpoint.line, reason: Phrase(error))
      }
    }
    self.sides = sides
    do throws(SystemError) { exchange = try DrivenReceiver(sockets: sockets, options: options) } catch {
      throw Problem(line: nil, reason: Phrase(error))
    }
  }

  /// The endpoints that are bound, one line for each server of the script.
  package func bound(_ interfaces: InterfaceNames) -> [String] {
    sides.filter { $0.destination == nil }.flatMap { side in
      exchange.receiver.sockets[side.sockets].map { $0.local.text(interfaces) }
    }
  }
}
