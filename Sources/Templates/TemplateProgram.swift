package import PayloadText

/// A template compiled for an encoding: render it once for each message.
package struct TemplateProgram: Sendable {
  /// A step that appends to the message. Steps are plain values, so that the loop over them counts no references.
  enum Step {
    /// A range of `literals`.
    case literal(Range<Int>)
    case counter(first: Int64, step: Int64, NumberFormat)
    case unix(nanosecondsPerUnit: Int64, NumberFormat)
    case ntp
    case iso
    case integer(ClosedRange<Int64>, NumberFormat)
    case decimal(ClosedRange<Int64>, decimals: Int, NumberFormat)
    case randomBytes(Int)
    case uuid
    case capture(Int, NumberFormat?)
    case address(TemplateField.Address, NumberFormat?)
    case row(NumberFormat)
    /// A pattern of a time, by its index in `patterns`.
    case pattern(Int)
    /// The place of a length, by its index in `slots`.
    case length(Int)
    /// The place of a checksum, by its index in `slots`.
    case checksum(Int)
  }

  /// Something that is known only when the rest of the message is there.
  enum Slot {
    case length(from: Int, NumberFormat)
    case checksum(Checksum, TemplateField.ChecksumForm, TemplateField.ChecksumRange, count: Int)
  }

  /// A piece of a time's pattern, with its text encoded.
  enum TimePiece {
    case bytes([UInt8])
    case conversion(TimePattern)
  }

  /// The bytes that one ASCII character takes, and where it stands in them.
  enum Unit: Equatable {
    case single
    case double(isBigEndian: Bool)

    var size: Int { self == .single ? 1 : 2 }

    init(_ encoding: TextEncoding) {
      switch encoding {
      case .utf16LE: self = .double(isBigEndian: false)
      case .utf16BE: self = .double(isBigEndian: true)
      default: self = .single
      }
    }
  }

  /// The encoding of text.
  let encoding: TextEncoding
  let unit: Unit
  private(set) var literals: [UInt8] = []
  private(set) var steps: [Step] = []
  /// The source ranges of the steps, for errors.
  private(set) var ranges: [Range<Int>] = []
  private(set) var slots: [Slot] = []
  private(set) var slotRanges: [Range<Int>] = []
  private(set) var patterns: [[TimePiece]] = []
  /// Whether no length has a size that depends on its value.
  private(set) var isFixed = true
  /// The checksums in the order in which they are computed: those of the whole message last.
  private(set) var checksums: [Int] = []
  /// The message, if it is always the same.
  private(set) var constant: [UInt8]?

  /// Compiles a template.
  /// - Parameters:
  ///   - encoding: the encoding of text, whose own bytes are hexadecimal digits if it is `hex`; values are then UTF-8.
  ///   - files: the bytes of the template's files, by path.
  /// - Throws: `TemplateError` for a character that the encoding lacks, and if a constant message cannot be made.
  package init(
    _ template: Template, as encoding: TextEncoding, files: [String: [UInt8]] = [:]
  ) throws(TemplateError) {
    self.encoding = encoding == .hex ? .utf8 : encoding
    unit = Unit(self.encoding)
    for part in template.parts {
      switch part {
      case .message(let message):
        do throws(TextEncodingError) { append(try message.encoded(as: encoding)) } catch { throw .encoding(error) }
      case .field(let field): try append(field, files)
      }
    }
    let whole = slots.indices.map { index in
      if case .checksum(_, _, let range, _) = slots[index] { range.end == .message } else { false }
    }
    let isChecksum = slots.indices.filter { if case .checksum = slots[$0] { true } else { false } }
    checksums = isChecksum.filter { !whole[$0] } + isChecksum.filter { whole[$0] }
    if template.isPlain {
      constant = literals
    } else if template.isConstant {
      var output = TemplateOutput()
      var random = TemplateRandom(seed: 0)
      try render(TemplateContext(time: 0), &random, into: &output)
      constant = output.bytes
    }
  }

  private mutating func append(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    if case .literal(let last) = steps.last, last.upperBound == literals.count {
      steps[steps.count - 1] = .literal(last.lowerBound..<literals.count + bytes.count)
    } else {
      steps.append(.literal(literals.count..<literals.count + bytes.count))
      ranges.append(0..<0)
    }
    literals += bytes
  }

  private mutating func append(_ field: TemplateField, _ files: [String: [UInt8]]) throws(TemplateError) {
    switch field.value {
    case .text(let message):
      do throws(TextEncodingError) { append(try message.encoded(as: encoding)) } catch { throw .encoding(error) }
      return
    case .file(let path):
      guard let bytes = files[path] else { throw .field(field.range, .missing(.file(path))) }
      guard literals.count + bytes.count <= TemplateContext.largest else {
        throw .field(field.range, .tooLong(limit: TemplateContext.largest))
      }
      append(bytes)
      return
    default: break
    }
    steps.append(try step(field))
    ranges.append(field.range)
  }

  private mutating func step(_ field: TemplateField) throws(TemplateError) -> Step {
    switch field.value {
    case .counter(let first, let step, let format): return .counter(first: first, step: step, format)
    case .time(.iso): return .iso
    case .time(.ntp): return .ntp
    case .time(.unix(let unit, let format)): return .unix(nanosecondsPerUnit: unit, format)
    case .time(.pattern(let pieces)):
      patterns.append(try pieces.map { piece throws(TemplateError) in try encoded(piece, field.range) })
      return .pattern(patterns.count - 1)
    case .random(.integer(let range, let format)): return .integer(range, format)
    case .random(.decimal(let range, let decimals, let format)): return .decimal(range, decimals: decimals, format)
    case .random(.bytes(let count)): return .randomBytes(count)
    case .uuid: return .uuid
    case .capture(let place, let format): return .capture(place, format)
    case .address(let address, let format): return .address(address, format)
    case .row(let format): return .row(format)
    case .length(let start, let format):
      if !format.isFixed { isFixed = false }
      return .length(add(.length(from: start, format), field))
    case .checksum(let algorithm, let form, let range):
      let digits: Int
      switch form {
      case .order(.little), .order(.big): digits = 0
      case .order: digits = (algorithm.width + 3) / 4
      case .decimal(let count): digits = count
      }
      let count = digits == 0 ? algorithm.byteCount : digits * unit.size
      return .checksum(add(.checksum(Checksum(algorithm), form, range, count: count), field))
    case .text, .file: preconditionFailure("constant fields are no steps")
    }
  }

  private mutating func add(_ slot: Slot, _ field: TemplateField) -> Int {
    slots.append(slot)
    slotRanges.append(field.range)
    return slots.count - 1
  }

  private func encoded(_ piece: TimePattern, _ range: Range<Int>) throws(TemplateError) -> TimePiece {
    guard case .text(let text) = piece else { return .conversion(piece) }
    return .bytes(try encoded(text, range))
  }

  /// Encodes a value.
  func encoded(_ text: String, _ range: Range<Int>) throws(TemplateError) -> [UInt8] {
    do throws(TextEncodingError) { return try TextEncoder.encode(text, as: encoding) } catch {
      switch error {
      case .unencodable(let scalar, _, let encoding): throw .field(range, .unencodable(scalar, encoding))
      case .unavailable: throw .field(range, .unavailable(error))
      }
    }
  }
}
