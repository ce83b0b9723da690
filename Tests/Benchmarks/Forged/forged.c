/* Sends datagrams that each come from another address, at a steady rate, through a raw socket (raw(7), IP_HDRINCL); or
   receives them as plainly as can be, with the options that udpeek sets.

   usage: forged send PORT RATE SECONDS
          forged receive PORT

   Prints the number of datagrams that were sent; or, once none came for half a second, the number received and the
   nanoseconds of CPU that it took. The text in GBK is "温度=NNNNN". */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define BATCH 50
#define PAYLOAD 10

struct packet {
  struct iphdr ip;
  struct udphdr udp;
  char payload[PAYLOAD];
} __attribute__((packed));

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* A loop of recvmmsg(2) that rests for a millisecond after each drain, and only counts. */
static int receive(unsigned short port) {
  static char payloads[256][2048], controls[256][256];
  static struct sockaddr_storage names[256];
  static struct iovec pieces[256];
  static struct mmsghdr messages[256];
  int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), on = 1, size = 8 << 20;
  setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
  setsockopt(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
  setsockopt(descriptor, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on);
  setsockopt(descriptor, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(port)};
  if (bind(descriptor, (struct sockaddr *)&own, sizeof own) < 0) {
    perror("bind");
    return 1;
  }
  puts("ready");
  fflush(stdout);
  struct pollfd waiting = {.fd = descriptor, .events = POLLIN};
  struct timespec rest = {0, 1000000}, used;
  unsigned long received = 0;
  while (poll(&waiting, 1, received ? 500 : -1) > 0) {
    int some = 256;
    while (some == 256) {
      for (int index = 0; index < 256; index++) {
        pieces[index] = (struct iovec){payloads[index], sizeof payloads[index]};
        messages[index].msg_hdr = (struct msghdr){
            .msg_name = &names[index], .msg_namelen = sizeof names[index], .msg_iov = &pieces[index], .msg_iovlen = 1,
            .msg_control = controls[index], .msg_controllen = sizeof controls[index]};
      }
      some = recvmmsg(descriptor, messages, 256, MSG_DONTWAIT, NULL);
      if (some > 0) received += (unsigned)some;
    }
    nanosleep(&rest, NULL);
  }
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  printf("%lu %lld\n", received, used.tv_sec * 1000000000LL + used.tv_nsec);
  return 0;
}

static void make(struct packet *packet, unsigned number, unsigned short port) {
  memset(packet, 0, sizeof *packet);
  packet->ip.version = 4;
  packet->ip.ihl = 5;
  packet->ip.ttl = 64;
  packet->ip.protocol = IPPROTO_UDP;
  /* 10.0.0.1 and on: a multiplier that is odd meets each of 2^24 addresses once. */
  packet->ip.saddr = htonl(0x0a000000u | ((number * 0x9e3779b1u) & 0x00ffffffu));
  packet->ip.daddr = htonl(INADDR_LOOPBACK);
  packet->udp.source = htons(1024 + number % 60000);
  packet->udp.dest = htons(port);
  packet->udp.len = htons(sizeof packet->udp + PAYLOAD);
  char digits[8];
  snprintf(digits, sizeof digits, "%05u", number % 100000);
  memcpy(packet->payload, "\xce\xc2\xb6\xc8=", 5);
  memcpy(packet->payload + 5, digits, 5);
}

int main(int count, char **words) {
  if (count == 3 && !strcmp(words[1], "receive")) return receive((unsigned short)atoi(words[2]));
  if (count != 5 || strcmp(words[1], "send")) return 2;
  unsigned short port = (unsigned short)atoi(words[2]);
  double rate = atof(words[3]);
  unsigned total = (unsigned)(rate * atof(words[4]));
  int descriptor = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
  if (descriptor < 0) {
    perror("socket");
    return 1;
  }
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  static struct packet packets[BATCH];
  static struct mmsghdr messages[BATCH];
  static struct iovec pieces[BATCH];
  unsigned sent = 0;
  long long start = now();
  while (sent < total) {
    unsigned some = total - sent < BATCH ? total - sent : BATCH;
    for (unsigned index = 0; index < some; index++) {
      make(&packets[index], sent + index, port);
      pieces[index] = (struct iovec){&packets[index], sizeof packets[index]};
      messages[index].msg_hdr = (struct msghdr){
          .msg_name = &to, .msg_namelen = sizeof to, .msg_iov = &pieces[index], .msg_iovlen = 1};
    }
    unsigned done = 0;
    while (done < some) {
      int passed = sendmmsg(descriptor, messages + done, some - done, 0);
      if (passed < 0) {
        perror("sendmmsg");
        return 1;
      }
      done += (unsigned)passed;
    }
    sent += some;
    long long due = start + (long long)(sent / rate * 1e9);
    long long rest = due - now();
    if (rest > 0) {
      struct timespec pause = {rest / 1000000000LL, rest % 1000000000LL};
      nanosleep(&pause, NULL);
    }
  }
  printf("%u\n", sent);
  return 0;
}
