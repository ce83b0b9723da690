import Glibc

/// A watch over a file that this process writes: it becomes ready when another program removes or replaces the file
/// (inotify(7)), so that nobody has to look.
package final class FileWatch: Sendable {
  /// A descriptor to poll; readable after a change.
  package let descriptor: Int32

  /// Watches the file at `path`; `nil` if the kernel has no watch left.
  package init?(_ path: String) {
    let descriptor = inotify_init1(O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    // A file that is open and loses its name changes its number of links.
    guard unsafe inotify_add_watch(descriptor, path, UInt32(IN_ATTRIB)) >= 0 else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Forgets the changes so far.
  package func clear() {
    var events: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    while unsafe read(descriptor, &events, MemoryLayout.size(ofValue: events)) > 0 {}
  }
}
