import DisplayFilter
import Glibc
import PayloadText
import PeerText
import Testing
import UDPCore

@Suite struct WordTests {
  @Test(
    "A regular expression is looked for in the decoded text",
    arguments: [
      ("/温度=\\d+/", true), ("/温度=\\d+$/", false), ("/^序/", true), ("/TEMP/", false), ("/TEMP/i", true),
      ("text matches 'TEMP'", false), ("text matches \"TEMP\"", true), ("text matches t.mp", true),
      ("/度.*°C/", true), ("/[一-龥]{2}=/", true), ("/^.{3}=/", false), ("/x|湿/", true), ("/\\bok$/", true),
      ("/(?<=温)度/", true), ("/a?温?度/", true), ("/温{2}/", false), ("/温+度/", true), ("not /湿/", false),
    ]
  )
  func expressions(source: String, expected: Bool) throws {
    let payload = try TextEncoder.encode("序号 temp 温度=23°C 湿度=61 ok", as: .gb18030)
    let datagram = try TestLog.datagram(payload: payload)
    #expect(try DisplayFilter(source).matches(datagram, in: TestLog.context(.gb18030)) == expected)
  }

  @Test func `an empty payload and one of a maximal datagram are searched too`() throws {
    let context = TestLog.context(.utf8)
    #expect(try DisplayFilter("/^$/").matches(try TestLog.datagram(), in: context))
    let long = [UInt8](repeating: 0x61, count: 65_000) + Array("needle".utf8)
    let datagram = try TestLog.datagram(payload: long)
    #expect(try DisplayFilter("/n[e]+dle$/").matches(datagram, in: context))
    #expect(try !DisplayFilter("/(?:[^,]*,){3}/").matches(datagram, in: context))
  }

  @Test(
    "An expression that tries too many ways is an error, soon",
    arguments: ["/^(a|a)*$/", "/(a|aa)+$/", "/^(a|aa)*[bc]/", "/^(\\w+\\w+)+[?]*$/", "/^((a{1,9}){1,9}){1,9}$/"])
  func overBudget(source: String) throws {
    let datagram = try TestLog.datagram(payload: [UInt8](repeating: 0x61, count: 50_000) + [0x21])
    let filter = try DisplayFilter(source)
    let clock = ContinuousClock()
    let time = clock.measure {
      #expect(throws: FilterFailure(number: 1)) { try filter.matches(datagram, in: TestLog.context(.utf8)) }
    }
    #expect(time < .seconds(5))
  }

  @Test func `an expression that keeps meeting its limit is given less and less time`() throws {
    let filter = try DisplayFilter("/(a+)+[xy]/")
    var judge = FilterJudge(filter)
    let context = TestLog.context(.utf8)
    let hostile = try TestLog.datagram(payload: [UInt8](repeating: 0x61, count: 2_000) + [0x21])
    var failures = FilterFailures()
    func judgeHostile(_ count: Int) -> Duration {
      threadTime {
        for _ in 0..<count {
          do throws(FilterFailure) { #expect(try !judge.matches(hostile, in: context)) } catch { failures.add(error) }
        }
      }
    }
    let first = judgeHostile(64)
    _ = judgeHostile(2_000)
    let last = judgeHostile(64)
    #expect(last < first / 20, "\(first) became \(last)")
    #expect(failures.first == FilterFailure(number: 1))
    #expect(failures.count > 1_000)
    // A cheap payload is still found, and repays the budget that expensive ones used up.
    let plain = try TestLog.datagram(payload: Array("bbb aax".utf8))
    for _ in 0..<1_000 { #expect(try judge.matches(plain, in: context)) }
  }

  @Test func `enc and auto tell how the peer is read`() throws {
    var texts = PeerTexts(encodingForAll: nil)
    let datagram = try TestLog.datagram(payload: TextEncoder.encode("温度", as: .gb18030))
    texts.observe(datagram)
    let guess = FilterContext(texts: texts, now: 0)
    #expect(try DisplayFilter("enc gb18030 and auto").matches(datagram, in: guess))
    #expect(try DisplayFilter("enc gbk and enc gb2312").matches(datagram, in: guess))
    texts.set(.big5, for: datagram.peer)
    let chosen = FilterContext(texts: texts, now: 0)
    #expect(try DisplayFilter("enc big5 and not auto and not enc gb18030").matches(datagram, in: chosen))
  }

  @Test(
    "badtext is text with bytes that are no characters",
    arguments: [
      ([0x61], TextEncoding.utf8, false), ([0x61, 0xff], .utf8, true), ([0xef, 0xbf, 0xbd], .utf8, false),
      ([0xce], .gb18030, true), ([0xce, 0xc2], .gb18030, false), ([], .utf8, false), ([0xff], .iso8859Part1, false),
      ([0xff], .hex, false),
    ] as [([UInt8], TextEncoding, Bool)])
  func badText(payload: [UInt8], encoding: TextEncoding, expected: Bool) throws {
    let datagram = try TestLog.datagram(payload: payload)
    #expect(try DisplayFilter("badtext").matches(datagram, in: TestLog.context(encoding)) == expected)
  }

  @Test(
    "age counts from now",
    arguments: [
      ("age < 5s", 14, true), ("age < 5s", 15, false), ("age <= 5", 15, true), ("age > 5s", 15, false),
      ("age > 4999ms", 15, true), ("age < 1s", 3, true), ("age >= 0s", 3, true), ("age < 1d", 80_000, true),
    ] as [(String, Int64, Bool)])
  func age(source: String, now: Int64, expected: Bool) throws {
    let datagram = try TestLog.datagram(time: 10_000_000_000)
    let context = TestLog.context(.utf8, now: now * 1_000_000_000)
    #expect(try DisplayFilter(source).matches(datagram, in: context) == expected)
  }

  @Test func `marked is what a person marked`() throws {
    let datagram = try TestLog.datagram()
    #expect(try DisplayFilter("marked").matches(datagram, in: TestLog.context(.utf8, marked: [1])))
    #expect(try !DisplayFilter("marked").matches(datagram, in: TestLog.context(.utf8, marked: [2])))
  }
}

/// The processor time that this thread spends on `body`.
private func threadTime(_ body: () -> Void) -> Duration {
  func now() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
  let start = now()
  body()
  return now() - start
}
