/// Resource files that are built into the program.
package enum UDPeekResources {
  /// The Simplified Chinese translations, in the format that `Catalogue` reads.
  package static var simplifiedChinese: String { String(decoding: PackageResources.zh_CN_txt, as: UTF8.self) }

  /// The shipped formats: the files of `formats`, each with its name.
  package static var formats: [(name: String, text: String)] {
    files.map { ($0.name, String(decoding: $0.bytes(), as: UTF8.self)) }
  }

  /// The shipped profiles of impairments: the files of `profiles`, each with its name, in alphabetical order.
  package static var profiles: [(name: String, text: String)] {
    [
      ("lte", PackageResources.lte_toml), ("satellite", PackageResources.satellite_toml),
      ("wifi-bad", PackageResources.wifi_bad_toml),
    ].map { ($0.0, String(decoding: $0.1, as: UTF8.self)) }
  }

  /// The files of `formats` in the order in which their formats are tried: those that are surest of their datagrams
  /// come first.
  private static let files: [(name: String, bytes: @Sendable () -> [UInt8])] = [
    ("dns.toml", { PackageResources.dns_toml }),
    ("dhcp.toml", { PackageResources.dhcp_toml }),
    ("snmp.toml", { PackageResources.snmp_toml }),
    ("ntp.toml", { PackageResources.ntp_toml }),
    ("syslog.toml", { PackageResources.syslog_toml }),
    ("statsd.toml", { PackageResources.statsd_toml }),
    ("sip.toml", { PackageResources.sip_toml }),
    ("osc.toml", { PackageResources.osc_toml }),
    ("artnet.toml", { PackageResources.artnet_toml }),
    ("sacn.toml", { PackageResources.sacn_toml }),
    ("mavlink.toml", { PackageResources.mavlink_toml }),
    ("coap.toml", { PackageResources.coap_toml }),
    ("tftp.toml", { PackageResources.tftp_toml }),
    ("ssdp.toml", { PackageResources.ssdp_toml }),
    ("netflow.toml", { PackageResources.netflow_toml }),
    ("nmea.toml", { PackageResources.nmea_toml }),
    ("modbus.toml", { PackageResources.modbus_toml }),
    ("collectd.toml", { PackageResources.collectd_toml }),
    ("gelf.toml", { PackageResources.gelf_toml }),
    ("influx.toml", { PackageResources.influx_toml }),
    ("radius.toml", { PackageResources.radius_toml }),
    ("quic.toml", { PackageResources.quic_toml }),
    ("rtp.toml", { PackageResources.rtp_toml }),
  ]
}
