// What programs printed in an earlier run, kept in the state directory: a release, or what a runtime makes of its
// configuration, costs the processors more than all of criadm. An answer counts as long as the program's file is the same by
// device, inode, size and both times, and what it read is the same by content. Written by runs that write there anyway
// (src/apply/run/keep-answers.ts); the file may be removed at any time.
import { elfHeadBytes, elfMachine } from "../documents/elf.ts"
import type { FileIdentity, ReadingMachine } from "../machine/reading.ts"
import { build } from "../model/build.ts"
import { stateDirectory } from "../model/run.ts"

export const answersFile = `${stateDirectory}/answers.json`

export interface KeptAnswer {
  readonly argv: readonly string[]
  readonly program: FileIdentity
  /** See `Question.madeOf`. */
  readonly madeOf: string
  readonly stdout: string
  readonly stderr: string
}

/** What is kept of an answer is what this criadm reads of it. */
const writer = `${build.version} ${build.commit}`

/** By which a command line is found. */
export const keyOf = (argv: readonly string[]) => argv.join("\0")

/** Whether the program is the one that answered; what else the answer is made of may have changed. */
export function isOfThisProgram(machine: ReadingMachine, { argv, program }: KeptAnswer): boolean {
  const now = machine.identity?.(argv[0] ?? "")
  return (
    now !== undefined &&
    now.device === program.device &&
    now.inode === program.inode &&
    now.size === program.size &&
    now.modifiedAt === program.modifiedAt &&
    now.changedAt === program.changedAt
  )
}

/** Whether what it prints changes with its file alone, and whether the file shows when it is another one. */
export function isKeepable(machine: ReadingMachine, path: string, program: FileIdentity): boolean {
  return isProgramItself(machine, path) && hasTimeOfItsOwn(program)
}

/**
 * A script may start another program, which changes while the script stays as it is; so may what is called by a name that is
 * not its own, as snap(8) is by the names of all that it holds.
 */
function isProgramItself(machine: ReadingMachine, path: string): boolean {
  const real = path.startsWith("/") ? machine.resolve(path) : undefined
  const name = (of: string) => of.slice(of.lastIndexOf("/") + 1)
  if (real === undefined || !name(real).includes(name(path))) return false
  const head = machine.readFile(path, { headBytes: elfHeadBytes })
  return head.state === "read" && elfMachine(head.bytes) !== undefined
}

/**
 * Images that are mounted (squashfs, erofs, an overlay of them, as image-based systems and systemd-sysext have) hold one time
 * for both, and it may be the same in every image, as inode and device are: Linux fs/squashfs/inode.c, fs/erofs/inode.c.
 */
function hasTimeOfItsOwn({ modifiedAt, changedAt }: FileIdentity): boolean {
  return modifiedAt !== changedAt
}

const known = new WeakMap<ReadingMachine, ReadonlyMap<string, KeptAnswer>>()

/** By command line (`keyOf`); none where the file is absent, somebody else's, or another criadm's. */
export function keptAnswers(machine: ReadingMachine): ReadonlyMap<string, KeptAnswer> {
  const answers = known.get(machine) ?? new Map(readAnswers(machine).map((one) => [keyOf(one.argv), one]))
  known.set(machine, answers)
  return answers
}

function readAnswers(machine: ReadingMachine): readonly KeptAnswer[] {
  if (!machine.isLive || machine.identity === undefined || !isOwn(machine, stateDirectory)) return []
  const read = machine.readFile(answersFile)
  if (read.state !== "read" || !isOwn(machine, answersFile)) return []
  return fromText(new TextDecoder().decode(read.bytes))
}

/** Nobody but root and whoever runs criadm can have written it. */
function isOwn(machine: ReadingMachine, path: string): boolean {
  const entry = machine.inspect(path)
  return entry !== undefined && (entry.uid === 0 || entry.uid === machine.uid) && (entry.mode & 0o022) === 0
}

export function toText(answers: readonly KeptAnswer[]): string {
  return `${JSON.stringify({ writer, answers }, undefined, 2)}\n`
}

/** Empty where it is not whole, or another criadm wrote it. */
export function fromText(text: string): readonly KeptAnswer[] {
  try {
    const file = JSON.parse(text)
    return file.writer === writer && Array.isArray(file.answers) ? file.answers.filter(isAnswer) : []
  } catch {
    // Not JSON: the programs are asked.
    return []
  }
}

function isAnswer(value: unknown): value is KeptAnswer {
  const { argv, program, madeOf, stdout, stderr } = (value ?? {}) as Partial<KeptAnswer>
  const texts = [...(Array.isArray(argv) ? argv : [undefined]), madeOf, stdout, stderr]
  return texts.every((one) => typeof one === "string") && typeof program === "object" && program !== null
}
