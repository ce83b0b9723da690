/// The scorers of the East Asian encodings, and the costs of their rarer characters.
extension PairScorer {
  /// The entry of a pair.
  typealias Entry = PairTable.Entry

  /// The scorer of GB18030. Level 1 of GB 2312 is sorted by sound, level 2 by stroke; the rest of GBK is rare in
  /// simplified Chinese.
  static func gb18030(_ ascii: ASCIIText) -> PairScorer {
    let table = PairTable(.gb18030, .simplifiedChinese) { lead, trail in
      switch (lead, trail) {
      case (0xb0...0xd7, 0xa1...0xfe): Entry(.ideograph, nats: 11)
      case (0xd8...0xf7, 0xa1...0xfe): Entry(.ideograph, nats: 13)
      case (0xa3, 0xa1...0xfe): Entry(.punctuation, nats: 7)
      case (0xa1...0xa9, 0xa1...0xfe): Entry(.other, nats: 6)
      case (0xaa...0xaf, 0xa1...0xfe), (0xf8...0xfe, 0xa1...0xfe): Entry(.other, nats: 13)
      case (0x81...0xfe, 0x40...0x7e), (0x81...0xfe, 0x80...0xfe): Entry(.ideograph, nats: 15)
      default: .invalid
      }
    }
    return PairScorer(table, .simplifiedChinese, ascii, singles: .fours)
  }

  /// The scorer of Big5.
  static func big5(_ ascii: ASCIIText) -> PairScorer {
    let table = PairTable(.big5, .traditionalChinese) { lead, trail in
      guard trail >= 0x40, trail <= 0x7e || trail >= 0xa1, trail != 0xff else { return .invalid }
      return switch lead {
      case 0xa1...0xa2: Entry(.other, nats: 6)
      case 0xa3: Entry(.other, nats: 8)
      case 0xa4...0xc5: Entry(.ideograph, nats: 11)
      case 0xc9...0xf8: Entry(.ideograph, nats: 13.5)
      case 0x87...0xfe: Entry(.other, nats: 16)
      default: .invalid
      }
    }
    return PairScorer(table, .traditionalChinese, ascii)
  }

  /// The scorer of EUC-JP.
  static func eucJP(_ ascii: ASCIIText) -> PairScorer {
    let table = PairTable(.eucJP, .japanese) { lead, trail in
      guard lead > 0xa0, lead < 0xff, trail > 0xa0, trail < 0xff else { return .invalid }
      return japaneseFloor(row: lead - 0xa0)
    }
    return PairScorer(table, .japanese, ascii, singles: .shifts)
  }

  /// The scorer of Shift_JIS.
  static func shiftJIS(_ ascii: ASCIIText) -> PairScorer {
    let table = PairTable(.shiftJIS, .japanese) { lead, trail in
      guard trail >= 0x40, trail != 0x7f, trail < 0xfd else { return .invalid }
      let row: UInt8
      switch lead {
      case 0x81...0x9f: row = (lead - 0x81) * 2 + 1
      case 0xe0...0xef: row = (lead - 0xc1) * 2 + 1
      case 0xfa...0xfc: return Entry(.ideograph, nats: 14)
      case 0xf0...0xf9: return Entry(.other, nats: 16)
      default: return .invalid
      }
      return japaneseFloor(row: trail < 0x9f ? row : row + 1)
    }
    return PairScorer(table, .japanese, ascii, singles: .katakana)
  }

  /// The entry of a rare character, from its row in JIS X 0208, counted from 1.
  private static func japaneseFloor(row: UInt8) -> Entry {
    switch row {
    case 1, 2: Entry(.other, nats: 7)
    case 3: Entry(.punctuation, nats: 7)
    case 4: Entry(.hiragana, nats: 10)
    case 5: Entry(.katakana, nats: 10)
    case 6...8: Entry(.other, nats: 8)
    case 13: Entry(.other, nats: 6)
    case 16...47: Entry(.ideograph, nats: 10.5)
    case 48...84: Entry(.ideograph, nats: 13)
    default: Entry(.other, nats: 15)
    }
  }

  /// The scorer of EUC-KR.
  static func eucKR(_ ascii: ASCIIText) -> PairScorer {
    let table = PairTable(.eucKR, .korean) { lead, trail in
      switch (lead, trail) {
      case (0xb0...0xc8, 0xa1...0xfe): Entry(.hangul, nats: 11)
      case (0xa1...0xac, 0xa1...0xfe): Entry(.other, nats: 8)
      case (0xca...0xfd, 0xa1...0xfe): Entry(.ideograph, nats: 10)
      case (0x81...0xc6, 0x41...0x5a), (0x81...0xc6, 0x61...0x7a), (0x81...0xa0, 0x81...0xfe),
        (0xa1...0xc6, 0x81...0xa0):
        Entry(.hangul, nats: 14)
      default: .invalid
      }
    }
    return PairScorer(table, .korean, ascii)
  }
}
