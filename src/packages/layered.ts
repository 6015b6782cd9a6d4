// A node as it will be: files that are about to come, laid over the node that is there. Below /etc what the node has
// stays, as a package manager leaves it; elsewhere what comes replaces what is there. Programs that are about to come
// can be asked, from where they lie. Where a release gives way to another, its files do so below /etc too, or are gone.
import type { Command, Entry, FileRead, ReadingMachine } from "../machine/reading.ts"

/** Configuration files of the node are kept by package managers; see dpkg(1), --force-confold. */
const keptBelow = "/etc/"

/**
 * A program that was unpacked a moment ago is read while the disk is still busy writing what came with it: on a slow node a
 * question that else takes a tenth of a second takes many.
 */
const firstRunSeconds = 60

/**
 * `layer` is the machine whose root is `directory` on the node. `going`: paths of files that are on the node now and will
 * not be as they are.
 */
export function layered(
  asItIs: ReadingMachine,
  layer: ReadingMachine,
  directory: string,
  going: ReadonlySet<string> = new Set(),
): ReadingMachine {
  const node = going.size === 0 ? asItIs : without(asItIs, going)
  const inLayer = (path: string) =>
    layer.resolve(path) !== undefined && layer.inspect(layer.resolve(path) ?? path)?.kind !== "directory"
  const isKept = (path: string) => path.startsWith(keptBelow) && node.inspect(path) !== undefined
  const of = (path: string) => (!isKept(path) && inLayer(path) ? layer : node)
  /** A word of a command line that names what only the layer has, as it is found on the node. */
  const placed = (word: string) =>
    word.startsWith("/") && of(word) === layer ? `${directory}${layer.resolve(word) ?? word}` : word
  const triplets = (layer.list("/usr/lib") ?? []).filter((name) => name.includes("-linux-"))
  const libraries = [...triplets.map((name) => `lib/${name}`), "lib64", "lib"].map((name) => `${directory}/usr/${name}`)
  return {
    ...node,
    readFile: (path, options): FileRead => of(path).readFile(path, options),
    inspect: (path): Entry | undefined =>
      of(path) === layer ? layer.inspect(path) : (node.inspect(path) ?? layer.inspect(path)),
    list(path) {
      const [old, young] = [node.list(path), layer.list(path)]
      if (old === undefined || young === undefined) return old ?? young
      return [...new Set([...old, ...young])].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    },
    resolve: (path) => (of(path) === layer ? layer.resolve(path) : (node.resolve(path) ?? layer.resolve(path))),
    // What programs printed before, they printed of the node as it is.
    identity: () => undefined,
    run(command: Command) {
      const [program = "", ...args] = command.argv
      const found = program.includes("/") ? program : (programIn(layer, program) ?? program)
      const argv = [placed(found), ...args.map(placed)]
      if (argv[0] === found) return node.run(command)
      const environment = { ...command.environment, LD_LIBRARY_PATH: libraries.join(":") }
      const timeoutSeconds = Math.max(command.timeoutSeconds, firstRunSeconds)
      return node.run({ ...command, argv, environment, timeoutSeconds })
    },
  }
}

function without(node: ReadingMachine, gone: ReadonlySet<string>): ReadingMachine {
  const isGone = (path: string) => gone.has(path) || gone.has(node.resolve(path) ?? path)
  return {
    ...node,
    readFile: (path, options) => (isGone(path) ? { state: "absent", path } : node.readFile(path, options)),
    inspect: (path) => (isGone(path) ? undefined : node.inspect(path)),
    list: (path) => node.list(path)?.filter((name) => !gone.has(`${path.replace(/\/$/, "")}/${name}`)),
    resolve: (path) => (isGone(path) ? undefined : node.resolve(path)),
  }
}

/** As programs.ts looks them up. */
function programIn(layer: ReadingMachine, name: string): string | undefined {
  const candidates = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].map(
    (path) => `${path}/${name}`,
  )
  return candidates.find((path) => layer.inspect(path) !== undefined)
}
