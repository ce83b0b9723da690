import CLinux
import Glibc

/// A named thread. Block signals before creating the first one.
package final class Worker: Sendable {
  private let thread: pthread_t

  /// Runs `body` on a new thread; `name` is cut to 15 bytes, the kernel's limit.
  package init(name: String, body: sending @escaping () -> Void) {
    let box = unsafe Unmanaged.passRetained(Body(name: name, run: body))
    var thread = pthread_t()
    let status = unsafe pthread_create(
      &thread, nil,
      { box in
        guard let box = unsafe box else { return nil }
        let body = unsafe Unmanaged<Body>.fromOpaque(box).takeRetainedValue()
        unsafe clinux_name_thread(body.name)
        // A handler for a stack overflow on this thread needs a separate stack (sigaltstack(2)).
        clinux_guard_thread()
        body.run()
        return nil
      }, box.toOpaque())
    precondition(status == 0, "no thread can be started: \(errorText(status))")
    self.thread = thread
  }

  /// Waits for the thread to end. Call it once.
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
