import CaptureFile
import Testing

struct CaptureFormatTests {
  @Test(arguments: [
    ("night.pcapng", CaptureFormat.pcapng), ("night.PCAP.gz", .pcap), ("night.cap.zst", .pcap), ("a.b.csv", .csv),
    ("night.jsonl", .jsonLines), ("night.json", .jsonLines), ("night", nil), ("night.txt", nil), (".gz", nil),
  ])
  func `the ending of a file's name says its format`(name: String, format: CaptureFormat?) {
    #expect(CaptureFormat(fileName: name) == format)
  }
}
