#include "CResources.h"

/* #embed of C23, because a Swift array of so many bytes takes the compiler minutes. */
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char zh_CN[] = {
#embed "../../Resources/zh_CN.txt"
};
static const unsigned char artnet[] = {
#embed "../../Resources/formats/artnet.toml"
};
static const unsigned char coap[] = {
#embed "../../Resources/formats/coap.toml"
};
static const unsigned char collectd[] = {
#embed "../../Resources/formats/collectd.toml"
};
static const unsigned char dhcp[] = {
#embed "../../Resources/formats/dhcp.toml"
};
static const unsigned char dns[] = {
#embed "../../Resources/formats/dns.toml"
};
static const unsigned char gelf[] = {
#embed "../../Resources/formats/gelf.toml"
};
static const unsigned char influx[] = {
#embed "../../Resources/formats/influx.toml"
};
static const unsigned char mavlink[] = {
#embed "../../Resources/formats/mavlink.toml"
};
static const unsigned char modbus[] = {
#embed "../../Resources/formats/modbus.toml"
};
static const unsigned char netflow[] = {
#embed "../../Resources/formats/netflow.toml"
};
static const unsigned char nmea[] = {
#embed "../../Resources/formats/nmea.toml"
};
static const unsigned char ntp[] = {
#embed "../../Resources/formats/ntp.toml"
};
static const unsigned char osc[] = {
#embed "../../Resources/formats/osc.toml"
};
static const unsigned char quic[] = {
#embed "../../Resources/formats/quic.toml"
};
static const unsigned char radius[] = {
#embed "../../Resources/formats/radius.toml"
};
static const unsigned char rtp[] = {
#embed "../../Resources/formats/rtp.toml"
};
static const unsigned char sacn[] = {
#embed "../../Resources/formats/sacn.toml"
};
static const unsigned char sip[] = {
#embed "../../Resources/formats/sip.toml"
};
static const unsigned char snmp[] = {
#embed "../../Resources/formats/snmp.toml"
};
static const unsigned char ssdp[] = {
#embed "../../Resources/formats/ssdp.toml"
};
static const unsigned char statsd[] = {
#embed "../../Resources/formats/statsd.toml"
};
static const unsigned char syslog[] = {
#embed "../../Resources/formats/syslog.toml"
};
static const unsigned char tftp[] = {
#embed "../../Resources/formats/tftp.toml"
};
static const unsigned char lte[] = {
#embed "../../Resources/profiles/lte.toml"
};
static const unsigned char satellite[] = {
#embed "../../Resources/profiles/satellite.toml"
};
static const unsigned char wifi_bad[] = {
#embed "../../Resources/profiles/wifi-bad.toml"
};

cresources_file cresources_simplified_chinese(void) {
  return (cresources_file){"zh_CN.txt", zh_CN, sizeof zh_CN};
}

const cresources_file *cresources_formats(size_t *count) {
  static const cresources_file files[] = {
    {"dns.toml", dns, sizeof dns},
    {"dhcp.toml", dhcp, sizeof dhcp},
    {"snmp.toml", snmp, sizeof snmp},
    {"ntp.toml", ntp, sizeof ntp},
    {"syslog.toml", syslog, sizeof syslog},
    {"statsd.toml", statsd, sizeof statsd},
    {"sip.toml", sip, sizeof sip},
    {"osc.toml", osc, sizeof osc},
    {"artnet.toml", artnet, sizeof artnet},
    {"sacn.toml", sacn, sizeof sacn},
    {"mavlink.toml", mavlink, sizeof mavlink},
    {"coap.toml", coap, sizeof coap},
    {"tftp.toml", tftp, sizeof tftp},
    {"ssdp.toml", ssdp, sizeof ssdp},
    {"netflow.toml", netflow, sizeof netflow},
    {"nmea.toml", nmea, sizeof nmea},
    {"modbus.toml", modbus, sizeof modbus},
    {"collectd.toml", collectd, sizeof collectd},
    {"gelf.toml", gelf, sizeof gelf},
    {"influx.toml", influx, sizeof influx},
    {"radius.toml", radius, sizeof radius},
    {"quic.toml", quic, sizeof quic},
    {"rtp.toml", rtp, sizeof rtp},
  };
  *count = sizeof files / sizeof *files;
  return files;
}

const cresources_file *cresources_profiles(size_t *count) {
  static const cresources_file files[] = {
    {"lte", lte, sizeof lte},
    {"satellite", satellite, sizeof satellite},
    {"wifi-bad", wifi_bad, sizeof wifi_bad},
  };
  *count = sizeof files / sizeof *files;
  return files;
}
