import Basics
package import DisplayFilter
import PayloadText
import Templates
import UDPCore

/// The description of a kind of datagrams: how to know it, and how to read its fields.
package final class Format: Sendable {
  /// The name, by which options and filters know it.
  package let name: String
  /// The name for people, which the Proto column shows.
  package let title: String
  /// The datagrams that may be of the format; `nil` for all.
  package let condition: DisplayFilter?
  /// The ports of which one must be the source's or the destination's; empty for any.
  package let ports: [ClosedRange<UInt16>]
  /// The fields that datagrams of the format may have, known before any datagram.
  package let fields: [FieldDescription]
  /// The field that names the kind of a datagram; `nil` for none.
  package let kind: String?
  /// The checksum; `nil` for none.
  package var hasCheck: Bool { check != nil }
  /// The field that holds the checksum; `nil` for none.
  package var checkField: String? { check?.field }
  /// The count of datagrams; `nil` for none.
  package let sequence: FormatSequence?
  /// The sender's clock; `nil` for none.
  package let clock: FormatClock?
  /// The units by field.
  package let units: [String: String]
  /// Whether names that only a datagram has may occur, as in a tree.
  package let isOpen: Bool

  let body: FormatBody
  let check: FormatCheck?
  let show: SummaryTemplate?
  let isExact: Bool
  /// Whether only datagrams with a good checksum are of the format.
  let isChecked: Bool
  let encoding: TextEncoding?
  private let computed: [(name: String, index: Int, expression: Expression)]
  let indices: [String: Int]
  /// The labels of fields of a text, by index.
  private let textLabels: [Int: [FormatSpecification.Label]]
  let tables: [String: [FormatSpecification.Label]]

  /// Compiles a specification.
  /// - Throws: the first mistake.
  package init(_ written: FormatSpecification) throws(FormatSpecification.Mistake) {
    name = written.name
    title = written.title ?? written.name
    condition = written.condition
    ports = written.ports
    units = written.units
    isExact = written.isExact
    isChecked = written.isChecked
    encoding = written.encoding
    var tables: [String: [FormatSpecification.Label]] = [:]
    for table in written.labels { tables[table.name] = table.labels }
    self.tables = tables
    let body = try FormatBody(written, tables)
    self.body = body
    var fields = body.fields(written)
    (computed, fields) = try Self.computed(written, fields)
    var indices: [String: Int] = [:]
    for (index, field) in fields.enumerated() { indices[field.name] = index }
    var textLabels: [Int: [FormatSpecification.Label]] = [:]
    for table in written.labels {
      guard let index = indices[table.name], body.program == nil || computed.contains(where: { $0.index == index })
      else { continue }
      textLabels[index] = table.labels
      fields[index].labels = table.labels.map(\.text)
    }
    self.textLabels = textLabels
    self.fields = fields
    self.indices = indices
    isOpen = body.isOpen
    let names = fields.map(\.name)
    func known(_ name: String, _ key: String) throws(FormatSpecification.Mistake) -> String {
      guard names.contains(name) || body.program?.slot(named: name) != nil || body.isOpen else {
        throw FormatSpecification.Mistake(key, "there is no field '\(name)'\(Spelling.hint(for: name, among: names))")
      }
      return name
    }
    kind = try written.kind.map { name throws(FormatSpecification.Mistake) in try known(name, "kind") }
    for name in written.units.keys.sorted() where !names.contains(name) && !body.isOpen {
      throw FormatSpecification.Mistake(
        "unit", name, "there is no field '\(name)'\(Spelling.hint(for: name, among: names))")
    }
    check = try written.check.map { text throws(FormatSpecification.Mistake) in
      let check = try FormatCheck(text, body.program, tables)
      _ = try known(check.field, "check")
      return check
    }
    sequence = try written.sequence.map { text throws(FormatSpecification.Mistake) in
      let sequence = try FormatSequence(text)
      for name in [sequence.field] + sequence.streams { _ = try known(name, "sequence") }
      return sequence
    }
    clock = try written.clock.map { text throws(FormatSpecification.Mistake) in
      let clock = try FormatClock(text, tables)
      _ = try known(clock.field, "clock")
      return clock
    }
    show = try written.show.map { text throws(FormatSpecification.Mistake) in
      do throws(FormatError) {
        let template = try SummaryTemplate(text)
        for name in template.names { _ = try? known(name, "show") }
        if let unknown = template.names.first(where: { (try? known($0, "show")) == nil }) {
          throw FormatError(
            offset: 0, reason: "there is no field '\(unknown)'\(Spelling.hint(for: unknown, among: names))")
        }
        return template
      } catch {
        throw FormatSpecification.Mistake("show", at: error.offset, error.reason)
      }
    }
  }

  private static func computed(
    _ written: FormatSpecification, _ known: [FieldDescription]
  ) throws(FormatSpecification.Mistake) -> ([(name: String, index: Int, expression: Expression)], [FieldDescription]) {
    var fields = known
    var computed: [(name: String, index: Int, expression: Expression)] = []
    for (name, text) in written.computed {
      do throws(FormatError) {
        let expression = try StructParser.expression(text, names: fields.map(\.name))
        computed.append((name, fields.count, expression))
        fields.append(FieldDescription(name: name, kind: .signed, unit: written.units[name]))
      } catch {
        throw FormatSpecification.Mistake("compute", name, at: error.offset, error.reason)
      }
    }
    return (computed, fields)
  }

  // MARK: Reading

  /// Whether a payload is of the format, as far as its body says.
  package func fits(_ payload: RawSpan, _ decoder: PayloadDecoder) -> Bool {
    var text: PayloadString?
    return fits(payload, decoder, &text)
  }

  /// Whether a payload is of the format, as far as its body says.
  /// - Parameter text: the payload's text in its peer's encoding, for the next format; `nil` while none has read it.
  func fits(_ payload: RawSpan, _ decoder: PayloadDecoder, _ text: inout PayloadString?) -> Bool {
    fitsBody(payload, decoder, &text) && (!isChecked || dissect(payload, decoder).check == .good)
  }

  /// Whether a payload may be of the format, at a quick look: no payload that fits is turned down.
  package func mayFit(_ payload: RawSpan) -> Bool { body.mayFit(payload) }

  private func fitsBody(_ payload: RawSpan, _ decoder: PayloadDecoder, _ text: inout PayloadString?) -> Bool {
    if let compiled = body.compiled, compiled.isFixed { return compiled.fits(payload, isExact: isExact) }
    var builder = DissectionBuilder(.nothing)
    return read(payload, decoder, &text, isStrict: true, into: &builder).fits
  }

  /// Returns what the format says of a payload, whether or not it fits.
  package func dissect(_ payload: RawSpan, _ decoder: PayloadDecoder) -> Dissection {
    var builder = DissectionBuilder(.everything)
    let reading = read(payload, decoder, isStrict: false, into: &builder)
    addComputed(to: &builder)
    let fields = builder.fields.map(labelled)
    return Dissection(
      format: self, fields: fields, check: check?.verdict(fields, reading.run, payload, self) ?? .absent,
      problem: reading.problem, end: reading.end, summary: show?.text(fields, title: title) ?? "")
  }

  /// Returns the values of one field of a payload, by its index in `fields`, in their order: no groups. Labels come with
  /// them.
  package func values(
    of index: Int, _ payload: RawSpan, _ decoder: PayloadDecoder
  ) -> [Dissection.Field] {
    if computed.contains(where: { $0.index == index }) {
      return dissect(payload, decoder).fields.filter { $0.index == index && $0.value != .tree }
    }
    var builder = DissectionBuilder(body.isOpen ? .everything : .field(index))
    _ = read(payload, decoder, isStrict: false, into: &builder)
    return builder.fields.filter { $0.index == index && $0.value != .tree }.map(labelled)
  }

  /// Returns the number of a field by its index in `fields`, without any other; `nil` if the payload has none.
  package func number(of index: Int, _ payload: RawSpan, _ decoder: PayloadDecoder) -> Double? {
    if let fixed = body.fixed(index) { return fixed.number(payload) }
    return values(of: index, payload, decoder).first?.value.number
  }

  /// The result of a reading.
  struct Reading {
    /// The reason why the payload does not fit, but for what `run` says; `nil` if there is none.
    var reason: Phrase?
    var end: Int
    /// The run of a struct; `nil` for any other body.
    var run: StructRun?

    /// Whether the payload fits.
    var fits: Bool { reason == nil && run?.misfit == nil }

    /// The reason why the payload does not fit.
    var problem: Phrase? { run?.problem ?? reason }
  }

  /// Reads a payload.
  func read(
    _ payload: RawSpan, _ decoder: PayloadDecoder, isStrict: Bool, into builder: inout DissectionBuilder
  ) -> Reading {
    var text: PayloadString?
    return read(payload, decoder, &text, isStrict: isStrict, into: &builder)
  }

  /// Returns the text of a payload, and keeps it where the format prescribes no encoding.
  private func string(
    _ payload: RawSpan, _ decoder: PayloadDecoder, _ known: inout PayloadString?
  ) -> PayloadString {
    if encoding == nil, let known { return known }
    let string = PayloadString(payload, decoder)
    if encoding == nil { known = string }
    return string
  }

  private func read(
    _ payload: RawSpan, _ decoder: PayloadDecoder, _ known: inout PayloadString?, isStrict: Bool,
    into builder: inout DissectionBuilder
  ) -> Reading {
    let decoder = decoder.prescribed(encoding)
    switch body {
    case .structure(let compiled):
      var run = StructRun(compiled, decoder, builder.demand, isStrict: isStrict)
      run.run(payload)
      builder = run.builder
      var reason: Phrase?
      if isExact, run.misfit == nil, run.position < payload.byteCount {
        reason = "\(payload.byteCount - run.position) bytes follow that the format does not describe"
      }
      return Reading(reason: reason, end: run.position, run: run)
    case .text(let text):
      let string = string(payload, decoder, &known)
      let fits = text.read(string, indices, into: &builder)
      return Reading(reason: fits ? nil : "the text does not match the format's expression", end: payload.byteCount)
    case .pairs(let separators):
      let string = string(payload, decoder, &known)
      let count = separators.read(string, string.whole, prefix: "", indices, into: &builder)
      return Reading(reason: count > 0 ? nil : "the text has no pair of key and value", end: payload.byteCount)
    case .columns(let columns):
      let string = string(payload, decoder, &known)
      let fits = columns.read(string, indices, into: &builder)
      return Reading(reason: fits ? nil : "the text has fewer columns than the format", end: payload.byteCount)
    case .paths(let paths): return readPaths(paths, payload, decoder, into: &builder)
    case .tree(let form): return readTree(form, payload, decoder, into: &builder)
    }
  }

  private func readTree(
    _ form: TreeForm, _ payload: RawSpan, _ decoder: PayloadDecoder, into builder: inout DissectionBuilder
  ) -> Reading {
    var whole = DissectionBuilder(.everything)
    let problem: Phrase?
    let isDecoded = form == .json && !decoder.isTransparent(payload)
    if isDecoded {
      // The text is read as UTF-8; its places in the payload are not known one by one.
      let bytes = Array(decoder.text(payload, 0..<payload.byteCount).utf8)
      problem = unsafe TreeReader.read(form, bytes.span.bytes, bytes.indices, named: nil, into: &whole)
    } else {
      problem = TreeReader.read(form, payload, 0..<payload.byteCount, named: nil, into: &whole)
    }
    for field in whole.fields {
      let index = indices[field.name]
      guard builder.wantsEverything || index != nil && builder.wants(index) else { continue }
      builder.depth = field.depth
      builder.add(field.name, index, field.value, isDecoded ? 0..<payload.byteCount : field.range)
    }
    builder.depth = 0
    return Reading(reason: problem, end: payload.byteCount)
  }

  private func readPaths(
    _ paths: [(name: String, path: String)], _ payload: RawSpan, _ decoder: PayloadDecoder,
    into builder: inout DissectionBuilder
  ) -> Reading {
    var tree = DissectionBuilder(.everything)
    let bytes = decoder.isTransparent(payload) ? nil : Array(decoder.text(payload, 0..<payload.byteCount).utf8)
    let problem: Phrase?
    if let bytes {
      problem = unsafe TreeReader.read(.json, bytes.span.bytes, bytes.indices, named: nil, into: &tree)
    } else {
      problem = TreeReader.read(.json, payload, 0..<payload.byteCount, named: nil, into: &tree)
    }
    var found = false
    for (name, path) in paths {
      guard let field = tree.fields.first(where: { $0.name == path && $0.value != .tree }) else { continue }
      found = true
      let range = bytes == nil ? field.range : 0..<payload.byteCount
      if builder.wants(indices[name]) { builder.add(name, indices[name], field.value, range) }
    }
    return Reading(
      reason: problem ?? (found ? nil : "the JSON has none of the format's paths"), end: payload.byteCount)
  }

  private func addComputed(to builder: inout DissectionBuilder) {
    for (name, index, expression) in computed {
      var numbers = [Int64](repeating: 0, count: fields.count)
      var needed: Set<Int> = []
      for operation in expression.operations { if case .slot(let slot) = operation { needed.insert(slot) } }
      var range: Range<Int>?
      for field in builder.fields {
        guard let index = field.index, needed.contains(index), let number = field.value.number else { continue }
        numbers[index] = Int64(exactly: number.rounded(.towardZero)) ?? 0
        range = range ?? field.range
        needed.remove(index)
      }
      if needed.isEmpty, let range { builder.add(name, index, .signed(expression.value(numbers) { _ in 0 }), range) }
    }
  }

  private func labelled(_ field: Dissection.Field) -> Dissection.Field {
    var field = field
    if field.unit == nil { field.unit = units[field.name] }
    guard let index = field.index, let labels = textLabels[index], let number = field.value.number,
      let whole = Int64(exactly: number)
    else { return field }
    field.label = labels.first { $0.values.contains(whole) }?.text ?? field.label
    return field
  }
}
