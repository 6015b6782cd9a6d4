// Runs on a node: asks for the state of each named unit in both ways, and prints what was heard as JSON.
import { askUnitState, type UnitState } from "../../../src/init-systems/systemd/unit-state.ts"
import { linuxMachine } from "../../../src/machine/linux.ts"

export interface AskedUnit {
  readonly name: string
  readonly overSocket: UnitState | undefined
  readonly bySystemctl: UnitState | undefined
  /** How often systemctl was started for the first of the two. */
  readonly started: number
}

const machine = linuxMachine({ root: "/" })
const { propertiesOf: _, ...withoutSocket } = machine

const units: AskedUnit[] = []
for (const name of process.argv.slice(2)) {
  let started = 0
  const run: typeof machine.run = (command) => {
    started += 1
    return machine.run(command)
  }
  const overSocket = await askUnitState({ ...machine, run }, name)
  units.push({ name, overSocket, bySystemctl: await askUnitState(withoutSocket, name), started })
}
console.log(JSON.stringify(units))
