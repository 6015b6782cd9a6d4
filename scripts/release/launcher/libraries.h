/* Gives the carried shared libraries to the carried loader. SPDX-License-Identifier: Apache-2.0 */
#ifndef CRIADM_LIBRARIES_H
#define CRIADM_LIBRARIES_H
#include <linux/elf.h>

#include "image.h"
#include "payload.h"

/* Makes the payload's libraries known to the loader and returns the program headers to start it with: as many rows as
 * the program has, in memory that stays. The payload's file is closed later, when the loader has mapped everything. */
const Elf64_Phdr *hand_over_libraries(const struct payload *payload, const struct image *program);
#endif
