/* The loader opens libraries by path, so each carried library becomes a file in memory, named /proc/self/fd/NUMBER.
 * Copying all of it would take longer than everything else the launcher does (about 2 ms). So only what the loader
 * reads is copied; code and constants, nine tenths of it, stay empty in the copy and are mapped over it from the
 * executable as soon as the loader has mapped the copy: map_late_part, called through the audit library.
 * SPDX-License-Identifier: Apache-2.0 */
#include "libraries.h"

#include <stddef.h>

#include "bytes.h"
#include "kernel.h"
#include "memory-file.h"
#include "refusal.h"

enum { most_dynamic_rows = 128, path_size = 32 };

/* What the loader goes on using for as long as the program runs, and what map_late_part must know. */
static struct {
  Elf64_Phdr segments[image_most_headers];
  Elf64_Dyn dynamic[most_dynamic_rows];
  char paths[payload_most_entries][path_size]; /* of libraries, by entry */
  int copies[payload_most_entries];            /* descriptors, by entry */
  struct payload payload;
  int waiting; /* libraries that the loader has not mapped yet */
} tables;

/* The beginning of struct link_map in link.h, which is part of the loader's ABI. */
struct mapped_library {
  uintptr_t bias;
  const char *path;
};

static const char unexpected[] = "its program has an unexpected form; download it again";

/* Called by the loader through the audit library for everything it has mapped, before anything of it is used. Also for
 * what the program itself loads later: by then our descriptors are closed, and their numbers may be others'. */
static void map_late_part(const struct mapped_library *mapped) {
  if (tables.waiting == 0) return;
  const struct payload *payload = &tables.payload;
  for (int entry = payload_first_library; entry < payload->count; entry++)
    if (is_same_text(mapped->path, tables.paths[entry])) {
      const struct payload_entry *library = &payload->entries[entry];
      map_part_again(payload->file, library->offset, mapped->bias, library->late_offset, library->late_size);
      close_file(tables.copies[entry]);
      tables.waiting--;
    }
  if (tables.waiting > 0) return;
  close_file(tables.copies[payload_audit_library]);
  close_file(payload->file);
}

static void write_path(char *to, int file) {
  static const char folder[] = "/proc/self/fd/";
  memcpy(to, folder, sizeof folder - 1);
  to += sizeof folder - 1;
  int unit = 1;
  while (file / unit >= 10) unit *= 10;
  for (; unit > 0; unit /= 10) *to++ = (char)('0' + file / unit % 10);
  *to = 0;
}

static void copy_library(int entry) {
  const struct payload_entry *library = &tables.payload.entries[entry];
  const uint64_t late_end = library->late_offset + library->late_size;
  tables.copies[entry] = make_empty_copy(library);
  copy_part(&tables.payload, library, tables.copies[entry], 0, library->late_offset);
  copy_part(&tables.payload, library, tables.copies[entry], late_end, library->size - late_end);
  write_path(tables.paths[entry], tables.copies[entry]);
}

static Elf64_Phdr *segment_of_type(unsigned type, int count) {
  for (int i = 0; i < count; i++)
    if (tables.segments[i].p_type == type) return &tables.segments[i];
  return 0;
}

/* The loader learns from the program's dynamic section which libraries are needed. It gets a section of ours: the
 * C library by our paths, then the program's own rows, then the audit library. When it meets the plain names of the
 * program's rows, it knows these libraries already: it compares with the name that each library gives itself
 * (DT_SONAME; glibc, elf/dl-load.c, _dl_map_object). Returns the number of rows. */
static int write_dynamic_section(const Elf64_Dyn *own, uintptr_t bias) {
  const Elf64_Sxword dt_audit = 0x6ffffefc; /* DT_AUDIT, elf.h; glibc 2.32 and later heed it in the program */
  uintptr_t names = 0;
  int length = 0;
  for (const Elf64_Dyn *row = own; row->d_tag != DT_NULL; row++, length++)
    if (row->d_tag == DT_STRTAB) names = bias + row->d_un.d_ptr;
  if (length + tables.payload.count > most_dynamic_rows) refuse(unexpected);

  Elf64_Dyn *to = tables.dynamic;
  for (int entry = payload_first_library; entry < tables.payload.count; entry++)
    *to++ = (Elf64_Dyn){.d_tag = DT_NEEDED, .d_un.d_val = (uintptr_t)tables.paths[entry] - names};
  for (int i = 0; i < length; i++) *to++ = own[i];
  *to++ = (Elf64_Dyn){.d_tag = dt_audit, .d_un.d_val = (uintptr_t)tables.paths[payload_audit_library] - names};
  *to++ = (Elf64_Dyn){.d_tag = DT_NULL};
  return (int)(to - tables.dynamic);
}

const Elf64_Phdr *hand_over_libraries(const struct payload *payload, const struct image *program) {
  tables.payload = *payload;
  tables.waiting = payload->count - payload_first_library;
  for (int entry = payload_audit_library; entry < payload->count; entry++) copy_library(entry);
  void (*const listener)(const struct mapped_library *) = map_late_part;
  write_at(tables.copies[payload_audit_library], &listener, sizeof listener, offsetof(Elf64_Ehdr, e_entry));

  const int segments = program->header.e_phnum;
  memcpy(tables.segments, program->segments, sizeof tables.segments);
  Elf64_Phdr *dynamic = segment_of_type(PT_DYNAMIC, segments);
  if (dynamic == 0) refuse(unexpected);
  const int rows = write_dynamic_section((const Elf64_Dyn *)(program->bias + dynamic->p_vaddr), program->bias);
  dynamic->p_vaddr = dynamic->p_paddr = (uintptr_t)tables.dynamic - program->bias;
  dynamic->p_filesz = dynamic->p_memsz = (uint64_t)rows * sizeof *tables.dynamic;
  /* The loader takes the difference between this address and where it found the headers for the program's bias. */
  Elf64_Phdr *headers = segment_of_type(PT_PHDR, segments);
  if (headers) headers->p_vaddr = headers->p_paddr = (uintptr_t)tables.segments - program->bias;
  return tables.segments;
}
