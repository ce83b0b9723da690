extension ChecksumAlgorithm {
  /// Every checksum that has a name: the checks of Greg Cook's "Catalogue of parametrised CRC algorithms", and the
  /// sums.
  package static let all = checks + sums

  private static let checks = catalogue.compactMap { row in
    CRC(
      width: row.width, polynomial: row.polynomial, initial: row.initial, reflectsInput: row.reflectsInput,
      reflectsOutput: row.reflectsOutput, xorOutput: row.xorOutput
    ).map { crc in
      ChecksumAlgorithm(
        row.name, row.aliases, .crc(crc), width: row.width, row.reflectsOutput ? .little : .big, check: row.check)
    }
  }

  private static let sums = [
    ChecksumAlgorithm("sum8", [], .sum, width: 8, .big, check: 0xdd),
    ChecksumAlgorithm("xor8", ["bcc"], .exclusiveOr, width: 8, .big, check: 0x31),
    ChecksumAlgorithm("sum16be", ["sum16"], .sum, width: 16, .big, check: 0x01dd),
    ChecksumAlgorithm("sum16le", [], .sum, width: 16, .little, check: 0x01dd),
    ChecksumAlgorithm("lrc", ["lrc8"], .complement, width: 8, .big, check: 0x23),
    ChecksumAlgorithm("fletcher16", [], .fletcher, width: 16, .big, check: 0x1ede),
    ChecksumAlgorithm("adler32", [], .adler, width: 32, .big, check: 0x091e_01de),
    ChecksumAlgorithm("internet", ["inet", "rfc1071"], .internet, width: 16, .big, check: 0xf62a),
    ChecksumAlgorithm("nmea", [], .sentence, width: 8, .upperHex, check: 0x31),
  ]

  /// A row of the catalogue.
  private typealias Row = (
    name: String, aliases: [String], width: Int, polynomial: UInt64, initial: UInt64, reflectsInput: Bool,
    reflectsOutput: Bool, xorOutput: UInt64, check: UInt64
  )

  private static let catalogue: [Row] = [
    ("crc8-smbus", ["crc8"], 8, 0x07, 0, false, false, 0, 0xf4),
    ("crc8-autosar", [], 8, 0x2f, 0xff, false, false, 0xff, 0xdf),
    ("crc8-bluetooth", [], 8, 0xa7, 0, true, true, 0, 0x26),
    ("crc8-cdma2000", [], 8, 0x9b, 0xff, false, false, 0, 0xda),
    ("crc8-darc", [], 8, 0x39, 0, true, true, 0, 0x15),
    ("crc8-dvb-s2", [], 8, 0xd5, 0, false, false, 0, 0xbc),
    ("crc8-gsm-a", [], 8, 0x1d, 0, false, false, 0, 0x37),
    ("crc8-gsm-b", [], 8, 0x49, 0, false, false, 0xff, 0x94),
    ("crc8-hitag", [], 8, 0x1d, 0xff, false, false, 0, 0xb4),
    ("crc8-i-432-1", ["crc8-itu"], 8, 0x07, 0, false, false, 0x55, 0xa1),
    ("crc8-i-code", [], 8, 0x1d, 0xfd, false, false, 0, 0x7e),
    ("crc8-lte", [], 8, 0x9b, 0, false, false, 0, 0xea),
    ("crc8-maxim-dow", ["crc8-maxim", "dow-crc"], 8, 0x31, 0, true, true, 0, 0xa1),
    ("crc8-mifare-mad", [], 8, 0x1d, 0xc7, false, false, 0, 0x99),
    ("crc8-nrsc-5", [], 8, 0x31, 0xff, false, false, 0, 0xf7),
    ("crc8-opensafety", [], 8, 0x2f, 0, false, false, 0, 0x3e),
    ("crc8-rohc", [], 8, 0x07, 0xff, true, true, 0, 0xd0),
    ("crc8-sae-j1850", [], 8, 0x1d, 0xff, false, false, 0xff, 0x4b),
    ("crc8-tech-3250", ["crc8-aes", "crc8-ebu"], 8, 0x1d, 0xff, true, true, 0, 0x97),
    ("crc8-wcdma", [], 8, 0x9b, 0, true, true, 0, 0x25),
    ("crc10-atm", ["crc10"], 10, 0x233, 0, false, false, 0, 0x199),
    ("crc12-dect", [], 12, 0x80f, 0, false, false, 0, 0xf5b),
    ("crc12-umts", ["crc12-3gpp"], 12, 0x80f, 0, false, true, 0, 0xdaf),
    ("crc15-can", ["crc15"], 15, 0x4599, 0, false, false, 0, 0x059e),
    ("crc16-arc", ["crc16", "crc16-lha", "crc-ibm", "arc"], 16, 0x8005, 0, true, true, 0, 0xbb3d),
    ("crc16-cdma2000", [], 16, 0xc867, 0xffff, false, false, 0, 0x4c06),
    ("crc16-cms", [], 16, 0x8005, 0xffff, false, false, 0, 0xaee7),
    ("crc16-dds-110", [], 16, 0x8005, 0x800d, false, false, 0, 0x9ecf),
    ("crc16-dect-r", [], 16, 0x0589, 0, false, false, 0x0001, 0x007e),
    ("crc16-dect-x", [], 16, 0x0589, 0, false, false, 0, 0x007f),
    ("crc16-dnp", [], 16, 0x3d65, 0, true, true, 0xffff, 0xea82),
    ("crc16-en-13757", [], 16, 0x3d65, 0, false, false, 0xffff, 0xc2b7),
    ("crc16-genibus", ["crc16-darc", "crc16-epc", "crc16-i-code"], 16, 0x1021, 0xffff, false, false, 0xffff, 0xd64e),
    ("crc16-gsm", [], 16, 0x1021, 0, false, false, 0xffff, 0xce3c),
    ("crc16-ibm-3740", ["crc16-ccitt-false", "crc16-autosar"], 16, 0x1021, 0xffff, false, false, 0, 0x29b1),
    (
      "crc16-ibm-sdlc", ["crc16-x-25", "x-25", "crc16-iso-hdlc", "crc-b"],
      16, 0x1021, 0xffff, true, true, 0xffff, 0x906e
    ),
    ("crc16-iso-iec-14443-3-a", ["crc-a"], 16, 0x1021, 0xc6c6, true, true, 0, 0xbf05),
    ("crc16-kermit", ["crc16-ccitt", "crc-ccitt", "kermit", "crc16-bluetooth"], 16, 0x1021, 0, true, true, 0, 0x2189),
    ("crc16-lj1200", [], 16, 0x6f63, 0, false, false, 0, 0xbdf4),
    ("crc16-m17", [], 16, 0x5935, 0xffff, false, false, 0, 0x772b),
    ("crc16-maxim-dow", ["crc16-maxim"], 16, 0x8005, 0, true, true, 0xffff, 0x44c2),
    ("crc16-mcrf4xx", [], 16, 0x1021, 0xffff, true, true, 0, 0x6f91),
    ("crc16-modbus", ["modbus"], 16, 0x8005, 0xffff, true, true, 0, 0x4b37),
    ("crc16-nrsc-5", [], 16, 0x080b, 0xffff, true, true, 0, 0xa066),
    ("crc16-opensafety-a", [], 16, 0x5935, 0, false, false, 0, 0x5d38),
    ("crc16-opensafety-b", [], 16, 0x755b, 0, false, false, 0, 0x20fe),
    ("crc16-profibus", ["crc16-iec-61158-2"], 16, 0x1dcf, 0xffff, false, false, 0xffff, 0xa819),
    ("crc16-riello", [], 16, 0x1021, 0xb2aa, true, true, 0, 0x63d0),
    ("crc16-spi-fujitsu", ["crc16-aug-ccitt"], 16, 0x1021, 0x1d0f, false, false, 0, 0xe5cc),
    ("crc16-t10-dif", [], 16, 0x8bb7, 0, false, false, 0, 0xd0db),
    ("crc16-teledisk", [], 16, 0xa097, 0, false, false, 0, 0x0fb3),
    ("crc16-tms37157", [], 16, 0x1021, 0x89ec, true, true, 0, 0x26b1),
    ("crc16-umts", ["crc16-buypass", "crc16-verifone"], 16, 0x8005, 0, false, false, 0, 0xfee8),
    ("crc16-usb", [], 16, 0x8005, 0xffff, true, true, 0xffff, 0xb4c8),
    ("crc16-xmodem", ["xmodem", "zmodem", "crc16-acorn", "crc16-lte"], 16, 0x1021, 0, false, false, 0, 0x31c3),
    ("crc24-openpgp", ["crc24"], 24, 0x0086_4cfb, 0x00b7_04ce, false, false, 0, 0x0021_cf02),
    ("crc24-ble", [], 24, 0x0000_065b, 0x0055_5555, true, true, 0, 0x00c2_5a56),
    ("crc24-flexray-a", [], 24, 0x005d_6dcb, 0x00fe_dcba, false, false, 0, 0x0079_79bd),
    ("crc24-flexray-b", [], 24, 0x005d_6dcb, 0x00ab_cdef, false, false, 0, 0x001f_23b8),
    ("crc24-interlaken", [], 24, 0x0032_8b63, 0x00ff_ffff, false, false, 0x00ff_ffff, 0x00b4_f3e6),
    ("crc24-lte-a", [], 24, 0x0086_4cfb, 0, false, false, 0, 0x00cd_e703),
    ("crc24-lte-b", [], 24, 0x0080_0063, 0, false, false, 0, 0x0023_ef52),
    ("crc24-os-9", [], 24, 0x0080_0063, 0x00ff_ffff, false, false, 0x00ff_ffff, 0x0020_0fa5),
    (
      "crc32", ["crc32-iso-hdlc", "pkzip", "crc32-v-42", "crc32-xz", "crc32-adccp"],
      32, 0x04c1_1db7, 0xffff_ffff, true, true, 0xffff_ffff, 0xcbf4_3926
    ),
    (
      "crc32c", ["crc32-iscsi", "crc32-castagnoli", "crc32-base91-c"],
      32, 0x1edc_6f41, 0xffff_ffff, true, true, 0xffff_ffff, 0xe306_9283
    ),
    ("crc32-aixm", ["crc32q"], 32, 0x8141_41ab, 0, false, false, 0, 0x3010_bf7f),
    ("crc32-autosar", [], 32, 0xf4ac_fb13, 0xffff_ffff, true, true, 0xffff_ffff, 0x1697_d06a),
    ("crc32-base91-d", ["crc32d"], 32, 0xa833_982b, 0xffff_ffff, true, true, 0xffff_ffff, 0x8731_5576),
    (
      "crc32-bzip2", ["crc32-aal5", "crc32-dect-b"],
      32, 0x04c1_1db7, 0xffff_ffff, false, false, 0xffff_ffff, 0xfc89_1918
    ),
    ("crc32-cd-rom-edc", [], 32, 0x8001_801b, 0, true, true, 0, 0x6ec2_edc4),
    ("crc32-cksum", ["cksum", "crc32-posix"], 32, 0x04c1_1db7, 0, false, false, 0xffff_ffff, 0x765e_7680),
    ("crc32-jamcrc", ["jamcrc"], 32, 0x04c1_1db7, 0xffff_ffff, true, true, 0, 0x340b_c6d9),
    ("crc32-mef", [], 32, 0x741b_8cd7, 0xffff_ffff, true, true, 0, 0xd2c2_2f51),
    ("crc32-mpeg-2", [], 32, 0x04c1_1db7, 0xffff_ffff, false, false, 0, 0x0376_e6e7),
    ("crc32-xfer", [], 32, 0x0000_00af, 0, false, false, 0, 0xbd0b_e338),
    ("crc40-gsm", [], 40, 0x0000_0482_0009, 0, false, false, 0x00ff_ffff_ffff, 0x00d4_164f_c646),
    ("crc64-ecma-182", ["crc64", "crc64-ecma"], 64, 0x42f0_e1eb_a9ea_3693, 0, false, false, 0, 0x6c40_df5f_0b49_7347),
    (
      "crc64-go-iso", [],
      64, 0x0000_0000_0000_001b, 0xffff_ffff_ffff_ffff, true, true, 0xffff_ffff_ffff_ffff, 0xb909_56c7_75a4_1001
    ),
    ("crc64-ms", [], 64, 0x259c_84cb_a642_6349, 0xffff_ffff_ffff_ffff, true, true, 0, 0x75d4_b74f_024e_ceea),
    ("crc64-redis", ["crc64-jones"], 64, 0xad93_d235_94c9_35a9, 0, true, true, 0, 0xe9c6_d914_c4b8_d9ca),
    (
      "crc64-we", [],
      64, 0x42f0_e1eb_a9ea_3693, 0xffff_ffff_ffff_ffff, false, false, 0xffff_ffff_ffff_ffff, 0x62ec_59e3_f1a4_f00a
    ),
    (
      "crc64-xz", ["crc64-go-ecma"],
      64, 0x42f0_e1eb_a9ea_3693, 0xffff_ffff_ffff_ffff, true, true, 0xffff_ffff_ffff_ffff, 0x995d_c9bb_df19_39fa
    ),
  ]
}
