/* Names of the GNU C library that Debian's libstdc++ and libgcc ask for and musl does not have: with these, the two can
   stand in for Alpine's, which cannot be had from Debian's mirror. Each does the least that is right. It is loaded in the
   place of glibc's dynamic linker, which libstdc++ for x86-64 names as a library that it needs, or by LD_PRELOAD. */
#include <stddef.h>
#include <stdint.h>

extern long getrandom(void *, unsigned long, unsigned);
extern unsigned long getauxval(unsigned long);
extern size_t strftime_l(char *, size_t, const char *, const void *, void *);

/* glibc's sys/single_threaded.h: 0 is always right. */
char __libc_single_threaded = 0;

uint32_t arc4random(void) {
  uint32_t word = 0;
  getrandom(&word, sizeof word, 0);
  return word;
}

size_t __strftime_l(char *to, size_t most, const char *form, const void *time, void *locale) {
  return strftime_l(to, most, form, time, locale);
}

unsigned long __getauxval(unsigned long type) { return getauxval(type); }

/* Destructors of thread-local objects: they are not run. */
int __cxa_thread_atexit_impl(void (*destroy)(void *), void *object, void *library) {
  (void)destroy, (void)object, (void)library;
  return 0;
}

/* -1: not found, and libgcc goes the older way by dl_iterate_phdr. */
int _dl_find_object(void *address, void *found) {
  (void)address, (void)found;
  return -1;
}

#ifdef __x86_64__
/* libgcc's own table of what the processor can do, which it looks up under a version that musl does not know. */
int __cpu_indicator_init(void) { return 0; }
struct { unsigned vendor, type, subtype, features[1]; } __cpu_model;
#endif
