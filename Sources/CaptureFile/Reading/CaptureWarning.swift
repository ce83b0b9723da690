package import Basics

/// An error in a capture file that did not keep the rest from being read.
package struct CaptureWarning: Hashable, Sendable {
  /// The byte offset in the capture, after decompression.
  package let offset: UInt64
  package let problem: Problem

  /// Creates a warning about a problem at an offset.
  package init(offset: UInt64, problem: Problem) {
    self.offset = offset
    self.problem = problem
  }

  /// A kind of error in a capture file.
  package enum Problem: Hashable, Sendable {
    case empty
    case cutBlock
    case zeros
    case badBlockLength(UInt32)
    case badPacketLength(UInt32)
    case badByteOrderMagic
    case unknownVersion(UInt16)
    case lengthsDiffer(UInt32, UInt32)
    case implausibleBlock
    case unknownInterface(UInt32)
    case packetBeyondBlock
    case optionsBeyondBlock
    case badResolution(UInt8)
    case tooManyInterfaces
    case unknownLink(UInt32)
    case badRecord
    case cutLine
    case longLine
    case badCompression(Phrase)
    case cutCompression
    case unknownPcapVersion(UInt16, UInt16)
    case readFailed(Phrase)

    /// Whether the file certainly contains something that was not read: a damaged record, or everything after the
    /// damage. `false` if the file merely ends early, as does one that is still being written.
    package var leavesDataUnread: Bool {
      switch self {
      case .badBlockLength, .badPacketLength, .badByteOrderMagic, .implausibleBlock, .longLine, .badCompression,
        .unknownPcapVersion, .readFailed, .unknownInterface, .packetBeyondBlock, .badRecord:
        true
      case .empty, .cutBlock, .cutLine, .cutCompression, .zeros, .unknownVersion, .lengthsDiffer, .optionsBeyondBlock,
        .badResolution, .tooManyInterfaces, .unknownLink:
        false
      }
    }
  }
}

extension CaptureWarning: Phrased {
  /// The warning as a sentence without a full stop.
  package var phrase: Phrase { "at byte \(offset): \(problem)" }
}

extension CaptureWarning.Problem: Phrased {
  /// The warning as a sentence without a full stop.
  package var phrase: Phrase {
    switch self {
    case .empty: "the file is empty"
    case .cutBlock: "the file ends within a block; what came before it was read"
    case .zeros: "zeros up to the end"
    case .badBlockLength(let length): "a block cannot be \(length) bytes long; what came before it was read"
    case .badPacketLength(let length): "a packet cannot be \(length) bytes long; what came before it was read"
    case .badByteOrderMagic: "a section without a byte order; what came before it was read"
    case .unknownVersion(let version): "a section of version \(version), read as version 1"
    case .lengthsDiffer(let first, let last): "a block is \(first) bytes long at its start and \(last) at its end"
    case .implausibleBlock: "no block begins here; what came before was read"
    case .unknownInterface(let number):
      "a packet from interface \(number), which the file does not describe; it is skipped"
    case .packetBeyondBlock: "a packet is longer than its block; it is skipped"
    case .optionsBeyondBlock: "an option is longer than its block; the options after it are skipped"
    case .badResolution(let byte): "times cannot be counted in units of \(byte); read as microseconds"
    case .tooManyInterfaces: "more than 4096 interfaces; packets of the others are skipped"
    case .unknownLink(let number):
      if let name = ProtocolTable[.link(number)]?.name {
        "packets of link type \(number) (\(name)) are not understood; they are skipped"
      } else {
        "packets of link type \(number) are not understood; they are skipped"
      }
    case .badRecord: "a line that is not a datagram; it is skipped"
    case .cutLine: "the file ends within a line; what came before it was read"
    case .longLine: "a line of more than 1 MiB; what came before it was read"
    case .badCompression(let reason): "the compressed data is damaged: \(reason); what came before was read"
    case .cutCompression: "the compressed file ends too early; what came before was read"
    case .unknownPcapVersion(let major, let minor):
      "pcap of version \(major).\(minor): only 2.0 to 2.4 are known; nothing was read"
    case .readFailed(let reason): "reading failed: \(reason); what came before was read"
    }
  }
}
