import CLinux
import Testing

/// Tests which paths the process may read that looks in a confined screen's place; `ConfinementTests` asks it.
@Suite struct LookoutTests {
  @Test(arguments: [
    "/proc", "/proc/1/fd", "/proc/4194304/stat", "/proc/12/comm", "/proc/12/ns/net", "/proc/12/net/udp",
    "/proc/12/net/udp6", "/proc/12/net/fib_trie", "/proc/12/fd/0", "/proc/12/fd/1023",
  ])
  func `what it is there for is read`(path: String) { #expect(clinux_lookout_knows(path) != 0) }

  @Test(arguments: [
    "", "/", "/etc/shadow", "/proc/", "/procfd", "/proc/self/fd", "/proc/1", "/proc/1/", "/proc/1/environ",
    "/proc/1/mem",
    "/proc/1/cmdline", "/proc/1/fd/", "/proc/1/fd/x", "/proc/1/fd/3/x", "/proc/1/fd/../mem", "/proc/../etc/shadow",
    "/proc/1/../../etc/shadow", "/proc//fd", "/proc/1/root/etc/shadow", "/proc/1/net/tcp", "/proc/1/stat/",
    "proc/1/stat",
  ])
  func `nothing else is`(path: String) { #expect(clinux_lookout_knows(path) == 0) }
}
