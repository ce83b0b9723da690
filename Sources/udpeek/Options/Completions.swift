import ArgumentParser
import CaptureFile
import CommandCore
import Configuration
import DisplayFilter
import Formats
import PayloadText
import UDPCore

/// The values that a shell suggests for arguments.
enum Completions {
  static let encodings = CompletionKind.list(["auto"] + TextEncoding.allCases.map(\.name))
  static let sizes = CompletionKind.list(["64MiB", "256MiB", "1GiB"])
  static let times = CompletionKind.list(["500ms", "1s", "1m", "1h"])
  static let formats = CompletionKind.list(CaptureFormat.allCases.map(\.rawValue))
  /// The conditions of alarms.
  static let alarms = CompletionKind.list(["silence", "rate", "gap", "field", "badcheck", "new-peer"])
  /// Files with the extensions of captures.
  static let captures = CompletionKind.file(extensions: ["pcapng", "pcap", "cap", "jsonl", "csv", "gz", "zst"])

  static let themes = CompletionKind.custom { _, _, _ in ConfigurationFile.load().settings.themeNames }

  /// The names of the formats of datagrams, and files of formats.
  static let dataFormats = CompletionKind.custom { _, _, _ in
    ["auto"] + ConfigurationFile.load().settings.library.formatNames
  }

  /// The names of fields of datagrams, behind a list of others that a comma ends.
  static let recordFields = CompletionKind.custom { _, _, prefix in
    let before = prefix.lastIndex(of: ",").map { String(prefix[...$0]) } ?? ""
    let names =
      RecordField.ofDatagrams.map(\.rawValue)
      + ConfigurationFile.load().settings.library.own.flatMap { $0.fields.map(\.name) }
    return names.map { before + $0 }
  }

  /// The ways in which requests are paired with answers.
  static let pairings = CompletionKind.custom { _, _, _ in
    [PairingRule.orderWord] + ConfigurationFile.load().settings.library.fieldNames
  }

  static let interfaces = CompletionKind.custom { _, _, _ in LinkTable.current().links.keys.sorted() }

  /// Endpoints of this machine: those of the configuration, then each address with a port.
  static let endpoints = CompletionKind.custom { _, _, _ in
    let interfaces = InterfaceNames.current()
    let chosen = ConfigurationFile.load(interfaces: interfaces).settings.endpoints
    let port = chosen.first?.port ?? 8080
    let links = LinkTable.current().links.values.sorted { $0.index < $1.index }
    let own = links.flatMap { link in
      link.addresses.map { address in
        Endpoint(address, port: port, scope: address.needsScope ? link.index : 0).text(interfaces)
      }.sorted()
    }
    // zsh takes the text after a colon for a description.
    let colon = CompletionShell.requesting == .zsh ? "\\:" : ":"
    return (chosen.map(\.source) + ["\(port)"] + own).uniqued.map { $0.replacing(":", with: colon) }
  }

  /// Filters that extend the typed text by one word.
  static let filters = CompletionKind.custom { _, _, prefix in
    let fields = ConfigurationFile.load().settings.library
    guard let completion = DisplayFilter.completion(of: prefix, at: prefix.unicodeScalars.count, fields: fields) else {
      return []
    }
    let before = String(String.UnicodeScalarView(prefix.unicodeScalars.prefix(completion.range.lowerBound)))
    return completion.words.map { before + $0.word } + completion.names.map { before + $0 }
  }
}

extension Array where Element: Hashable {
  /// The elements without repetitions, in order of first occurrence.
  fileprivate var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
