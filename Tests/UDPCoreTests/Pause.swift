import CLinux
import Glibc

/// Gives the processor away for a moment while a condition is awaited.
enum Pause {
  static func short() { usleep(500) }
}
