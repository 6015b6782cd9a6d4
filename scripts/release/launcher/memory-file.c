/* Copies of carried files in memory. Nothing is written to the node's disks, and a copy is gone when its descriptor
 * and mappings are. SPDX-License-Identifier: Apache-2.0 */
#include "memory-file.h"

#include <linux/memfd.h>

#include "descriptor.h"
#include "kernel.h"
#include "refusal.h"

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8U /* Linux 6.3, include/uapi/linux/memfd.h */
#endif

static const char failed[] = "its C library cannot be copied to memory";

int make_empty_copy(const struct payload_entry *entry) {
  /* Files in memory that can never be executed as programs are allowed even with vm.memfd_noexec=2 (kernel.org,
   * admin-guide/sysctl/vm.rst), and mapping their code stays allowed. Kernels before 6.3 do not know the flag. */
  long made = make_memory_file(entry->name, MFD_CLOEXEC | MFD_NOEXEC_SEAL);
  if (made < 0) made = make_memory_file(entry->name, MFD_CLOEXEC);
  static const char too_old[] = "this kernel makes no files in memory (memfd_create, Linux 3.17); use the -glibc file";
  if (made < 0) refuse(too_old);
  const int copy = above_standard_streams(made);
  const long sized = set_size(copy, entry->size);
  if (sized < 0) refuse_for(sized, failed);
  return copy;
}

void copy_part(const struct payload *payload, const struct payload_entry *entry, int copy, uint64_t offset,
               uint64_t size) {
  if (seek(copy, (long)offset, from_start) < 0) refuse(failed);
  int64_t from = (int64_t)(entry->offset + offset);
  while (size > 0) {
    const long copied = copy_to_file(copy, payload->file, &from, size);
    if (copied <= 0) refuse_for(copied, failed);
    size -= (uint64_t)copied;
  }
}
