/* Starts the program that lies in this same file, with the C library that lies beside it, so that nothing of the
 * node's own C library is used: a kernel and a mounted /proc are enough. It does by hand what the kernel's exec does
 * for an ordinary executable (maps program and loader, fills in the auxiliary vector, jumps to the loader), because
 * exec can only name a loader by a path on the node. It leaves no process, file or directory behind.
 * SPDX-License-Identifier: Apache-2.0 */
#include <linux/auxvec.h>
#include <linux/resource.h>
#include <stdint.h>

#include "image.h"
#include "kernel.h"
#include "libraries.h"
#include "payload.h"
#include "processor.h"
#include "refusal.h"
#include "start-block.h"

/* JavaScriptCore cannot reserve its heap with less, and then ends in a crash report: measured with Bun 1.4.5, ulimit -v
 * and -d, on two processors (380 and 300 MB); more processors take more. */
static const uint64_t least_memory = 512ULL << 20;

static void refuse_unfit_surroundings(void) {
  if (!processor_is_fit()) refuse("this processor is too old: it lacks SSE4.2 or POPCNT (Intel 2008, AMD 2011)");
  static const int resources[] = {RLIMIT_AS, RLIMIT_DATA};
  for (unsigned i = 0; i < sizeof resources / sizeof *resources; i++) {
    uint64_t soft_and_hard[2];
    if (limit_of(resources[i], soft_and_hard) == 0 && soft_and_hard[0] < least_memory)
      refuse("it needs 512 MiB of address space, and the limits here allow less (ulimit -v, ulimit -d)");
  }
}

/* Called by start.S with the first stack pointer; returns the address to jump to with that stack pointer again. */
uintptr_t launch(uintptr_t *stack) {
  struct auxiliary_entry *auxiliary = clean_start_block(stack);
  refuse_unfit_surroundings();

  const struct payload payload = open_payload();
  const uintptr_t page = auxiliary_value(auxiliary, AT_PAGESZ);
  static struct image loader, program;
  map_image(&program, payload.file, payload.entries[payload_program].offset, page);
  map_image(&loader, payload.file, payload.entries[payload_loader].offset, page);
  const Elf64_Phdr *segments = hand_over_libraries(&payload, &program);

  set_auxiliary_value(auxiliary, AT_PHDR, (uintptr_t)segments);
  set_auxiliary_value(auxiliary, AT_PHENT, sizeof *segments);
  set_auxiliary_value(auxiliary, AT_PHNUM, program.header.e_phnum);
  set_auxiliary_value(auxiliary, AT_BASE, loader.bias);
  set_auxiliary_value(auxiliary, AT_ENTRY, program.entry);
  return loader.entry;
}
