// The README's block of figures, from docs/figures.json as scripts/bench --record left it.

interface Speed {
  /** Milliseconds on the clock, and of the process's own processor time; MiB. */
  readonly wall: number
  readonly own: number
  readonly peak: number
}

interface Drawn {
  /** Milliseconds; MB. */
  readonly firstFrame: number
  readonly repaint: number
  readonly peak: number
}

interface Measured {
  readonly speeds: Readonly<Record<string, Speed>>
  /** `ratio`: what was measured over what it may be. */
  readonly goals: readonly { readonly what: string; readonly ratio: number }[]
}

export interface Figures {
  readonly memory: Readonly<Record<string, number>>
  readonly trixie: Measured
  readonly forky: Measured
  readonly "bookworm-openrc": Measured
  readonly "wizard at 80x24": Readonly<Record<string, Drawn>>
  readonly "wizard at 200x60": Readonly<Record<string, Drawn>>
  /** Seconds, in all and of its own. */
  readonly install: Readonly<Record<"criadm" | "ansible", { readonly total: number; readonly own: number }>>
}

const milliseconds = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`

const times = (ratio: number) => `${ratio.toFixed(1)} ×`

export function figuresToText(figures: Figures): string {
  const { install, memory } = figures
  const { speeds, goals } = figures.trixie
  const wall = (name: string) => speeds[name]?.wall ?? Number.NaN
  const ratioOf = (goal: string, of = goals) => of.find(({ what }) => what.startsWith(goal))?.ratio ?? Number.NaN
  const elsewhere = [figures.forky.goals, figures["bookworm-openrc"].goals]
  const others = [
    "an empty program",
    "criadm --version",
    "containerd config dump",
    "crictl version, info, runtime-config",
  ]
  const rows = [
    ["criadm verify", "verify"],
    ["criadm detect", "criadm detect: the slowest"],
    ["criadm check", "criadm check: the slowest"],
    ["criadm plan", "plan: a dump"],
    ["criadm apply, nothing to do", "apply with nothing to do"],
  ].map(([name = "", goal = ""]) => ({
    name,
    ratio: ratioOf(goal),
    elsewhere: elsewhere.map((of) => ratioOf(goal, of)),
  }))
  const code = (name: string) => name.replace(/^(criadm(?: --?\w+| \w+)?|containerd config dump)/, "`$1`")
  const [small, large] = [figures["wizard at 80x24"], figures["wizard at 200x60"]]
  const [wizard, ink, wide] = [small["the wizard"], small["an empty Ink program"], large["the wizard"]]
  const seconds = (value: number) => `${value.toFixed(1)} s`
  const short = rows.filter(({ ratio }) => ratio > 1).map(({ name }) => code(name))
  const paragraph = [
    ...(short.length === 0 ? [] : [`Not at their goal yet: ${short.join("; ")}.`]),
    `Processor time is ${times(ratioOf("criadm detect: processor"))} its goal for \`detect\`, ${times(ratioOf("criadm check: processor"))} for \`check\`.`,
    `The wizard's first frame stands after ${milliseconds(wizard?.firstFrame ?? 0)}`,
    `(${((wizard?.firstFrame ?? 0) / (ink?.firstFrame ?? 1)).toFixed(1)} times an empty Ink program; goal 60 ms),`,
    `a key is drawn within ${milliseconds(wizard?.repaint ?? 0)} at 80×24 and ${milliseconds(wide?.repaint ?? 0)} at 200×60`,
    `(goals 16 and 33 ms). Peak memory: ${memory["criadm --version"]?.toFixed(0)} MiB for \`--version\`,`,
    `${speeds["criadm plan"]?.peak.toFixed(0)} MiB for \`plan\` (goal 48), ${wizard?.peak.toFixed(0)} MB for the wizard. A bare node gets`,
    `containerd from a mirror on its disk in ${seconds(install.criadm.total)}, of which`,
    `${seconds(install.criadm.own)} are criadm's own; a playbook that does the same takes ${seconds(install.ansible.total)},`,
    `of which ${seconds(install.ansible.own)} are its own.`,
  ].join(" ")
  return [
    "",
    "`scripts/bench` prints these; medians of 30 on two cores, all of one run: ratios count. Last two: clock over goal.",
    "",
    "| on Debian 13, systemd, containerd 1.7 | clock | own processor | goal | containerd 2 | OpenRC |",
    "|---|---|---|---|---|---|",
    ...others.map((name) => `| ${code(name)} | ${milliseconds(wall(name))} | | | | |`),
    ...rows.map(
      ({ name, ratio, elsewhere }) =>
        `| ${code(name)} | ${milliseconds(wall(name))} | ${milliseconds(speeds[name]?.own ?? 0)} | ${milliseconds(wall(name) / ratio)} | ${elsewhere.map(times).join(" | ")} |`,
    ),
    `| the page's steps, without the restart | ${milliseconds(wall("the page's steps, without the restart"))} | | | | |`,
    "",
    ...wrapped(paragraph),
    "",
  ].join("\n")
}

/** Lines of at most 120 columns. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(" ")) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > 120) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
