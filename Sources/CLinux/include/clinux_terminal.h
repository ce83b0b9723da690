#ifndef CLINUX_TERMINAL_H
#define CLINUX_TERMINAL_H

#endif
