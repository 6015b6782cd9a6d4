// The English sentences about PouchContainer.
import type { English } from "../../../wording/texts.ts"
import type { PouchFaults, PouchFindings, PouchReasons } from "./codes.ts"

export const english: English<PouchFaults, PouchFindings, PouchReasons> = {
  faults: {
    "pouch-no-file": ({ path }) => ({ what: `There is no ${path}.`, next: "Install PouchContainer again." }),
  },
  findings: {
    "pouch-cri-off": ({ file }) => ({
      what: "PouchContainer does not serve CRI.",
      why: `enable-cri is false in ${file}.`,
      next: "Set enable-cri to true.",
      link: "https://github.com/alibaba/pouch",
    }),
  },
  reasons: {
    "pouch-set": ({ driver }) => `PouchContainer takes the driver ${driver} from its file`,
  },
}
