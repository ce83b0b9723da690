import Basics
import CPCRE2
import Plumbing
import UDPCore

/// A compiled regular expression, and the only code that calls PCRE2 (pcre2api(3)). It searches UTF-8, and always
/// terminates: a search that exceeds its budget has an answer of its own.
///
/// An expression that keeps exceeding its budget gets less and less of it (`Effort`), so that texts made to be slow
/// take a bounded share of the time, however many there are.
final class RegularExpression: Sendable {
  /// The result of a search.
  enum Answer {
    case found
    case missing
    /// The budget ran out before the answer was known.
    case overBudget
  }

  /// A mistake in a pattern.
  struct SyntaxError: Error {
    /// The offset in bytes of the pattern's UTF-8.
    var offset: Int
    /// The reason in PCRE2's words or ours, without a full stop.
    var reason: Phrase
  }

  /// The maximum length of a pattern, in bytes.
  static let maximumPattern = 4_096
  /// The steps that all starting points of a search share at full effort, as far as `leastSteps` allows; a few
  /// milliseconds.
  private static let steps = 2_000_000
  /// The minimum steps of one starting point.
  private static let leastSteps = 1_000
  /// The steps of each starting point, and the number of starting points per call, when a search that was cut short is
  /// repeated.
  private static let patientSteps: UInt32 = 200_000
  private static let patientStarts = 8
  /// The time limit of a repeated search, in nanoseconds.
  private static let patience: Int64 = 50_000_000

  /// The effort that a search may take.
  enum Effort: Comparable {
    /// Some microseconds.
    case least
    /// Some tenths of a millisecond, for the screen, which draws many rows at once.
    case quick
    /// A few milliseconds.
    case usual
    /// A few milliseconds, then one starting point after another for 50 ms.
    case patient

    /// The cost of a search that was cut short, in nanoseconds, approximately.
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

    /// The minimum steps of one starting point, fewer at low effort.
    fileprivate var leastSteps: Int { self < .usual ? 16 : RegularExpression.leastSteps }
  }

  /// A record of the searches that reached a limit, which decides the effort of the next one. Searches are counted, not
  /// timed: the same texts in the same order get the same answers.
  private struct Account {
    /// The searches that reached a limit, less one for every `pardon` searches that did not.
    private var debt = 0
    private var clean = 0

    /// The number of searches within the limit that cancel one that reached it.
    private static let pardon = 256
    /// The debts below which the effort is patient, usual and quick; each stage takes about half a second in all.
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

  /// Compiles a pattern. `.` is any character but a line end; `\d`, `\w` and `\s` match only ASCII.
  init(_ pattern: String, ignoresCase: Bool) throws(SyntaxError) {
    engine = Lock(try Engine(pattern, ignoresCase: ignoresCase))
  }

  /// Whether the expression matches anywhere in `text`, which must be valid UTF-8.
  /// - Parameter most: the most effort that the caller has time for.
  /// - Returns: the answer, and the effort that was allowed.
  func search(_ text: Span<UInt8>, most: Effort = .patient) -> (answer: Answer, effort: Effort) {
    unsafe text.withUnsafeBufferPointer { bytes in
      engine.withLock { engine in unsafe engine.search(bytes, most: most) }
    }
  }

  /// Returns the byte ranges of the matches in `text`, which must be valid UTF-8: those that are not empty and that a
  /// quick search finds before it reaches its limit.
  /// - Parameter isBeginning: whether `text` is the beginning of the whole text, so that `^` matches there.
  func ranges(in text: Span<UInt8>, isBeginning: Bool) -> [Range<Int>] {
    unsafe text.withUnsafeBufferPointer { bytes in
      engine.withLock { engine in unsafe engine.ranges(in: bytes, isBeginning: isBeginning) }
    }
  }

  /// The number of groups, and the names of those that have one.
  var groups: (count: Int, names: [(name: String, number: Int)]) { engine.withLock { $0.groups } }

  /// Returns the byte ranges of the first match in `text`, which must be valid UTF-8, and of its groups by number;
  /// `nil` if there is no match or a search of usual effort reaches its limit.
  /// - Parameter start: where the search begins: the start of a character, or the end.
  func captures(in text: Span<UInt8>, from start: Int = 0) -> [Range<Int>?]? {
    unsafe text.withUnsafeBufferPointer { bytes in
      engine.withLock { engine in unsafe engine.captures(in: bytes, from: start) }
    }
  }

  /// PCRE2's objects, for one thread at a time.
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
        throw SyntaxError(offset: min(offset, utf8.count), reason: Phrase(Self.message(problem)))
      }
      // If the system forbids machine code generated at run time, PCRE2 falls back to interpreting.
      unsafe pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE))
      guard let data = unsafe pcre2_match_data_create_8(1, nil), let context = unsafe pcre2_match_context_create_8(nil)
      else {
        unsafe pcre2_code_free_8(compiled)
        throw SyntaxError(offset: 0, reason: "there is not enough memory for it")
      }
      unsafe code = compiled
      unsafe self.data = data
      unsafe self.context = context
      unsafe stack = pcre2_jit_stack_create_8(32 << 10, 1 << 20, nil)
      unsafe pcre2_jit_stack_assign_8(context, nil, stack.map { unsafe UnsafeMutableRawPointer($0) })
      // The interpreter's limit on memory for backtracking, in kibibytes.
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

    /// The maximum number of matches returned for one text.
    private static let mostRanges = 1_024

    func ranges(in text: UnsafeBufferPointer<UInt8>, isBeginning: Bool) -> [Range<Int>] {
      let effort = min(account.effort, .quick)
      let steps = max(effort.leastSteps, effort.steps / (text.count + 1))
      unsafe pcre2_set_match_limit_8(context, UInt32(clamping: steps))
      unsafe pcre2_set_offset_limit_8(context, Int(bitPattern: UInt.max))
      let options = isBeginning ? 0 : UInt32(PCRE2_NOTBOL)
      var ranges: [Range<Int>] = []
      var start = 0
      while start <= text.count, ranges.count < Self.mostRanges {
        let status = unsafe match(text, from: start, options: options)
        account.note(metLimit: status < 0 && status != PCRE2_ERROR_NOMATCH)
        guard status >= 0, let ends = unsafe pcre2_get_ovector_pointer_8(data) else { break }
        // With `\K` a match may end before it begins.
        let (first, end) = unsafe (ends[0], ends[1])
        if first < end, first >= start { ranges.append(first..<end) }
        start = max(end, first < end ? start : start + 1)
        while start < text.count, unsafe text[start] & 0xc0 == 0x80 { start += 1 }
      }
      return ranges
    }

    /// Searches from one group of starting points after another, with more steps for each, so that a match that needs
    /// many steps in one place is still found.
    private func searchPatiently(_ text: UnsafeBufferPointer<UInt8>) -> Answer {
      unsafe pcre2_set_match_limit_8(context, RegularExpression.patientSteps)
      let end = SystemClock.monotonic + RegularExpression.patience
      var start = 0
      while start <= text.count {
        var last = min(start + RegularExpression.patientStarts - 1, text.count)
        // A starting point is the first byte of a character.
        while last < text.count, unsafe text[last] & 0xc0 == 0x80 { last += 1 }
        unsafe pcre2_set_offset_limit_8(context, last)
        switch unsafe answer(match(text, from: start, options: UInt32(PCRE2_NO_JIT))) {
        case .found: return .found
        case .missing: break
        case .overBudget, nil: return .overBudget
        }
        if SystemClock.monotonic > end { return .overBudget }
        start = last + 1
        while start < text.count, unsafe text[start] & 0xc0 == 0x80 { start += 1 }
      }
      return .missing
    }

    /// See `RegularExpression.groups` (pcre2api(3), "Information about a compiled pattern").
    var groups: (count: Int, names: [(name: String, number: Int)]) {
      var count: UInt32 = 0
      var nameCount: UInt32 = 0
      var entrySize: UInt32 = 0
      var table: UnsafePointer<UInt8>?
      unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
      unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &nameCount)
      unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &entrySize)
      unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
      var names: [(name: String, number: Int)] = []
      guard let table = unsafe table, entrySize > 2 else { return (Int(count), names) }
      for index in 0..<Int(nameCount) {
        let entry = unsafe UnsafeBufferPointer(start: table + index * Int(entrySize), count: Int(entrySize))
        let name = unsafe entry.dropFirst(2).prefix { $0 != 0 }
        names.append((unsafe String(decoding: name, as: UTF8.self), unsafe Int(entry[0]) << 8 | Int(entry[1])))
      }
      return (Int(count), names)
    }

    /// See `RegularExpression.captures`.
    func captures(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> [Range<Int>?]? {
      guard let groups = unsafe pcre2_match_data_create_from_pattern_8(code, nil) else { return nil }
      defer { unsafe pcre2_match_data_free_8(groups) }
      unsafe pcre2_set_match_limit_8(context, UInt32(RegularExpression.steps))
      unsafe pcre2_set_offset_limit_8(context, text.count)
      let options = UInt32(PCRE2_NO_UTF_CHECK) | UInt32(PCRE2_NO_JIT)
      var nothing: UInt8 = 0
      let status =
        if let base = text.baseAddress {
          unsafe pcre2_match_8(code, base, text.count, start, options, groups, context)
        } else {
          unsafe pcre2_match_8(code, &nothing, 0, 0, options, groups, context)
        }
      guard status > 0, let offsets = unsafe pcre2_get_ovector_pointer_8(groups) else { return nil }
      return unsafe (0..<Int(pcre2_get_ovector_count_8(groups))).map { number in
        let (start, end) = unsafe (offsets[2 * number], offsets[2 * number + 1])
        // Groups that take no part are PCRE2_UNSET, all bits set: -1. \K may put a start behind its end.
        return start >= 0 && start <= end && end <= text.count ? start..<end : nil
      }
    }

    private func match(_ text: UnsafeBufferPointer<UInt8>, from start: Int, options: UInt32) -> Int32 {
      let options = options | UInt32(PCRE2_NO_UTF_CHECK)
      if let base = text.baseAddress {
        return unsafe pcre2_match_8(code, base, text.count, start, options, data, context)
      }
      var nothing: UInt8 = 0
      return unsafe pcre2_match_8(code, &nothing, 0, start, options, data, context)
    }

    /// Returns `nil` if a limit was reached.
    private func answer(_ status: Int32) -> Answer? {
      if status >= 0 { return .found }
      return status == PCRE2_ERROR_NOMATCH ? .missing : nil
    }
  }
}
