import Basics
import DisplayFilter
import PayloadText
import PeerText
import Templates
import UDPCore

/// The statements of a line.
extension ScriptParser {
  // MARK: Endpoints

  /// Returns the index of the endpoint of this name; an empty one is that without a name.
  func endpoint(_ name: ScriptLine.Word) throws(ScriptMistake) -> Int {
    let wanted = name.text.isEmpty ? nil : name.text
    if let index = endpoints.firstIndex(where: { $0.name == wanted }) { return index }
    guard let wanted else {
      let names = endpoints.compactMap(\.name)
      throw ScriptMistake(
        name.range.lowerBound,
        names.isEmpty
          ? "nobody to talk to: begin with 'to ENDPOINT', or 'at ENDPOINT' to stand as the server"
          : "say which endpoint, as in: \(names[0]) > hello")
    }
    let names = endpoints.compactMap(\.name)
    let hint = Spelling.hint(for: wanted, among: names)
    throw ScriptMistake(
      name.range.lowerBound,
      "there is no endpoint '\(wanted)'\(hint); name one with: \(wanted) = to 192.0.2.7:9000")
  }

  /// Parses `name = to ENDPOINT`, after the equals sign.
  mutating func declare(_ name: ScriptLine.Word, _ number: Int, isInBlock: Bool) throws(ScriptMistake) {
    guard ScriptLine.isName(name.text), !Self.keywords.contains(name.text) else {
      throw ScriptMistake(name.range.lowerBound, "'\(name.text)' cannot name an endpoint; use another name")
    }
    let word = line.name()
    switch word.text {
    case "to": try declare(.client, name: name, number, isInBlock: isInBlock)
    case "at": try declare(.server, name: name, number, isInBlock: isInBlock)
    default:
      throw ScriptMistake(
        word.range.lowerBound,
        "expected 'to ENDPOINT' or 'at ENDPOINT' after '='; for a value write: let \(name.text) = …")
    }
  }

  /// Parses an endpoint and an encoding.
  mutating func declare(
    _ role: ScriptEndpoint.Role, name: ScriptLine.Word?, _ number: Int, isInBlock: Bool
  ) throws(ScriptMistake) {
    let isTaken = endpoints.contains { $0.name == name?.text }
    if isTaken {
      let start = name?.range.lowerBound ?? 0
      throw ScriptMistake(
        start,
        name.map { "there is an endpoint '\($0.text)' already" }
          ?? "there is an endpoint already; give a second one a name: other = to 192.0.2.7:9000")
    }
    guard let word = line.word(isInBlock: isInBlock) else {
      throw ScriptMistake(line.position, "an endpoint is missing, as in: to 192.0.2.7:9000")
    }
    let argument: EndpointArgument
    let text = try filled(word)
    do throws(EndpointSyntaxError) {
      argument = try EndpointArgument(text, aliases: scope.aliases, isDestination: role == .client)
    } catch { throw ScriptMistake(word.range.lowerBound, error.phrase) }
    if role == .client, argument.host == .every {
      throw ScriptMistake(word.range.lowerBound, "an address is missing, as in: to 127.0.0.1:\(argument.port)")
    }
    var encoding: PresetEncoding?
    if let label = line.word(isInBlock: isInBlock) {
      guard
        let known = label.text.lowercased() == "auto"
          ? .auto : TextEncoding(label: label.text).map(PresetEncoding.encoding)
      else {
        let hint = Spelling.hint(for: label.text, among: TextEncoding.allCases.map(\.name))
        throw ScriptMistake(
          label.range.lowerBound, "unknown encoding '\(label.text)'\(hint); list them with: udpeek encodings")
      }
      encoding = known
    }
    endpoints.append(
      ScriptEndpoint(name: name?.text, role: role, argument: argument, encoding: encoding, line: number))
  }

  /// Returns the text of an endpoint with the values of its variables, as in `{host}:9000`.
  private mutating func filled(_ word: ScriptLine.Word) throws(ScriptMistake) -> String {
    var filled = ""
    var rest = word.text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      endpointNames.insert(name)
      guard let value = variables[name] ?? nil else {
        throw ScriptMistake(
          word.range.lowerBound, "{\(name)} has no value yet: give it one with --var \(name)=… or let \(name) = …")
      }
      filled += rest[..<open] + value.text
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }

  /// Parses `format NAME`.
  mutating func chooseFormat(isInBlock: Bool) throws(ScriptMistake) {
    guard let word = line.word(isInBlock: isInBlock) else {
      throw ScriptMistake(line.position, "a format is missing: its name, or a file of formats")
    }
    switch scope.format(word.text) {
    case .success(let fields): scope.fields = fields
    case .failure(let problem): throw ScriptMistake(word.range.lowerBound, problem.reason)
    }
  }

  // MARK: Messages and filters

  /// Parses what follows `>`, `<` or `!`.
  mutating func exchange(
    _ sign: Unicode.Scalar, at endpoint: Int, from start: Int, _ number: Int, isInBlock: Bool
  ) throws(ScriptMistake) -> ScriptStatement {
    if sign == ">" { return try message(to: endpoint, from: start, number, isInBlock: isInBlock) }
    let (range, words) = line.body(.filter, isInBlock: isInBlock)
    let (body, limit) = try limit(range, words)
    let filter = try filter(body)
    let expectation = ScriptExpectation(endpoint: endpoint, filter: filter, limit: limit)
    if sign == "!" { return step(.never(expectation), from: start, to: range.upperBound, number) }
    heard.insert(endpoint)
    for name in filter.trial.captureNames where ScriptLine.isName(name) { define(name, nil) }
    return step(.expect(expectation), from: start, to: range.upperBound, number)
  }

  private mutating func message(
    to endpoint: Int, from start: Int, _ number: Int, isInBlock: Bool
  ) throws(ScriptMistake) -> ScriptStatement {
    if endpoints[endpoint].role == .server, !heard.contains(endpoint) {
      throw ScriptMistake(
        start, "nobody to answer yet: a server sends to the peer whose datagram it matched last, so '<' comes first")
    }
    let (range, _) = line.body(.message, isInBlock: isInBlock)
    let source = line.string(range)
    let message: ScriptMessage
    do throws(MessageSyntaxError) {
      message = try ScriptMessage(source, names: names + fields(in: source), file: scope.file)
      if let path = message.missingFile {
        throw MessageSyntaxError(range: 0..<source.unicodeScalars.count, "the file \(path) cannot be read")
      }
      try check(message, endpoints[endpoint].encoding?.encoding)
    } catch {
      throw ScriptMistake(range.lowerBound + error.offset, error.reason)
    }
    return step(.send(endpoint, message), from: start, to: range.upperBound, number)
  }

  /// Checks that an encoding has every character of a message.
  private func check(_ message: ScriptMessage, _ encoding: TextEncoding?) throws(MessageSyntaxError) {
    guard let encoding else { return }
    do throws(TemplateError) {
      _ = try TemplateProgram(message.template, as: encoding, files: message.files)
    } catch {
      let mistake: Phrase
      switch error {
      case .encoding(.unencodable(let scalar, _, let encoding)):
        mistake = "\(encoding.name) cannot write '\(scalar)' (\(scalar.codePoint)); choose another encoding"
      case .encoding(let error): mistake = error.phrase
      case .field(_, let reason): mistake = reason.phrase
      }
      throw MessageSyntaxError(range: error.range, mistake)
    }
  }

  /// The fields of formats that a text names with their format: `{meter.seq}`.
  private func fields(in source: String) -> [String] {
    guard let fields = scope.fields, source.contains("{") else { return [] }
    var found: [String] = []
    for piece in source.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
      let name = String(piece.prefix { $0 != "}" && $0 != ":" && $0 != " " })
      if name.contains("."), fields.hasField(name), !found.contains(name) { found.append(name) }
    }
    return found
  }

  private func filter(_ range: Range<Int>) throws(ScriptMistake) -> ScriptFilter {
    let filter: ScriptFilter
    do throws(ScriptFilter.Mistake) {
      filter = try ScriptFilter(line.string(range), scope, variables: variables)
    } catch {
      throw ScriptMistake(range.lowerBound + error.offset, error.error.message)
    }
    try checkVariables(in: range)
    return filter
  }

  /// Refuses `{nmae}` where a variable of almost that name is known: as text it would never be found.
  private func checkVariables(in range: Range<Int>) throws(ScriptMistake) {
    for place in range where line.scalars[place] == "{" {
      let isEscape = place > range.lowerBound + 1 && line.scalars[place - 2] == "\\"
      guard !isEscape, let end = line.scalars[place..<range.upperBound].firstIndex(of: "}") else { continue }
      let name = line.string(place + 1..<end)
      guard ScriptLine.isName(name), variables[name] == nil, let near = Spelling.nearest(to: name, among: names) else {
        continue
      }
      throw ScriptMistake(place, "there is no variable {\(name)}; did you mean {\(near)}? A brace in a text is \\x7b")
    }
  }

  /// Splits off `within DURATION` at the end of a filter.
  private func limit(
    _ range: Range<Int>, _ words: [ScriptLine.Word]
  ) throws(ScriptMistake) -> (filter: Range<Int>, nanoseconds: Int64) {
    let usual = Int64(clamping: scope.timeout.nanoseconds)
    guard let last = words.last, last.range.upperBound == range.upperBound else { return (range, usual) }
    if last.text == "within" {
      throw ScriptMistake(
        last.range.lowerBound, "a time is missing after 'within': \(TimeSpan.forms); quote the word to look for it")
    }
    // "1 s" is no time, and is no text that a datagram is searched for.
    if words.count > 2, words[words.count - 3].text == "within",
      words[words.count - 2].text.first.map({ $0.isASCII && $0.isNumber }) == true
    {
      let first = words[words.count - 2].range.lowerBound
      throw ScriptMistake(first, "'\(line.string(first..<range.upperBound))' is no time: \(TimeSpan.forms)")
    }
    guard words.count > 1, words[words.count - 2].text == "within" else { return (range, usual) }
    let word = words[words.count - 2]
    let nanoseconds = try duration(last)
    var end = word.range.lowerBound
    while end > range.lowerBound, ScriptLine.isBlank(line.scalars[end - 1]) { end -= 1 }
    return (range.lowerBound..<end, nanoseconds)
  }

  private func duration(_ word: ScriptLine.Word) throws(ScriptMistake) -> Int64 {
    guard let span = TimeSpan(word.text) else {
      throw ScriptMistake(word.range.lowerBound, "'\(word.text)' is no time: \(TimeSpan.forms)")
    }
    guard span.nanoseconds <= 1_000_000_000_000_000 else {
      throw ScriptMistake(word.range.lowerBound, "a time is at most 1000000 seconds")
    }
    return Int64(span.nanoseconds)
  }

  // MARK: Words

  mutating func wait(from start: Int, _ number: Int, isInBlock: Bool) throws(ScriptMistake) -> ScriptStatement {
    guard let word = line.word(isInBlock: isInBlock) else {
      throw ScriptMistake(line.position, "a time is missing after 'wait': \(TimeSpan.forms)")
    }
    let span = TimeSpan(nanoseconds: UInt64(try duration(word)))
    return step(.wait(span), from: start, to: word.range.upperBound, number)
  }

  mutating func assertion(from start: Int, _ number: Int, isInBlock: Bool) throws(ScriptMistake) -> ScriptStatement {
    let (range, _) = line.body(.expression, isInBlock: isInBlock)
    let expression = try expression(range)
    guard expression.isCondition else {
      throw ScriptMistake(range.lowerBound, "this is a value and not a condition: compare it, as in t > 10")
    }
    return step(.assert(expression), from: start, to: range.upperBound, number)
  }

  mutating func definition(from start: Int, _ number: Int, isInBlock: Bool) throws(ScriptMistake) -> ScriptStatement {
    let name = line.name()
    guard ScriptLine.isName(name.text), line.next() == "=" else {
      throw ScriptMistake(name.range.lowerBound, "expected a name and a value, as in: let limit = 30")
    }
    line.position += 1
    let (range, _) = line.body(.expression, isInBlock: isInBlock)
    let expression = try expression(range)
    guard !expression.isCondition else {
      throw ScriptMistake(range.lowerBound, "this is a condition and not a value")
    }
    if name.text == Self.passName {
      throw ScriptMistake(name.range.lowerBound, "'pass' counts the passes of 'repeat'; use another name")
    }
    // A value from outside takes precedence, so that it can be set for one run.
    if let given = scope.variables[name.text] {
      define(name.text, given)
    } else if case .value(let value) = expression {
      define(name.text, value)
    } else {
      define(name.text, nil)
    }
    return step(.define(name.text, expression), from: start, to: range.upperBound, number)
  }

  private mutating func define(_ name: String, _ value: ScriptValue?) {
    if !names.contains(name) { names.append(name) }
    variables[name] = .some(value)
  }

  private func expression(_ range: Range<Int>) throws(ScriptMistake) -> ScriptExpression {
    let known = Set(variables.keys)
    let fields = scope.fields
    return try ScriptExpressionParser.parse(line, range, names: names) { name in
      known.contains(name) || fields?.hasField(name) == true
    }
  }
}
