import Glibc
package import Plumbing

/// A receiver without a thread of its own: its owner receives while it waits, and sends at once. A request and its answer
/// take no switch between threads, and after `drain` the kernel holds nothing that was not read.
package final class DrivenReceiver {
  /// The log, the sockets and the counts, for other readers such as the recorder.
  package let receiver: Receiver
  private let loop: ReceiverLoop
  /// What `wait` waits for: the wake-up of the last call, and the sockets.
  private var waiting = PollSet()
  private var awaitedWake: WakeUp?
  private var slots: [PollSet.Slot] = []

  /// Prepares to receive from sockets.
  /// - Throws: an error if the process has too many open files.
  package init(sockets: [BoundSocket], options: ReceiveOptions) throws(SystemError) {
    var made: ReceiverLoop?
    receiver = try Receiver(sockets: sockets, options: options, responder: nil) { loop in
      made = loop
      return nil
    }
    guard let made else { preconditionFailure("a receiver makes its loop at once") }
    loop = made
  }

  deinit { stop() }

  /// Sends a datagram. When this returns, its row is in the log, sent or failed.
  /// - Throws: the reason if it cannot even be tried.
  package func send(_ request: TransmitRequest) throws(TransmitRefusal) {
    try receiver.send(request)
    loop.sendMail()
  }

  /// Waits for datagrams and receives them; returns at the deadline, or if a descriptor is readable.
  /// - Parameters:
  ///   - deadline: a time of the monotonic clock in nanoseconds; `nil` waits without a limit.
  ///   - wake: ends the wait when it is signalled.
  package func wait(until deadline: Int64?, or wake: WakeUp?) {
    if slots.isEmpty || wake !== awaitedWake {
      (waiting, awaitedWake) = (PollSet(), wake)
      waiting.add(wake)
      slots = receiver.sockets.map { waiting.add($0.descriptor) }
    }
    guard waiting.wait(until: deadline) else { return }
    for (index, slot) in slots.enumerated() where waiting.isReady(slot) {
      loop.drain(index, hasError: waiting.hasError(slot))
    }
  }

  /// The time in which `receivesAtOnce` looks again and again, in nanoseconds: about what it takes to wake a thread on
  /// another processor.
  private static let eagerness: Int64 = 100_000

  /// Looks for an answer that is due at any moment, and lets other threads run meanwhile. Whoever sleeps instead has to be
  /// woken, which can take longer than the answer.
  /// - Returns: whether anything was received.
  package func receivesAtOnce() -> Bool {
    let before = loop.nextNumber
    let end = SystemClock.monotonic + Self.eagerness
    repeat {
      sched_yield()
      for index in receiver.sockets.indices { loop.drain(index, hasError: false) }
      if loop.nextNumber != before { return true }
    } while SystemClock.monotonic < end
    return false
  }

  /// Asks for the kernel's time stamps of what leaves by the first socket from now on, and begins their numbers again at 0.
  /// - Returns: whether the kernel can do so.
  package func stampTransmits() -> Bool {
    loop.errorQueue.stamps.removeAll()
    return TransmitStamps.start(on: receiver.sockets[0].descriptor)
  }

  /// Removes and returns the time at which a datagram left, by its number since `stampTransmits`, in nanoseconds since the
  /// Unix epoch; `nil` if the kernel has not said so.
  package func takeStamp(_ number: UInt32) -> Int64? { loop.errorQueue.stamps.take(number) }

  /// Receives everything that has arrived.
  package func drain() { loop.drainAll() }

  /// Ends reception after a last look at what has arrived. Further calls do nothing.
  package func stop() {
    receiver.stop()
    drain()
    receiver.refreshDrops()
  }
}
