#include "cbench.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <pty.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { batch = 64, slot = 2048 };

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static struct sockaddr_in loopback(uint16_t port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static void wait_until(uint64_t time) {
  struct timespec target = {.tv_sec = (time_t)(time / 1000000000), .tv_nsec = (long)(time % 1000000000)};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &target, NULL) == EINTR) {
  }
}

int cbench_send(uint16_t port, uint64_t total, uint32_t size, double rate, uint32_t segments, struct cbench_sent *sent) {
  int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
  if (descriptor < 0) return -1;
  struct sockaddr_in target = loopback(port);
  if (connect(descriptor, (struct sockaddr *)&target, sizeof target) < 0) return -1;
  if (segments < 1) segments = 1;
  if (size < 8) size = 8;
  if (segments * size > 65000) segments = 65000 / size;
  int joined = (int)size;
  if (segments > 1 && setsockopt(descriptor, SOL_UDP, UDP_SEGMENT, &joined, sizeof joined) < 0) return -1;
  uint32_t calls = segments > 1 ? 1 : rate > 0 && rate <= 50000 ? 10 : 20;
  uint8_t *payload = calloc(calls, (size_t)size * segments);
  struct mmsghdr messages[batch] = {0};
  struct iovec vectors[batch];
  for (uint32_t call = 0; call < calls; call++) {
    vectors[call] = (struct iovec){payload + (size_t)call * size * segments, (size_t)size * segments};
    messages[call].msg_hdr.msg_iov = &vectors[call];
    messages[call].msg_hdr.msg_iovlen = 1;
  }
  uint64_t start = now(), sequence = 0;
  while (sequence < total) {
    if (rate > 0) wait_until(start + (uint64_t)((double)sequence * 1e9 / rate));
    for (uint32_t call = 0; call < calls; call++)
      for (uint32_t segment = 0; segment < segments; segment++, sequence++)
        memcpy(payload + ((size_t)call * segments + segment) * size, &sequence, 8);
    int done = 0;
    while (done < (int)calls) {
      int count = sendmmsg(descriptor, messages + done, calls - (uint32_t)done, 0);
      if (count < 0 && (errno == ECONNREFUSED || errno == EINTR || errno == ENOBUFS)) continue;
      if (count < 0) return -1;
      done += count;
    }
  }
  *sent = (struct cbench_sent){sequence, (double)(now() - start) / 1e9};
  free(payload);
  close(descriptor);
  return 0;
}

int cbench_bind(uint16_t port, uint32_t buffer) {
  int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return -1;
  int size = (int)buffer, on = 1;
  if (buffer && setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) < 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  setsockopt(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
  setsockopt(descriptor, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on);
  setsockopt(descriptor, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
  struct sockaddr_in address = loopback(port);
  if (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0) return -1;
  return descriptor;
}

int cbench_receive(uint16_t port, uint32_t buffer, double quiet, struct cbench_received *received) {
  int descriptor = cbench_bind(port, buffer);
  if (descriptor < 0) return -1;
  static uint8_t payloads[batch][slot];
  static uint8_t controls[batch][256];
  static struct sockaddr_storage names[batch];
  struct mmsghdr messages[batch];
  struct iovec vectors[batch];
  for (int index = 0; index < batch; index++) vectors[index] = (struct iovec){payloads[index], slot};
  int poller = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN};
  epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event);
  if (write(STDOUT_FILENO, "ready\n", 6) != 6) return -1;
  *received = (struct cbench_received){0};
  while (epoll_wait(poller, &event, 1, received->datagrams ? (int)(quiet * 1000) : -1) > 0) {
    for (;;) {
      for (int index = 0; index < batch; index++)
        messages[index].msg_hdr = (struct msghdr){.msg_name = &names[index],
                                                  .msg_namelen = sizeof names[index],
                                                  .msg_iov = &vectors[index],
                                                  .msg_iovlen = 1,
                                                  .msg_control = controls[index],
                                                  .msg_controllen = sizeof controls[index]};
      int count = recvmmsg(descriptor, messages, batch, MSG_DONTWAIT, NULL);
      if (count <= 0) break;
      received->datagrams += (uint64_t)count;
    }
  }
  uint32_t info[SK_MEMINFO_VARS];
  socklen_t length = sizeof info;
  if (getsockopt(descriptor, SOL_SOCKET, SO_MEMINFO, info, &length) == 0) received->drops = info[SK_MEMINFO_DROPS];
  close(poller);
  close(descriptor);
  return 0;
}

int cbench_echo(uint16_t port) {
  int descriptor = cbench_bind(port, 0);
  if (descriptor < 0) return -1;
  int poller = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN};
  epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event);
  if (write(STDOUT_FILENO, "ready\n", 6) != 6) return -1;
  uint8_t payload[65536];
  for (;;) {
    epoll_wait(poller, &event, 1, -1);
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    ssize_t count = recvfrom(descriptor, payload, sizeof payload, MSG_DONTWAIT, (struct sockaddr *)&name, &length);
    if (count >= 0) sendto(descriptor, payload, (size_t)count, 0, (struct sockaddr *)&name, length);
  }
}

int64_t cbench_round_trips(uint16_t port, uint32_t count, uint32_t pause_microseconds, uint64_t *nanoseconds) {
  int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in target = loopback(port);
  struct timeval limit = {.tv_sec = 1};
  if (descriptor < 0 || connect(descriptor, (struct sockaddr *)&target, sizeof target) < 0) return -1;
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  int64_t answers = 0;
  for (uint32_t round = 0; round < count; round++) {
    uint8_t payload[64] = {0}, answer[65536];
    memcpy(payload, &round, sizeof round);
    uint64_t start = now();
    if (send(descriptor, payload, sizeof payload, 0) < 0) continue;
    if (recv(descriptor, answer, sizeof answer, 0) >= 0) nanoseconds[answers++] = now() - start;
    if (pause_microseconds) wait_until(now() + (uint64_t)pause_microseconds * 1000);
  }
  close(descriptor);
  return answers;
}

int cbench_say(uint16_t port, const char *text) {
  int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
  if (descriptor < 0) return -1;
  struct sockaddr_in target = loopback(port);
  ssize_t sent = sendto(descriptor, text, strlen(text), 0, (struct sockaddr *)&target, sizeof target);
  close(descriptor);
  return sent < 0 ? -1 : 0;
}

int cbench_pin(int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  return sched_setaffinity(0, sizeof set, &set);
}

int cbench_open_terminal(uint16_t columns, uint16_t rows, int *master, int *slave) {
  struct winsize size = {.ws_col = columns, .ws_row = rows};
  return openpty(master, slave, NULL, NULL, &size);
}
