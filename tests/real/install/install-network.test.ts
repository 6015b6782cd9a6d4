// The network goes while a real node's apt fetches what criadm installs: the source breaks off in the middle of an archive,
// or says nothing more. Nothing of the node has changed then, and the next run installs it.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { type BareNode, bareNode, containerdPackages, isServing } from "../nodes/bare-node.ts"
import { type Node, needsOfNodes } from "../nodes/nodes.ts"
import { describeReal } from "../support/requirements.ts"

setDefaultTimeout(10 * 60 * 1000)

const install = "criadm apply --yes --install distribution --runtime containerd"

/**
 * Serves the repository on the node's loopback. /tmp/network says how archives of one package come, until it is removed:
 * half of it and the connection is closed ("cut"), or half of it and nothing more ("silent").
 */
const server = String.raw`
use strict; use IO::Socket::INET;
$SIG{CHLD} = "IGNORE"; $SIG{PIPE} = "IGNORE";
my $listening = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 8080, Listen => 20, ReuseAddr => 1) or die;
sub contents { local $/; open my $file, "<:raw", $_[0] or return undefined(); <$file> }
sub undefined { return undef }
while (1) {
  my $client = $listening->accept or next;
  if (fork) { close $client; next }
  while (defined(my $request = <$client>)) {
    my ($path) = $request =~ m{^GET /(?:\./)?(\S*)};
    while (<$client>) { last if /^\r?\n/ }
    $path =~ s/%([0-9a-f]{2})/chr hex $1/gie;
    my $bytes = contents("/opt/bench/repository/$path");
    if (!defined $bytes) { print $client "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"; $client->flush; next }
    print $client "HTTP/1.1 200 OK\r\nContent-Length: " . length($bytes) . "\r\n\r\n";
    my $how = contents("/tmp/network") // "";
    if ($how ne "" && $path =~ /^containerd_/) {
      print $client substr($bytes, 0, length($bytes) / 2); $client->flush;
      sleep 3600 if $how =~ /silent/;
      exit;
    }
    print $client $bytes; $client->flush;
  }
  exit;
}
`

/** An operator's own patience; apt's is half a minute for each of four times. See apt.conf(5) and apt-transport-http(1). */
const patience = 'Acquire::Retries "1";\nAcquire::http::Timeout "2";\n'

describeReal("a node whose source is reached by HTTP", needsOfNodes, () => {
  let given: BareNode
  let bare: Node

  beforeAll(async () => {
    given = await bareNode("trixie-bare", { suite: "trixie", packages: containerdPackages, withSource: false })
    bare = given.node
    await bare.put("/root/server.pl", server)
    await bare.put("/etc/apt/apt.conf.d/90patience", patience)
    await bare.put("/etc/apt/sources.list.d/bench.list", "deb [trusted=yes] http://127.0.0.1:8080/ ./\n")
    await bare.mustRun("systemd-run --quiet --unit=source perl /root/server.pl; sleep 1; apt-get -qq update")
    await given.remember()
  })
  afterAll(async () => await bare?.stop())

  test.each(["cut", "silent"])(
    "which is %s in the middle of an archive: nothing has changed, and it is said what to do",
    async (how) => {
      await bare.put("/tmp/network", how)

      const refused = await bare.run(install)

      const said = refused.stderr.replaceAll(/\s+/g, " ")
      expect([refused.exitCode, said]).toEqual([3, expect.stringContaining("could not be fetched: containerd. ")])
      expect(said).toContain("http://127.0.0.1:8080")
      expect(said).toContain("run the same command again. Nothing was changed.")
      await given.asBefore()
      expect(await bare.mustRun("criadm history -o json")).toContain('"runs": []')
      expect(await bare.run("ls /var/cache/criadm /usr/sbin/policy-rc.d")).toMatchObject({ exitCode: 2 })
      expect(await bare.mustRun("dpkg --audit")).toBe("")
    },
  )

  test("the next run installs it, and rollback takes it back", async () => {
    await bare.mustRun("rm /tmp/network")

    expect(await bare.run(install)).toMatchObject({ exitCode: 0, stderr: "" })
    await isServing(bare, "containerd")

    expect((await bare.run("criadm rollback --yes")).exitCode).toBe(0)
    await given.asBefore()
  })
})
