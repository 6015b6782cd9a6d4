/* meter ROUNDS FILE: runs every command of FILE, one on a line, in turns, ROUNDS times, by /bin/sh's exec; prints for each
   a line: median and least milliseconds from start to exit, median processor milliseconds of the process itself (all its
   threads, none of the programs that it starts), its peak memory in KiB, a tab, the command. The processor time is that of
   the process's own clock, read when it had ended and was not yet waited for: clock_getcpuclockid(3). proc_pid_stat(5) has
   it in hundredths of a second, of which it lost one in each run. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { most_commands = 32, most_rounds = 1000 };

struct measured {
  char *command;
  double wall[most_rounds];
  double own[most_rounds];
  long peak;
};

static double in_milliseconds(clockid_t clock) {
  struct timespec t;
  if (clock_gettime(clock, &t) != 0) return 0;
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static double now(void) { return in_milliseconds(CLOCK_MONOTONIC); }

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* Of all its threads, also of those that have ended; until it is waited for. */
static double own_time(pid_t pid) {
  clockid_t clock;
  return clock_getcpuclockid(pid, &clock) == 0 ? in_milliseconds(clock) : 0;
}

static void run(struct measured *one, int round) {
  char line[4200];
  snprintf(line, sizeof line, "exec %s", one->command);
  double began = now();
  pid_t pid = fork();
  if (pid == 0) {
    int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, 0);
    dup2(nowhere, 1);
    dup2(nowhere, 2);
    execl("/bin/sh", "sh", "-c", line, (char *)NULL);
    _exit(127);
  }
  siginfo_t ended;
  waitid(P_PID, pid, &ended, WEXITED | WNOWAIT);
  one->wall[round] = now() - began;
  one->own[round] = own_time(pid);
  struct rusage used;
  int status;
  wait4(pid, &status, 0, &used);
  if (used.ru_maxrss > one->peak) one->peak = used.ru_maxrss;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
    fprintf(stderr, "meter: not started: %s\n", one->command);
    exit(1);
  }
}

int main(int count, char **words) {
  if (count != 3) return 2;
  int rounds = atoi(words[1]), commands = 0;
  static struct measured all[most_commands];
  FILE *file = fopen(words[2], "r");
  char *line = NULL;
  size_t size = 0;
  if (file == NULL || rounds < 1 || rounds > most_rounds) return 2;
  while (commands < most_commands && getline(&line, &size, file) > 0) {
    line[strcspn(line, "\n")] = 0;
    if (line[0] != 0) all[commands++].command = strdup(line);
  }
  for (int round = 0; round < rounds; round++)
    for (int at = 0; at < commands; at++) run(&all[at], round);
  for (int at = 0; at < commands; at++) {
    qsort(all[at].wall, rounds, sizeof(double), by_size);
    qsort(all[at].own, rounds, sizeof(double), by_size);
    printf("%.2f %.2f %.2f %ld\t%s\n", all[at].wall[rounds / 2], all[at].wall[0], all[at].own[rounds / 2], all[at].peak,
           all[at].command);
  }
  return 0;
}
