/* An ELF executable or loader that lies inside a larger file, mapped the way the kernel's exec would have done it
 * (elf(5); fs/binfmt_elf.c, elf_load). SPDX-License-Identifier: Apache-2.0 */
#ifndef CRIADM_IMAGE_H
#define CRIADM_IMAGE_H
#include <linux/elf.h>
#include <stdint.h>

enum { image_most_headers = 24 };

struct image {
  Elf64_Ehdr header;
  Elf64_Phdr segments[image_most_headers];
  uintptr_t bias;  /* added to an address in the file gives the address in memory; 0 for a fixed executable */
  uintptr_t entry; /* address in memory */
};

/* Maps the file that lies in `file` from `offset` on. Refuses when it cannot. `page` is the page size in bytes. */
void map_image(struct image *image, int file, uint64_t offset, uintptr_t page);

/* Maps a part of such a file again, over its mapping at `bias`: `size` bytes from `start` (bytes from the beginning of
 * the ELF file), both multiples of the page size. Only what lies in segments that are not writable. */
void map_part_again(int file, uint64_t offset, uintptr_t bias, uint64_t start, uint64_t size);
#endif
