package import Basics

/// The sentences that say what is wrong. Rows of alarms and files hold them in English; the screen translates them.
package enum AlarmText {
  /// Nothing came for a time.
  static func silent(for time: Int64) -> Phrase { "silent for \(TimeSpan(nanoseconds: UInt64(max(0, time))))" }

  /// More datagrams came than the limit.
  static func fast(limit: Int, _ window: AlarmWindow) -> Phrase {
    limit == 1
      ? "more than 1 datagram per \(Phrase(window.unit))"
      : "more than \(String(limit)) datagrams per \(Phrase(window.unit))"
  }

  /// Numbers are missing.
  static func gap(_ lost: Int) -> Phrase {
    lost == 1 ? "1 number is missing" : "\(String(lost)) numbers are missing"
  }

  /// A value is outside of its range.
  static func outside(_ field: String, _ value: String, _ range: ClosedRange<Double>) -> Phrase {
    "\(field) is \(value), outside \(AlarmRange.text(range))"
  }

  /// The checksum is wrong.
  static let badChecksum: Phrase = "the checksum is wrong"

  /// An address sends for the first time.
  static let newPeer: Phrase = "sends for the first time"

  /// Another host is not connected any more.
  package static func gone(_ reason: String) -> Phrase { "gone: \(reason)" }

  /// Another host is connected again, after a time such as `8.2 s`.
  package static func back(after time: String) -> Phrase {
    "back after \(time): what arrived there meanwhile is missing"
  }

  /// Another host was gone before it said whether a message was sent.
  package static func unknown(bytes: Int, to peer: String) -> Phrase {
    bytes == 1
      ? "not known whether 1 byte to \(peer) was sent" : "not known whether \(String(bytes)) bytes to \(peer) were sent"
  }

  /// The forms of the sentences, by which an English one is found again.
  private static let templates: [String] = [
    silent(for: 0), fast(limit: 1, .second), fast(limit: 2, .second), gap(1), gap(2), outside("", "", 0...0),
    badChecksum,
    newPeer, gone(""), back(after: ""), unknown(bytes: 1, to: ""), unknown(bytes: 2, to: ""),
  ].map(\.template)

  /// Returns the sentence that an English text is, so that it can be translated.
  package static func phrase(of english: String) -> Phrase {
    for template in templates {
      if let phrase = Phrase(
        english, like: template,
        part: { part in
          AlarmWindow.allCases.contains { $0.unit == part } ? Phrase(part) : Phrase(verbatim: part)
        })
      {
        return phrase
      }
    }
    return Phrase(verbatim: english)
  }
}

extension AlarmWindow {
  /// The unit in a sentence.
  var unit: String {
    switch self {
    case .second: "second"
    case .minute: "minute"
    case .hour: "hour"
    }
  }
}
