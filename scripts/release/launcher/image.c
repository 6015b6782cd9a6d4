/* Maps ELF images. It relocates nothing and reads no symbols: that is the work of the loader it maps.
 * SPDX-License-Identifier: Apache-2.0 */
#include "image.h"

#include <linux/mman.h>

#include "bytes.h"
#include "kernel.h"
#include "payload.h"
#include "refusal.h"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000 /* Linux 4.17; earlier kernels take the address as a wish, which is checked */
#endif

static const char broken[] = "its file is damaged; download it again";

static uintptr_t page_start(uintptr_t address, uintptr_t page) {
  return address & ~(page - 1);
}

static uintptr_t page_end(uintptr_t address, uintptr_t page) {
  return page_start(address + page - 1, page);
}

static int protection_of(const Elf64_Phdr *segment) {
  int protection = 0;
  if (segment->p_flags & PF_R) protection |= PROT_READ;
  if (segment->p_flags & PF_W) protection |= PROT_WRITE;
  if (segment->p_flags & PF_X) protection |= PROT_EXEC;
  return protection;
}

/* Takes the whole range of addresses first, so that segments cannot land on anything else. Returns the bias. */
static uintptr_t reserve(const struct image *image, uintptr_t page) {
  uintptr_t low = UINTPTR_MAX, high = 0;
  for (int i = 0; i < image->header.e_phnum; i++) {
    const Elf64_Phdr *segment = &image->segments[i];
    if (segment->p_type != PT_LOAD) continue;
    if (segment->p_vaddr < low) low = segment->p_vaddr;
    if (segment->p_vaddr + segment->p_memsz > high) high = segment->p_vaddr + segment->p_memsz;
  }
  if (high == 0) refuse(broken);
  low = page_start(low, page);
  high = page_end(high, page);

  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  if (image->header.e_type == ET_EXEC) {
    long at = map_memory(low, high - low, PROT_NONE, flags | MAP_FIXED_NOREPLACE, -1, 0);
    if (at < 0 && at > -4096) refuse_for(at, "the addresses it needs are taken");
    if ((uintptr_t)at != low) refuse("the addresses it needs are taken");
    return 0;
  }
  /* Segments may ask for more than page alignment: 64 KiB on arm64, whatever the kernel's page size is. */
  long at = map_memory(0, high - low + payload_alignment, PROT_NONE, flags, -1, 0);
  if (at < 0 && at > -4096) refuse_for(at, "it gets no address space");
  return page_end((uintptr_t)at, payload_alignment) - low;
}

static void map_segment(const Elf64_Phdr *segment, uintptr_t bias, int file, uint64_t offset, uintptr_t page) {
  const uintptr_t start = bias + segment->p_vaddr;
  const uintptr_t file_end = start + segment->p_filesz;
  const uintptr_t memory_end = start + segment->p_memsz;
  const int protection = protection_of(segment);

  const uintptr_t from = page_start(start, page);
  const uint64_t at = offset + page_start(segment->p_offset, page);
  long mapped = map_memory(from, file_end - from, protection, MAP_PRIVATE | MAP_FIXED, file, at);
  if (mapped < 0 && mapped > -4096) refuse_for(mapped, "a part of it cannot be mapped");

  if (memory_end <= file_end) return;
  /* What follows the file's part reads as zero: the rest of its last page, then pages of their own. */
  const uintptr_t zero_end = page_end(file_end, page);
  if (segment->p_flags & PF_W) memset((void *)file_end, 0, zero_end - file_end);
  if (memory_end <= zero_end) return;
  const size_t rest = page_end(memory_end, page) - zero_end;
  mapped = map_memory(zero_end, rest, protection, MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS, -1, 0);
  if (mapped < 0 && mapped > -4096) refuse_for(mapped, "a part of it cannot be mapped");
}

static void read_image(struct image *image, int file, uint64_t offset) {
  Elf64_Ehdr *header = &image->header;
  if (read_at(file, header, sizeof *header, offset) != sizeof *header) refuse(broken);
  if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) refuse(broken);
  if (header->e_phnum > image_most_headers || header->e_phentsize != sizeof(Elf64_Phdr)) refuse(broken);
  const long size = header->e_phnum * (long)sizeof(Elf64_Phdr);
  if (read_at(file, image->segments, (size_t)size, offset + header->e_phoff) != size) refuse(broken);
}

void map_image(struct image *image, int file, uint64_t offset, uintptr_t page) {
  read_image(image, file, offset);
  image->bias = reserve(image, page);
  image->entry = image->bias + image->header.e_entry;
  for (int i = 0; i < image->header.e_phnum; i++)
    if (image->segments[i].p_type == PT_LOAD) map_segment(&image->segments[i], image->bias, file, offset, page);
}

void map_part_again(int file, uint64_t offset, uintptr_t bias, uint64_t start, uint64_t size) {
  struct image image;
  read_image(&image, file, offset);
  for (int i = 0; i < image.header.e_phnum; i++) {
    const Elf64_Phdr *segment = &image.segments[i];
    if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W)) continue;
    const uint64_t segment_end = segment->p_offset + segment->p_filesz;
    const uint64_t from = segment->p_offset > start ? segment->p_offset : start;
    const uint64_t to = segment_end < start + size ? segment_end : start + size;
    if (from >= to) continue;
    const uintptr_t at = bias + segment->p_vaddr + (from - segment->p_offset);
    const long mapped = map_memory(at, to - from, protection_of(segment), MAP_PRIVATE | MAP_FIXED, file, offset + from);
    if (mapped < 0 && mapped > -4096) refuse_for(mapped, "a part of its C library cannot be mapped");
  }
}
