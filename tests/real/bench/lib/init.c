/* The whole initramfs of a virtual node: loads the modules named in /modules in that order, waits for /dev/vda, mounts
 * it, moves the API file systems over as initramfs-tools does, and executes /sbin/init. A distribution's initramfs
 * does the same through udev, which costs seconds in software emulation. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void say(const char *what, const char *which) {
	char buf[512];
	int n = snprintf(buf, sizeof buf, "init: %s %s: %s\n", what, which, strerror(errno));
	int fd = open("/dev/console", O_WRONLY);
	if (fd >= 0) { if (write(fd, buf, n) < 0) {} close(fd); }
}

int main(int argc, char **argv) {
	(void)argc;
	mkdir("/dev", 0755); mkdir("/proc", 0755); mkdir("/sys", 0755); mkdir("/run", 0755); mkdir("/root", 0755);
	if (mount("devtmpfs", "/dev", "devtmpfs", MS_NOSUID, "mode=0755")) say("mount", "/dev");
	mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "");
	mount("sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "");
	mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0755,size=10%");

	FILE *f = fopen("/modules", "r");
	char name[256];
	while (f && fgets(name, sizeof name, f)) {
		name[strcspn(name, "\n")] = 0;
		if (!*name) continue;
		int fd = open(name, O_RDONLY | O_CLOEXEC);
		if (fd < 0) { say("open", name); continue; }
		if (syscall(SYS_finit_module, fd, "", 0) && errno != EEXIST) say("load", name);
		close(fd);
	}
	if (f) fclose(f);

	struct stat st;
	for (int i = 0; i < 3000 && stat("/dev/vda", &st); i++) usleep(10000);
	if (mount("/dev/vda", "/root", "ext4", 0, "")) { say("mount", "/dev/vda"); return 1; }

	static const char *const move[] = { "/dev", "/proc", "/sys", "/run" };
	for (unsigned i = 0; i < sizeof move / sizeof *move; i++) {
		char to[64];
		snprintf(to, sizeof to, "/root%s", move[i]);
		if (mount(move[i], to, NULL, MS_MOVE, NULL)) say("move", move[i]);
	}
	unlink("/init"); unlink("/modules");
	if (chdir("/root") || mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".") || chdir("/")) { say("switch", "/root"); return 1; }
	argv[0] = "/sbin/init";
	execv("/sbin/init", argv);
	say("exec", "/sbin/init");
	return 1;
}
