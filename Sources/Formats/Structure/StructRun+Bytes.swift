import Basics

/// Texts, bytes and trees: values whose size the datagram says.
extension StructRun {
  /// The bytes that brackets or a count say; those to the end of the group without them.
  mutating func size(_ step: StructProgram.Step, _ payload: RawSpan) -> Int? {
    let size: Int64
    if let amount = step.amount {
      size = value(amount, payload)
    } else if case .read(.padding) = step.action {
      size = 1
    } else {
      return end - position
    }
    guard size >= 0, size <= Int64(end - position) else {
      _ = short(Int(clamping: size), of: step)
      return nil
    }
    return Int(size)
  }

  /// The bytes of a text, without its length and what ends it; `nil` if they end early.
  mutating func textRange(
    _ form: Reading.TextForm, _ step: StructProgram.Step, _ payload: RawSpan
  ) -> Range<Int>? {
    let start = position
    switch form {
    case .sized:
      guard let size = size(step, payload) else { return nil }
      position += size
      return start..<position
    case .terminated(let multiple):
      guard let zero = payload.first(0, in: start..<end) else {
        _ = short(end - start + 1, of: step)
        return nil
      }
      let length = zero + 1 - start
      position = min(end, start + (length + multiple - 1) / multiple * multiple)
      return start..<zero
    case .prefixed(let bytes):
      guard bytes <= end - position else {
        _ = short(bytes, of: step)
        return nil
      }
      let length = payload.number(at: start, width: bytes, isLittle: step.isLittle)
      position += bytes
      guard length <= UInt64(end - position) else {
        _ = short(Int(clamping: length), of: step)
        return nil
      }
      position += Int(length)
      return start + bytes..<position
    case .line:
      guard start < end else {
        _ = short(1, of: step)
        return nil
      }
      let feed = payload.first(10, in: start..<end) ?? end
      position = min(end, feed + 1)
      return start..<(feed > start && payload.byte(at: feed - 1) == 13 ? feed - 1 : feed)
    case .word:
      guard start < end else {
        _ = short(1, of: step)
        return nil
      }
      let stop = (start..<end).first { [9, 10, 13, 32].contains(payload.byte(at: $0)) } ?? end
      position = min(end, stop + 1)
      return start..<stop
    }
  }

  /// Reads bytes whose size the step says; `nil` if they end early.
  mutating func sized(
    _ reading: Reading, _ step: StructProgram.Step, _ payload: RawSpan, isWanted: Bool
  ) -> (Int64, FieldValue)? {
    let start = position
    guard let size = size(step, payload) else { return nil }
    position += size
    switch reading {
    case .counted(let isSigned):
      guard size <= 8 else {
        // A longer number is shown as its bytes.
        return (0, .bytes(payload.bytes(start..<position)))
      }
      let number = payload.number(at: start, width: size, isLittle: step.isLittle)
      guard isSigned else { return (Int64(bitPattern: number), .unsigned(number)) }
      let value = size == 0 ? 0 : signExtended(number, bits: size * 8)
      return (value, .signed(value))
    case .objectIdentifier:
      return (.min, isWanted ? .text(ObjectName.text(payload.bytes(start..<position))) : .tree)
    default:
      guard isWanted else { return (.min, .tree) }
      return (.min, .bytes(payload.bytes(start..<min(position, start + DissectionBuilder.byteLimit))))
    }
  }

  /// Reads a notation that says its own structure.
  mutating func readTree(_ step: StructProgram.Step, _ form: TreeForm, _ payload: RawSpan) -> Outcome {
    let start = position
    let limit: Int
    if let amount = step.amount {
      let size = value(amount, payload)
      guard size >= 0, size <= Int64(end - position) else { return short(Int(clamping: size), of: step) }
      limit = position + Int(size)
    } else {
      limit = end
    }
    position = limit
    if step.slot >= 0 { ranges[step.slot] = start..<limit }
    guard builder.wantsEverything else { return .next }
    let name = step.slot >= 0 ? program.names[step.slot] : form.rawValue
    let index = step.slot >= 0 ? program.fieldIndices[step.slot] : nil
    if let reason = TreeReader.read(form, payload, start..<limit, named: name, index, into: &builder) {
      fail(.tree(reason))
    }
    return .next
  }
}
