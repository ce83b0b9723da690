/* A plain relay, and what measures relays: a sender, a sink, an echo and a client of round trips. Loopback alone.

   relay LISTEN TARGET     a socket for each client, recvmmsg and sendmmsg in epoll; no log, no counts
   echo PORT               returns each datagram
   ask PORT COUNT PAUSE    COUNT round trips, PAUSE microseconds apart; prints their times in nanoseconds
   sink PORT               receives until it is quiet for a second; prints how many, and nanoseconds from first to last
   blast PORT RATE COUNT SIZE  sends COUNT datagrams, RATE a second (0: as fast as possible) */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { batch = 64, slot = 65536, most = 1024 };

static uint8_t payloads[batch][slot];
static struct sockaddr_in names[batch];
static struct iovec vectors[batch];
static struct mmsghdr messages[batch];

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void wait_until(uint64_t time) {
  struct timespec target = {.tv_sec = (time_t)(time / 1000000000), .tv_nsec = (long)(time % 1000000000)};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &target, NULL) == EINTR) {
  }
}

static struct sockaddr_in loopback(const char *port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int opened(const struct sockaddr_in *own, const struct sockaddr_in *peer, int flags) {
  int descriptor = socket(AF_INET, SOCK_DGRAM | flags, 0), size = 8 << 20;
  if (descriptor < 0) return -1;
  if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) < 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  if (own && bind(descriptor, (const struct sockaddr *)own, sizeof *own) < 0) return -1;
  if (peer && connect(descriptor, (const struct sockaddr *)peer, sizeof *peer) < 0) return -1;
  return descriptor;
}

static int receive(int descriptor) {
  for (int index = 0; index < batch; index++) {
    vectors[index] = (struct iovec){payloads[index], slot};
    messages[index].msg_hdr = (struct msghdr){
        .msg_name = &names[index], .msg_namelen = sizeof names[index], .msg_iov = &vectors[index], .msg_iovlen = 1};
  }
  return recvmmsg(descriptor, messages, batch, MSG_DONTWAIT, NULL);
}

/* Sends the datagrams from `first` to `end` of the batch. */
static void pass(int descriptor, int first, int end, struct sockaddr_in *to) {
  for (int index = first; index < end; index++) {
    vectors[index].iov_len = messages[index].msg_len;
    messages[index].msg_hdr.msg_name = to;
    messages[index].msg_hdr.msg_namelen = to ? sizeof *to : 0;
  }
  while (first < end) {
    int sent = sendmmsg(descriptor, messages + first, (unsigned)(end - first), MSG_DONTWAIT);
    first += sent > 0 ? sent : 1;
  }
}

static void relay(const char *listen, const char *target) {
  struct sockaddr_in own = loopback(listen), peer = loopback(target), clients[most];
  int links[most], count = 0, descriptor = opened(&own, NULL, SOCK_NONBLOCK), poller = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.u32 = most}, events[batch];
  epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event);
  puts("ready");
  fflush(stdout);
  for (;;) {
    int ready = epoll_wait(poller, events, batch, -1);
    for (int each = 0; each < ready; each++) {
      uint32_t which = events[each].data.u32;
      int got;
      if (which < most) {
        while ((got = receive(links[which])) > 0) {
          pass(descriptor, 0, got, &clients[which]);
          if (got < batch) break;
        }
        continue;
      }
      while ((got = receive(descriptor)) > 0) {
        int first = 0, last = -1;
        for (int index = 0; index < got; index++) {
          int found = last;
          if (found < 0 || memcmp(&clients[found], &names[index], 8))
            for (found = 0; found < count && memcmp(&clients[found], &names[index], 8); found++) {
            }
          if (found == count) {
            if (count == most) continue;
            clients[count] = names[index];
            links[count] = opened(NULL, &peer, SOCK_NONBLOCK);
            event.data.u32 = (uint32_t)count;
            epoll_ctl(poller, EPOLL_CTL_ADD, links[count++], &event);
          }
          if (last >= 0 && found != last) {
            pass(links[last], first, index, NULL);
            first = index;
          }
          last = found;
        }
        if (last >= 0) pass(links[last], first, got, NULL);
        if (got < batch) break;
      }
    }
  }
}

static void echo(const char *port) {
  struct sockaddr_in own = loopback(port);
  int descriptor = opened(&own, NULL, 0);
  puts("ready");
  fflush(stdout);
  for (;;) {
    socklen_t length = sizeof names[0];
    ssize_t count = recvfrom(descriptor, payloads[0], slot, 0, (struct sockaddr *)&names[0], &length);
    if (count >= 0) sendto(descriptor, payloads[0], (size_t)count, 0, (struct sockaddr *)&names[0], length);
  }
}

static int ask(const char *port, int count, unsigned pause) {
  struct sockaddr_in peer = loopback(port);
  int descriptor = opened(NULL, &peer, 0);
  struct timeval limit = {.tv_sec = 1};
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  for (int round = -100; round < count; round++) {
    uint64_t start = now();
    memcpy(payloads[0], &start, sizeof start);
    if (send(descriptor, payloads[0], 64, 0) < 0 || recv(descriptor, payloads[1], slot, 0) != 64) return 1;
    if (round >= 0) printf("%llu\n", (unsigned long long)(now() - start));
    if (pause) wait_until(now() + pause * 1000ull);
  }
  return 0;
}

static int sink(const char *port) {
  struct sockaddr_in own = loopback(port);
  int descriptor = opened(&own, NULL, SOCK_NONBLOCK), poller = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN};
  epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event);
  puts("ready");
  fflush(stdout);
  uint64_t count = 0, first = 0, last = 0;
  while (epoll_wait(poller, &event, 1, count ? 1000 : 60000) > 0) {
    int got;
    while ((got = receive(descriptor)) > 0) {
      last = now();
      if (!first) first = last;
      count += (uint64_t)got;
    }
  }
  printf("%llu %llu\n", (unsigned long long)count, (unsigned long long)(last - first));
  return 0;
}

static int blast(const char *port, double rate, uint64_t count, size_t size) {
  struct sockaddr_in peer = loopback(port);
  int descriptor = opened(NULL, &peer, 0);
  enum { group = 16 };
  for (int index = 0; index < group; index++) {
    vectors[index] = (struct iovec){payloads[index], size};
    messages[index].msg_hdr = (struct msghdr){.msg_iov = &vectors[index], .msg_iovlen = 1};
  }
  uint64_t start = now();
  for (uint64_t sent = 0; sent < count;) {
    if (rate > 0) wait_until(start + (uint64_t)((double)sent * 1e9 / rate));
    unsigned want = count - sent < group ? (unsigned)(count - sent) : group;
    int done = sendmmsg(descriptor, messages, want, 0);
    if (done > 0) sent += (uint64_t)done;
  }
  printf("%llu\n", (unsigned long long)(now() - start));
  return 0;
}

int main(int count, char **words) {
  if (count == 4 && !strcmp(words[1], "relay")) relay(words[2], words[3]);
  if (count == 3 && !strcmp(words[1], "echo")) echo(words[2]);
  if (count == 5 && !strcmp(words[1], "ask")) return ask(words[2], atoi(words[3]), (unsigned)atoi(words[4]));
  if (count == 3 && !strcmp(words[1], "sink")) return sink(words[2]);
  if (count == 6 && !strcmp(words[1], "blast"))
    return blast(words[2], atof(words[3]), (uint64_t)atoll(words[4]), (size_t)atoi(words[5]));
  return 2;
}
