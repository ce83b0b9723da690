import CLinux
import Glibc
import Plumbing

/// The rules of nftables as the program `nft` lists them, which asks for root.
enum FirewallListing {
  /// The most bytes and the longest time, in nanoseconds, that a listing may take.
  private static let mostBytes = 8 << 20
  private static let patience: Int64 = 2_000_000_000

  /// Runs `nft list ruleset` and reads what it prints.
  static func read() -> SystemFacts.FirewallReading {
    if Confinement.refusesPrograms {
      guard let (text, status) = Lookout.firewall() else { return .confined }
      return reading(text, status)
    }
    var child = clinux_child()
    // Administrators' programs are in folders that an ordinary user's path may lack.
    let command = "PATH=$PATH:/usr/sbin:/sbin; command -v nft >/dev/null || exit 127; exec nft list ruleset"
    guard unsafe clinux_start_shell(command, &child) == 0 else { return .noProgram }
    close(child.input)
    defer {
      close(child.output)
      close(child.errors)
      if child.descriptor >= 0 { close(child.descriptor) }
    }
    let deadline = SystemClock.monotonic + patience
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var isWhole = false
    while bytes.count < mostBytes {
      guard PollSet.isReady(child.output, within: max(0, deadline - SystemClock.monotonic)) else { break }
      let count = unsafe Glibc.read(child.output, &buffer, buffer.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      if count <= 0 {
        isWhole = count == 0
        break
      }
      bytes += buffer.prefix(count)
    }
    if !isWhole { kill(child.process, SIGKILL) }
    var status: Int32 = 0
    while unsafe waitpid(child.process, &status, 0) < 0, errno == EINTR {}
    guard isWhole, status & 0x7f == 0 else { return .denied }
    return reading(String(decoding: bytes, as: UTF8.self), status >> 8 & 0xff)
  }

  /// What a listing and the exit status of nft, or that of the shell which did not find it, tell.
  private static func reading(_ text: String, _ status: Int32) -> SystemFacts.FirewallReading {
    switch status {
    case 0: .read(Firewall(nft: text))
    case 127: .noProgram
    default: .denied
    }
  }
}
