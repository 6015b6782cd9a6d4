/* Files that exist in memory only, for a loader that opens libraries by path. SPDX-License-Identifier: Apache-2.0 */
#ifndef CRIADM_MEMORY_FILE_H
#define CRIADM_MEMORY_FILE_H
#include "image.h"
#include "payload.h"

/* A file in memory as long as `entry` is, its pages empty and costing nothing. Returns its descriptor. */
int make_empty_copy(const struct payload_entry *entry);

/* Copies `size` bytes at `offset` of the entry to the same place of its copy. */
void copy_part(const struct payload *payload, const struct payload_entry *entry, int copy, uint64_t offset,
               uint64_t size);
#endif
