/* The benchmark's senders and the plain C receivers that udpeek is measured against. */
#ifndef CBENCH_H
#define CBENCH_H

#include <stdint.h>

struct cbench_sent {
  uint64_t datagrams; /* that the kernel took */
  double seconds;
};

/* Sends `total` datagrams of `size` bytes to 127.0.0.1:port, each with its sequence number in the first 8 bytes, at
   `rate` a second (0: as fast as it goes). `segments` above 1 joins that many by UDP_SEGMENT. -1 and errno on failure. */
int cbench_send(uint16_t port, uint64_t total, uint32_t size, double rate, uint32_t segments, struct cbench_sent *sent);

struct cbench_received {
  uint64_t datagrams;
  uint64_t drops; /* SO_MEMINFO */
};

/* The plain loop: epoll, recvmmsg of 64, drained at once, time stamps and packet info, the datagrams counted and no
   more. Binds 127.0.0.1:port, writes "ready\n" to standard output, ends after `quiet` seconds without a datagram. */
int cbench_receive(uint16_t port, uint32_t buffer, double quiet, struct cbench_received *received);

/* The plain echo: recvfrom, sendto. Ends on SIGTERM. */
int cbench_echo(uint16_t port);

/* Asks `count` times and waits for each answer; the round trips in nanoseconds. The number of answers, or -1. */
int64_t cbench_round_trips(uint16_t port, uint32_t count, uint32_t pause_microseconds, uint64_t *nanoseconds);

/* Sends one datagram of text to 127.0.0.1:port. -1 and errno on failure. */
int cbench_say(uint16_t port, const char *text);

/* A socket bound to 127.0.0.1:port that asked for `buffer` bytes (0: the kernel's usual). -1 and errno on failure. */
int cbench_bind(uint16_t port, uint32_t buffer);

/* Keeps the calling process on one processor. */
int cbench_pin(int processor);

/* A pseudo-terminal of that size; its two descriptors. -1 and errno on failure. */
int cbench_open_terminal(uint16_t columns, uint16_t rows, int *master, int *slave);

#endif
