import CLinux
import Glibc

/// A thread with a name. Signals must be blocked before the first one is made.
package final class Worker: Sendable {
  private let thread: pthread_t

  /// Starts `body` on a new thread; `name` is cut at 15 bytes, as the kernel keeps no more.
  package init(name: String, body: sending @escaping () -> Void) {
    let box = unsafe Unmanaged.passRetained(Body(name: name, run: body))
    var thread = pthread_t()
    let status = unsafe pthread_create(
      &thread, nil,
      { box in
        guard let box = unsafe box else { return nil }
        let body = unsafe Unmanaged<Body>.fromOpaque(box).takeRetainedValue()
        unsafe clinux_name_thread(body.name)
        // Without a stack of its own, a handler for a stack overflow here could not run (sigaltstack(2)).
        clinux_guard_thread()
        body.run()
        return nil
      }, box.toOpaque())
    precondition(status == 0, "no thread can be started: \(errorText(status))")
    self.thread = thread
  }

  /// Waits for its end. Call it once.
  package func join() {
    let status = pthread_join(thread, nil)
    precondition(status == 0, "a thread was joined twice")
  }
}

private final class Body {
  let name: String
  let run: () -> Void

  init(name: String, run: @escaping () -> Void) {
    self.name = name
    self.run = run
  }
}
