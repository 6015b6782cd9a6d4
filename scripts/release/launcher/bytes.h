/* The functions on bytes that the compiler expects to exist even without a C library (GCC manual, "Language Standards
 * Supported by GCC": freestanding programs need memcpy, memmove, memset, memcmp).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef CRIADM_BYTES_H
#define CRIADM_BYTES_H
#include <stddef.h>

void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int value, size_t size);
int memcmp(const void *left, const void *right, size_t size);

/* Whether `text` begins with `prefix`. */
int begins_with(const char *text, const char *prefix);

/* Whether the texts are the same. */
int is_same_text(const char *left, const char *right);
#endif
