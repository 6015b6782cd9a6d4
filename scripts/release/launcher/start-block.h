/* What the kernel leaves on the stack for a new process (System V ABI, "Process Initialization"), read and corrected
 * in place. SPDX-License-Identifier: Apache-2.0 */
#ifndef CRIADM_START_BLOCK_H
#define CRIADM_START_BLOCK_H
#include <stdint.h>

/* A row of the auxiliary vector, getauxval(3); types are AT_* of linux/auxvec.h. */
struct auxiliary_entry {
  uint64_t type;
  uint64_t value;
};

/* Takes the variables out of the environment which would change how the program is loaded, and returns the auxiliary
 * vector. `stack` is the stack pointer that the process began with. */
struct auxiliary_entry *clean_start_block(uintptr_t *stack);

uint64_t auxiliary_value(const struct auxiliary_entry *vector, uint64_t type);
void set_auxiliary_value(struct auxiliary_entry *vector, uint64_t type, uint64_t value);
#endif
