// criadm detect: what this node is, each fact with its source.
import { groupText, labelText } from "../../messages/label-text.ts"
import { exitCode } from "../../model/exit-code.ts"
import { jsonText } from "../json.ts"
import { columnsOf, printable } from "../text.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"
import { detectNode } from "./open-node.ts"

export const detect: RunCommand = async (face, invocation) => {
  const opened = await detectNode(face, invocation)
  if (!opened.ok) return stop(face, invocation, [opened.fault])
  const { criadm, node } = opened.value
  if (wantsJson(invocation)) {
    face.print(jsonText(criadm.shareable(node)))
    return exitCode.done
  }
  const { fact, states } = face.catalogue.screens
  const rows = criadm.rows(node)
  for (const group of new Set(rows.map((row) => row.group))) {
    face.print(face.paint(groupText(face.catalogue, group), "strong"))
    const shown = rows
      .filter((row) => row.group === group)
      .map((row): [string, string] => {
        const told = row.text === "" ? "" : fact(row.text)
        const text = row.state === "known" ? told : [states[row.state], told].filter((one) => one !== "").join(": ")
        return [
          labelText(face.catalogue, row.label),
          printable(face.isQuiet || row.source === "" ? text : `${text} (${fact(row.source)})`),
        ]
      })
    face.print(columnsOf(shown, face.columns, 22))
  }
  return exitCode.done
}
