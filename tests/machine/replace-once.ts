// Run by tests inside a mount namespace of its own: replaces one file and prints the answer.
//   bun replace-once.ts ROOT PATH TEXT MODE
import { linuxMachine } from "../../src/machine/linux.ts"

const [root = "", path = "", text = "", mode = ""] = process.argv.slice(2)
const machine = linuxMachine({ root })
const file = { bytes: Buffer.from(text), mode: Number.parseInt(mode, 8), uid: machine.uid, gid: machine.uid }
console.log(JSON.stringify(machine.replaceFile(path, file)))
