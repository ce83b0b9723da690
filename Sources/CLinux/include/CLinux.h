/* System calls that Swift's Glibc module lacks, one header per subject. The package defines _GNU_SOURCE for the .c
   files alone. */
#ifndef CLINUX_H
#define CLINUX_H

#include "clinux_confine.h"
#include "clinux_file.h"
#include "clinux_lookout.h"
#include "clinux_process.h"
#include "clinux_socket.h"
#include "clinux_terminal.h"
#include "clinux_text.h"

#endif
