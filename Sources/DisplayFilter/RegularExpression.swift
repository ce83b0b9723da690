import Basics
import CPCRE2
import Plumbing
import UDPCore

/// A compiled regular expression: the one place that calls PCRE2 (pcre2api(3)). It searches UTF-8, and never without
/// an end: a match that needs more steps than its budget is an answer of its own.
///
/// An expression that keeps needing much is given less and less (`Effort`), so that texts made for it cost a bounded share
/// of the time, however many there are.
final class RegularExpression: Sendable {
  /// What a search says.
  enum Answer {
    case found
    case missing
    /// The budget was used up before it was known.
    case overBudget
  }

  /// Why a pattern was not understood.
  struct SyntaxError: Error {
    /// In bytes of the pattern's UTF-8.
    var offset: Int
    /// PCRE2's words, or ours, without a full stop.
    var reason: Phrase
  }

  /// The longest pattern, in bytes.
  static let maximumPattern = 4_096
  /// Steps that all the starts of one search have together at full effort, as far as `leastSteps` allows; a few
  /// milliseconds.
  private static let steps = 2_000_000
  /// Steps that one start of a search has at least.
  private static let leastSteps = 1_000
  /// A search that was cut short is gone through again with more steps a start, so many starts at once …
  private static let patientSteps: UInt32 = 200_000
  private static let patientStarts = 8
  /// … until this time is over, in nanoseconds.
  private static let patience: Int64 = 50_000_000

  /// How much a search may take.
  enum Effort: Comparable {
    /// Some microseconds.
    case least
    /// Some tenths of a millisecond: for the screen, which draws many rows at once.
    case quick
    /// A few milliseconds.
    case usual
    /// After that, start by start for 50 ms.
    case patient

    /// What a search that was cut short has cost, about in nanoseconds.
    var cost: Int {
      switch self {
      case .least: 20_000
      case .quick: 300_000
      case .usual: 5_000_000
      case .patient: 55_000_000
      }
    }

    fileprivate var steps: Int {
      switch self {
      case .least: RegularExpression.steps / 256
      case .quick: RegularExpression.steps / 16
      case .usual, .patient: RegularExpression.steps
      }
    }

    /// The least steps of one start: with less effort, fewer.
    fileprivate var leastSteps: Int { self < .usual ? 16 : RegularExpression.leastSteps }
  }

  /// Counts the searches that met a limit, and tells how much effort the next one is worth. Counted, not timed: the same
  /// texts in the same order have the same answers.
  private struct Account {
    /// Searches that needed patience or were given up, less one for each `pardon` that did not.
    private var debt = 0
    private var clean = 0

    /// So many searches that meet no limit make up for one that did.
    private static let pardon = 256
    /// Debts below which there is patience, the usual effort, and a quick one: about half a second in all for each.
    private static let (patient, usual, quick) = (8, 128, 1_024)

    var effort: Effort {
      switch debt {
      case ..<Self.patient: .patient
      case ..<Self.usual: .usual
      case ..<Self.quick: .quick
      default: .least
      }
    }

    mutating func note(metLimit: Bool) {
      if metLimit {
        debt = min(debt + 1, Self.quick + Self.patient)
      } else if debt > 0 {
        clean += 1
        if clean == Self.pardon { (debt, clean) = (debt - 1, 0) }
      }
    }
  }

  private let engine: Lock<Engine>

  /// Compiles a pattern. `.` is any character but the end of a line; `\d`, `\w` and `\s` know ASCII.
  init(_ pattern: String, ignoresCase: Bool) throws(SyntaxError) {
    engine = Lock(try Engine(pattern, ignoresCase: ignoresCase))
  }

  /// Whether the expression matches anywhere in `text`, which must be valid UTF-8.
  /// - Parameter most: the effort that the caller has time for.
  /// - Returns: the answer, and the effort that the search was worth.
  func search(_ text: Span<UInt8>, most: Effort = .patient) -> (answer: Answer, effort: Effort) {
    unsafe text.withUnsafeBufferPointer { bytes in
      engine.withLock { engine in unsafe engine.search(bytes, most: most) }
    }
  }

  /// PCRE2's objects; for one thread at a time.
  @safe
  private final class Engine {
    private let code: OpaquePointer
    private let data: OpaquePointer
    private let context: OpaquePointer
    private let stack: OpaquePointer?
    private var account = Account()

    init(_ pattern: String, ignoresCase: Bool) throws(SyntaxError) {
      let utf8 = Array(pattern.utf8)
      guard utf8.count <= RegularExpression.maximumPattern else {
        throw SyntaxError(offset: 0, reason: "it is longer than \(RegularExpression.maximumPattern) bytes")
      }
      let compiling = unsafe pcre2_compile_context_create_8(nil)
      defer { unsafe pcre2_compile_context_free_8(compiling) }
      unsafe pcre2_set_newline_8(compiling, UInt32(PCRE2_NEWLINE_ANYCRLF))
      var options = UInt32(PCRE2_UTF) | UInt32(PCRE2_NEVER_BACKSLASH_C) | UInt32(PCRE2_USE_OFFSET_LIMIT)
      if ignoresCase { options |= UInt32(PCRE2_CASELESS) }
      var problem: Int32 = 0
      var offset = 0
      let compiled = unsafe utf8.withUnsafeBufferPointer { bytes in
        unsafe pcre2_compile_8(bytes.baseAddress, bytes.count, options, &problem, &offset, compiling)
      }
      guard let compiled = unsafe compiled else {
        throw SyntaxError(offset: min(offset, utf8.count), reason: Phrase(verbatim: Self.message(problem)))
      }
      // Where the system forbids machine code made at run time, PCRE2 goes on by interpreting.
      unsafe pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE))
      guard let data = unsafe pcre2_match_data_create_8(1, nil), let context = unsafe pcre2_match_context_create_8(nil)
      else {
        unsafe pcre2_code_free_8(compiled)
        throw SyntaxError(offset: 0, reason: "there is no memory for it")
      }
      unsafe code = compiled
      unsafe self.data = data
      unsafe self.context = context
      unsafe stack = pcre2_jit_stack_create_8(32 << 10, 1 << 20, nil)
      unsafe pcre2_jit_stack_assign_8(context, nil, stack.map { unsafe UnsafeMutableRawPointer($0) })
      // In kibibytes: what the interpreter may take for going back.
      unsafe pcre2_set_heap_limit_8(context, 16 << 10)
    }

    deinit {
      unsafe pcre2_jit_stack_free_8(stack)
      unsafe pcre2_match_context_free_8(context)
      unsafe pcre2_match_data_free_8(data)
      unsafe pcre2_code_free_8(code)
    }

    private static func message(_ code: Int32) -> String {
      var buffer = [UInt8](repeating: 0, count: 256)
      let count = unsafe pcre2_get_error_message_8(code, &buffer, buffer.count)
      return String(decoding: buffer.prefix(Int(max(0, count))), as: UTF8.self)
    }

    func search(_ text: UnsafeBufferPointer<UInt8>, most: Effort) -> (answer: Answer, effort: Effort) {
      let effort = min(account.effort, most)
      let steps = max(effort.leastSteps, effort.steps / (text.count + 1))
      unsafe pcre2_set_match_limit_8(context, UInt32(clamping: steps))
      unsafe pcre2_set_offset_limit_8(context, Int(bitPattern: UInt.max))
      let quick = unsafe answer(match(text, from: 0, options: 0))
      account.note(metLimit: quick == nil)
      if let quick { return (quick, effort) }
      return (effort == .patient ? unsafe searchPatiently(text) : .overBudget, effort)
    }

    /// Start by start, with more steps for each: what needs many steps at one place is still found.
    private func searchPatiently(_ text: UnsafeBufferPointer<UInt8>) -> Answer {
      unsafe pcre2_set_match_limit_8(context, RegularExpression.patientSteps)
      let end = Clock.monotonic + RegularExpression.patience
      var start = 0
      while start <= text.count {
        var last = min(start + RegularExpression.patientStarts - 1, text.count)
        // A start lies on the first byte of a character.
        while last < text.count, unsafe text[last] & 0xc0 == 0x80 { last += 1 }
        unsafe pcre2_set_offset_limit_8(context, last)
        switch unsafe answer(match(text, from: start, options: UInt32(PCRE2_NO_JIT))) {
        case .found: return .found
        case .missing: break
        case .overBudget, nil: return .overBudget
        }
        if Clock.monotonic > end { return .overBudget }
        start = last + 1
        while start < text.count, unsafe text[start] & 0xc0 == 0x80 { start += 1 }
      }
      return .missing
    }

    private func match(_ text: UnsafeBufferPointer<UInt8>, from start: Int, options: UInt32) -> Int32 {
      let options = options | UInt32(PCRE2_NO_UTF_CHECK)
      if let base = text.baseAddress {
        return unsafe pcre2_match_8(code, base, text.count, start, options, data, context)
      }
      var nothing: UInt8 = 0
      return unsafe pcre2_match_8(code, &nothing, 0, start, options, data, context)
    }

    /// `nil` when a limit was met.
    private func answer(_ status: Int32) -> Answer? {
      if status >= 0 { return .found }
      return status == PCRE2_ERROR_NOMATCH ? .missing : nil
    }
  }
}
