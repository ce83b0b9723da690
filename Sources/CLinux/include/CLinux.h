/* What Swift's Glibc module hides. One header a subject; _GNU_SOURCE lives in the .c files only. */
#ifndef CLINUX_H
#define CLINUX_H

#include "clinux_file.h"
#include "clinux_socket.h"
#include "clinux_terminal.h"
#include "clinux_text.h"

#endif
