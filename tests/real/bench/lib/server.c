/* What images of tests serve and ask: called nonewprivs it says who it became, else it answers every HTTP request on the
 * port that is its argument, and writes its process ID and its name where nginx does. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char page[] = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n";

int main(int count, char **arguments) {
	char request[4096];
	int yes = 1, listening = socket(AF_INET6, SOCK_STREAM, 0);
	struct sockaddr_in6 address = { .sin6_family = AF_INET6, .sin6_addr = in6addr_any };
	FILE *pid_file;

	if (strstr(arguments[0], "nonewprivs")) return printf("Effective uid: %d\n", geteuid()) < 0;
	if (count < 2) return 2;
	signal(SIGTERM, _exit);
	signal(SIGPIPE, SIG_IGN);
	if ((pid_file = fopen("/var/run/nginx.pid", "w"))) { fprintf(pid_file, "%d\n", getpid()); fclose(pid_file); }
	setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	address.sin6_port = htons(atoi(arguments[1]));
	if (bind(listening, (struct sockaddr *)&address, sizeof address) || listen(listening, 16)) return 1;
	puts("httpd: ready");
	fflush(stdout);
	for (;;) {
		int client = accept(listening, NULL, NULL);
		if (client < 0) continue;
		if (read(client, request, sizeof request) > 0) (void)!write(client, page, sizeof page - 1);
		shutdown(client, SHUT_WR);
		close(client);
	}
}
