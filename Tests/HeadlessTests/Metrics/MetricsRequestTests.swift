import Basics
import Testing
import UDPCore

@testable import CommandCore

/// Tests what the words of `--metrics` mean.
struct MetricsRequestTests {
  private func place(_ text: String) throws -> MetricsRequest.Place {
    try MetricsRequest(text, peerLimit: nil, aliases: Aliases(), interfaces: InterfaceNames([2: "eth0"])).place
  }

  @Test(arguments: [
    ("9100", "127.0.0.1:9100"), (":9100", "127.0.0.1:9100"), ("10.0.0.1:9100", "10.0.0.1:9100"),
    ("0.0.0.0:9100", "0.0.0.0:9100"), ("[::1]:9100", "[::1]:9100"), ("[fe80::1%eth0]:9100", "[fe80::1%2]:9100"),
  ])
  func `a port alone is loopback, and other addresses are said expressly`(text: String, endpoint: String) throws {
    guard case .endpoint(let found) = try place(text) else {
      Issue.record("\(text) is a file")
      return
    }
    #expect(found.description == endpoint)
  }

  @Test(arguments: ["udpeek.prom", "/var/lib/x/udpeek.prom", "./9100", "./a:9100", "a.b:c"])
  func `anything else is a file`(text: String) throws { #expect(try place(text) == .file(text)) }

  @Test(arguments: [
    ("", "--metrics needs an endpoint"), ("-", "--metrics needs an endpoint"), ("127.0.0.1", "the port is missing"),
    ("http://127.0.0.1:9100/metrics", "write it without http://"), ("127.0.0.1:70000", "above 65535"),
    ("localhost:9100", "write the address of localhost in digits; for a file of that name, ./localhost:9100"),
    ("239.1.1.1:9100", "a group cannot be asked over TCP"), ("[fe80::1%nope]:9", "there is no interface nope here"),
    ("::1:9100", "an IPv6 address needs brackets"),
  ])
  func `a mistake is named`(text: String, words: String) {
    do throws(CommandFailure) {
      _ = try MetricsRequest(text, peerLimit: nil, aliases: Aliases(), interfaces: InterfaceNames())
      Issue.record("\(text) was taken")
    } catch {
      #expect(error.status == .usage && error.message.english.contains(words), "\(error.message.english)")
    }
  }
}
