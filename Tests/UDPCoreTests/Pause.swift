import CLinux
import Glibc

/// A short pause that frees the processor while a condition is polled.
enum Pause {
  static func short() { usleep(500) }
}
