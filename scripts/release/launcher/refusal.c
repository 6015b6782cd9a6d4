/* Why the program cannot start, in one line. It does not try to repair anything. SPDX-License-Identifier: Apache-2.0 */
#include "refusal.h"

#include <asm/errno.h>

#include "bytes.h"
#include "kernel.h"

static const int standard_error = 2;

void refuse(const char *reason) {
  /* One write, so that the line stays whole beside the output of others. */
  char line[400];
  size_t length = 0;
  const char *parts[] = {"criadm cannot start: ", reason, "\n"};
  for (int part = 0; part < 3; part++)
    for (const char *byte = parts[part]; *byte && length < sizeof line; byte++) line[length++] = *byte;
  write_bytes(standard_error, line, length);
  end_process(3);
}

void refuse_for(long result, const char *otherwise) {
  switch (-result) {
    case ENOMEM:
      refuse("not enough memory or address space (ulimit -v tells this shell's limit)");
    case EPERM:
    case EACCES:
      refuse("this system does not let it map itself as a program (mount option noexec, or a security module)");
    default:
      refuse(otherwise);
  }
}
