// criadm and the package manager that it runs are killed together, at instants spread over the time the package manager
// takes. After the next run the node has what it had, or all that was planned; and that is taken back.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { count, newTally, printTally } from "../../apply/support/survival.ts"
import type { BareNode } from "../nodes/bare-node.ts"
import { needsOfNodes } from "../nodes/nodes.ts"
import { say } from "../support/cache.ts"
import { describeReal } from "../support/requirements.ts"
import { install, nodeToKillOn, survive, undisturbed } from "./killed-install.ts"

/** The time of the package manager is cut into so many parts, and an instant in each is tried in a campaign. */
const parts = 40
const isWhole = process.env["CRIADM_CAMPAIGN"] === "1"
const share = 5

/** Building the image and the repository, and five installations or forty, on a busy machine. */
setDefaultTimeout((isWhole ? 120 : 20) * 60 * 1000)

/** Nodes at work side by side. */
const lanes = 2

const seed = Number(process.env["CRIADM_SEED"] ?? Date.now() % 100_000)

/**
 * Runs the installation; with a number of milliseconds, kills criadm and the whole group of the package manager so long
 * after that was started. Prints how long the package manager ran. Its group is led by the program that criadm started.
 */
const killing = `use strict;
sub rest { select undef, undef, undef, $_[0] }
sub now { open my $f, "<", "/proc/uptime"; (split " ", <$f>)[0] }
my ($after, @install) = @ARGV;
my $criadm = fork() // die;
if (!$criadm) { open STDOUT, ">", "/tmp/said"; open STDERR, ">&STDOUT"; exec @install or die }
my $leader;
until ($leader) {
  for (glob "/proc/[0-9]*/cmdline") {
    open my $f, "<", $_ or next; my $line = <$f> // "";
    $leader = $1 if $line =~ /^apt-get\\0-y\\0--no-remove\\0/ && m{/proc/(\\d+)/};
  }
  waitpid($criadm, 1) == 0 or die "it ended before the package manager began";
  rest 0.002;
}
my $began = now;
if ($after eq "-") { rest 0.002 while -e "/proc/$leader/exe" }
else { rest $after / 1000; kill "KILL", $criadm, -$leader }
printf "%d\\n", 1000 * (now() - $began);
waitpid($criadm, 0);
rest 0.002 while kill 0, -$leader;
`

describeReal("any instant of the package manager's run during an installation", needsOfNodes, () => {
  const bare: BareNode[] = []
  beforeAll(async () => {
    for (let lane = 0; lane < lanes; lane += 1) {
      const given = await nodeToKillOn("container")
      await given.node.put("/root/killing.pl", killing)
      await given.remember()
      bare.push(given)
    }
    say(`instants are chosen with CRIADM_SEED=${seed}`)
  })
  afterAll(async () => {
    for (const { node } of bare) await node.stop()
  })

  const installing = async ({ node }: BareNode, after: number | "-") =>
    Number(await node.mustRun(`perl /root/killing.pl ${after} ${install}`))

  test("killed then, the next run leaves the node without a runtime, or with one that serves and can be taken back", async () => {
    const { selves, found: takes } = await undisturbed(bare[0]!, () => installing(bare[0]!, "-"))
    // Of each part another instant with every seed; a share takes every eighth part.
    const tries = Array.from({ length: parts }, (_, part) => part)
      .filter((part) => isWhole || part % (parts / share) === seed % (parts / share))
      .map((part) => Math.floor(((part + shareOf(part)) / parts) * takes))
    const tally = newTally()
    tally.points = tries.length
    let caught = 0
    await Promise.all(
      bare.map(async (given) => {
        for (let after = tries.shift(); after !== undefined; after = tries.shift()) {
          const what = `kill ${after} ms after the package manager's start, of ${takes}`
          await installing(given, after)
          const half = await given.node.mustRun(
            "dpkg -l | awk '$1 ~ /^i[^i]/ { print $1, $2 }'; ls /var/lib/dpkg/updates",
          )
          if (half !== "") caught += 1
          count(tally, await survive(given, selves, what, `${await given.node.mustRun("cat /tmp/said")}${half}`), what)
        }
      }),
    )
    printTally(`instants of the package manager's ${takes} ms, ${caught} in the middle of a package`, 1, 1, tally)
    expect(tally.lost).toEqual([])
    expect(caught).toBeGreaterThan(0)
  })
})

/** From 0 to 1, the same for the same seed. */
function shareOf(part: number): number {
  return Bun.hash.crc32(`${seed} ${part}`) / 2 ** 32
}
