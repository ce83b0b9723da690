import Basics
import CaptureFile
import CommandCore
import Expect
import PayloadText
import PeerText
import UDPCore

/// A line for each step, and what explains a failure below it.
struct StepLines {
  /// The columns of the step as it was written, where there is room.
  private static let columns = 60

  private let script: Script
  private let console: Console
  private let isVerbose: Bool
  private var formatter: RecordFormatter
  private var texts: PeerTexts
  /// The next row to print.
  private var next: UInt64 = 1
  private let width: Int

  init(_ script: Script, _ console: Console, _ setup: Setup, isVerbose: Bool) {
    self.script = script
    self.console = console
    self.isVerbose = isVerbose
    formatter = RecordFormatter(form: .text, locale: console.locale, interfaces: setup.interfaces)
    let encodings = Set(script.endpoints.map(\.encoding))
    texts = encodings.count == 1 ? script.endpoints[0].texts(setup.encodings) : setup.encodings.texts
    width = String(script.steps.last?.line ?? 1).utf8.count
  }

  /// Prints a step.
  mutating func print(_ report: StepReport, _ receiver: Receiver) throws(StandardOutput.Problem) {
    let number = String(report.step.line)
    let padding = String(repeating: " ", count: width - min(width, number.utf8.count))
    let source = SafeText(report.step.source).padded(toColumns: Self.columns)
    let time = Elapsed.text(report.duration)
    var lines = ["\(padding)\(number)  \(source.description)  "]
    if let failure = report.failure {
      lines[0] += words("failed after \(time)")
      let place = "\(script.path):\(report.step.line): "
      let passes = report.passes.map { pass -> Phrase in "in pass \(pass.number) of \(pass.of)" }
      let pass = passes.dropFirst().reduce(passes.first) { before, next in before.map { "\($0), \(next)" } }
      lines.append(place + words(pass.map { "\(failure.reason) (\($0))" } ?? failure.reason))
      lines += failure.details.map { "  " + words($0) }
    } else {
      lines[0] += time
    }
    var bytes = lines.flatMap { console.locale.encode(SafeText($0)) + [UInt8(ascii: "\n")] }
    if isVerbose { append(receiver.log.snapshot(), to: &bytes) }
    try console.output.write(bytes)
  }

  private func words(_ phrase: Phrase) -> String { console.wording.text(phrase) }

  /// Appends the datagrams that came and left since the last step.
  private mutating func append(_ snapshot: LogSnapshot, to bytes: inout [UInt8]) {
    next = max(next, snapshot.firstNumber)
    while next < snapshot.endNumber {
      defer { next += 1 }
      guard let datagram = snapshot[next] else { continue }
      texts.observe(datagram)
      let choice = texts.choice(of: datagram)
      bytes += Array("    ".utf8)
      formatter.append(datagram, choice: choice, text: texts.text(of: datagram, as: choice), to: &bytes)
    }
  }
}
