import CommandCore
import Glibc
import Monitor
import PayloadText
import TestSupport
import Testing
import UDPCore

@testable import Screen

/// Tests the thread that asks Wireshark for trees, with a program that stands for sharkd.
struct DissectionWorkTests {
  private static func log() -> CaptureLog {
    let here = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 5_000)
    var writer = LogWriter(limit: 8 << 20)
    for number in 1...3 as ClosedRange<UInt8> {
      unsafe writer.append(
        LogWriter.Row(
          kind: .incoming, time: Int64(number), size: 4, peer: here,
          local: LocalPath(endpoint: here, replySource: here.address, interface: 1, socket: 0)),
        payload: [number, 2, 3, 4].span.bytes)
    }
    writer.publish()
    return writer.log
  }

  private static func answers(
    _ program: String, _ ask: (DissectionWork, CaptureLog) -> Void, until isEnough: ([Action]) -> Bool
  ) throws -> [Action] {
    let folder = try TestFolder()
    let path = folder.write(program, to: "sharkd.py")
    chmod(path, 0o755)
    let background = try BackgroundWork()
    let work = try DissectionWork(background, program: path)
    var answers: [Action] = []
    ask(work, log())
    eventually("the answers come") {
      answers += background.take()
      return isEnough(answers)
    }
    work.stop()
    return answers
  }

  @Test func `a row's tree comes as an action, and the program is ended with the screen`() throws {
    let answers = try Self.answers(FakeSharkd.normal, { $0.ask(2, of: $1) }) { answers in
      answers.contains { if case .dissected = $0 { true } else { false } }
    }
    guard case .dissected(2, .success(let tree)) = answers.last else {
      Issue.record("\(answers)")
      return
    }
    #expect(tree.nodes[1].label == "Number: 0x1234")
  }

  @Test func `a slow program is told, and the next question ends the wait`() throws {
    let slow =
      FakeSharkd.beginning + FakeSharkd.frame + """

        def slowly(id):
            if b"\\x01\\x02\\x03\\x04" in open("/proc/self/fd/3", "rb").read(): time.sleep(60)
            frame(id)
        run(slowly)
        """
    var hasAsked = false
    var work: DissectionWork?
    var log: CaptureLog?
    let answers = try Self.answers(
      slow,
      {
        (work, log) = ($0, $1)
        $0.ask(1, of: $1)
      }
    ) { answers in
      if !hasAsked, answers.contains(where: { if case .dissectionIsSlow(1) = $0 { true } else { false } }) {
        hasAsked = true
        if let log { work?.ask(3, of: log) }
      }
      return answers.contains { if case .dissected(3, .success) = $0 { true } else { false } }
    }
    #expect(!answers.contains { if case .dissected(1, _) = $0 { true } else { false } })
  }
}
