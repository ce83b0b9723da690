package import Basics
package import UDPCore

/// The status of the capture files that the screen shows.
package struct FileStatus: Sendable, Hashable {
  /// The progress of reading, such as `43 %`; `nil` when all is read.
  package var progress: Phrase?
  /// The content of the files apart from datagrams, a line each: shown where there are none.
  package var remarks: [Phrase]

  /// The names of the interfaces that rows speak of.
  package var interfaces: [UInt32: String]

  /// The names of what carried datagrams in the files, by `LocalPath.encapsulation`.
  package var encapsulations: [EncapsulationName]

  package init(
    progress: Phrase? = nil, remarks: [Phrase] = [], interfaces: [UInt32: String] = [:],
    encapsulations: [EncapsulationName] = []
  ) {
    self.encapsulations = encapsulations
    self.progress = progress
    self.remarks = remarks
    self.interfaces = interfaces
  }
}
