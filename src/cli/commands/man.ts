// criadm man: prints the manual page.
import { exitCode } from "../../model/exit-code.ts"
import { renderManual } from "../man.ts"
import type { RunCommand } from "./command.ts"

export const man: RunCommand = async (face) => {
  face.print(renderManual(face.catalogue).trimEnd())
  return exitCode.done
}
