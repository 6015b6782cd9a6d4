/* Environment and auxiliary vector of the new process. Values of variables are not looked at.
 * SPDX-License-Identifier: Apache-2.0 */
#include "start-block.h"

#include <linux/auxvec.h>

#include "bytes.h"

/* Variables that would change what the carried loader and C library load (ld.so(8), locale(7)), or make Bun something
 * else than criadm (BUN_BE_BUN, BUN_OPTIONS). What criadm starts does not get them either; services never have them. */
static int is_unwanted(const char *variable) {
  static const char unwanted[][17] = {"LD_", "GLIBC_TUNABLES=", "GCONV_PATH=", "LOCPATH=", "NLSPATH=", "BUN_"};
  for (unsigned i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
    if (begins_with(variable, unwanted[i])) return 1;
  return 0;
}

struct auxiliary_entry *clean_start_block(uintptr_t *stack) {
  const uintptr_t argument_count = stack[0];
  char **end = (char **)(stack + 1 + argument_count + 1);
  char **kept = end;
  for (; *end; end++)
    if (!is_unwanted(*end)) *kept++ = *end;
  *kept++ = 0;

  /* The loader expects the auxiliary vector directly behind the environment, so it moves down with it. */
  struct auxiliary_entry *from = (struct auxiliary_entry *)(end + 1), *last = from;
  while (last->type != AT_NULL) last++;
  return memmove(kept, from, (size_t)((char *)(last + 1) - (char *)from));
}

uint64_t auxiliary_value(const struct auxiliary_entry *vector, uint64_t type) {
  for (; vector->type != AT_NULL; vector++)
    if (vector->type == type) return vector->value;
  return 0;
}

void set_auxiliary_value(struct auxiliary_entry *vector, uint64_t type, uint64_t value) {
  for (; vector->type != AT_NULL; vector++)
    if (vector->type == type) vector->value = value;
}
