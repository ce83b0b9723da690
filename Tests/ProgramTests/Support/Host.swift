import Glibc
import Testing

/// A simulated host for a test: a network namespace that ends with the test. Needs no root (user_namespaces(7)).
final class Host {
  private let holder: Program
  /// The words that run a command on this host when put before it.
  private var prefix: [String] { ["nsenter", "--preserve-credentials", "-U", "-n", "-t", String(holder.pid)] }

  /// Creates a host with nothing but its loopback interface. With `neighbour`, both have the same owner, so that links
  /// can join them.
  init(neighbour: Host? = nil) throws {
    // `cat` ends with the test, which holds the other end of its standard input.
    let words = neighbour.map { $0.prefix + ["unshare", "-n", "cat"] } ?? ["unshare", "-rn", "cat"]
    let other = neighbour.map { "/proc/\($0.holder.pid)/ns/net" } ?? "/proc/self/ns/net"
    let before = Self.target(of: other)
    let holder = try Program(words[0], Array(words.dropFirst()), environment: Udpeek.environment)
    self.holder = holder
    try eventually("a network namespace") {
      let name = contents(of: "/proc/\(holder.pid)/comm") ?? ""
      return name.hasPrefix("cat") && Self.target(of: "/proc/\(holder.pid)/ns/net") != before
    }
    try run("ip", "link", "set", "lo", "up")
  }

  /// Runs a command on this host that must succeed.
  func run(_ words: String...) throws { try run(words) }

  private func run(_ words: [String]) throws {
    let program = try start(words)
    program.closeInput()
    let ended = try program.finish()
    if ended.status != 0 { throw TimedOut(awaited: words.joined(separator: " "), seen: ended.errors) }
  }

  /// Starts a command on this host.
  func start(_ words: [String]) throws -> Program {
    let all = prefix + words
    return try Program(all[0], Array(all.dropFirst()), environment: Udpeek.environment)
  }

  /// Starts `udpeek listen --json` on this host and waits until its `sockets` are bound.
  func listen(_ arguments: [String], sockets: Int) throws -> Program {
    let program = try start([Udpeek.path, "listen", "--json"] + arguments)
    try program.wait("\(sockets) bound sockets") { $0.errorText.ranges(of: "listening on ").count == sockets }
    return program
  }

  /// Runs `udpeek send` on this host to its end.
  @discardableResult
  func send(_ arguments: String...) throws -> Program.Ended { try send(arguments) }

  /// Runs `udpeek send` on this host to its end.
  func send(_ arguments: [String]) throws -> Program.Ended {
    let program = try start([Udpeek.path, "send"] + arguments)
    program.closeInput()
    return try program.finish()
  }

  /// Joins two hosts by a link with end `name` here and `peerName` there, both up and with only the given addresses: an
  /// address that the kernel derives from the link's hardware address might be chosen as a source.
  func link(_ name: String, _ addresses: [String], to other: Host, _ peerName: String, _ peerAddresses: [String]) throws
  {
    try run("ip", "link", "add", name, "type", "veth", "peer", "name", peerName)
    try run("ip", "link", "set", peerName, "netns", String(other.holder.pid))
    try add(addresses, to: name)
    try other.add(peerAddresses, to: peerName)
    try run("ip", "link", "set", name, "addrgenmode", "none", "up")
    try other.run("ip", "link", "set", peerName, "addrgenmode", "none", "up")
  }

  /// Gives an interface addresses; IPv6 addresses are usable at once.
  func add(_ addresses: [String], to name: String) throws {
    for address in addresses {
      let words = ["ip", "address", "add", address, "dev", name]
      try run(words + (address.contains(":") ? ["nodad"] : []))
    }
  }

  private static func target(of link: String) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = buffer.withUnsafeMutableBytes { readlink(link, $0.baseAddress!, $0.count) }
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test unless unprivileged network namespaces and `ip`, `unshare` and `nsenter` are available.
  static var requiresNamespaces: Self {
    .enabled("no network namespaces can be made here") {
      guard
        let program = try? Program(
          "unshare", ["-rn", "ip", "link", "set", "lo", "up"], environment: Udpeek.environment)
      else { return false }
      program.closeInput()
      return try program.finish().status == 0
    }
  }
}
