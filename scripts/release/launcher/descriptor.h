/* File descriptors of the launcher keep away from 0, 1 and 2: a process may be started with standard input closed, and
 * the program must not find one of our files in its place. SPDX-License-Identifier: Apache-2.0 */
#ifndef CRIADM_DESCRIPTOR_H
#define CRIADM_DESCRIPTOR_H
#include "kernel.h"
#include "refusal.h"

static inline int above_standard_streams(long file) {
  const int first_free = 3;
  const int duplicate_closed_on_exec = 1030; /* F_DUPFD_CLOEXEC, include/uapi/linux/fcntl.h */
  if (file >= first_free) return (int)file;
  const long moved = control_file((int)file, duplicate_closed_on_exec, first_free);
  close_file((int)file);
  if (moved < 0) refuse("no file descriptor is free");
  return (int)moved;
}
#endif
