// The Chinese sentences about PouchContainer.
import type { Translated } from "../../../wording/texts.ts"
import type { PouchFaults, PouchFindings, PouchReasons } from "./codes.ts"

export const chinese: Translated<PouchFaults, PouchFindings, PouchReasons> = {
  faults: {
    "pouch-no-file": ({ path }) => ({ what: `${path} 不存在。`, next: "请重新安装 PouchContainer。" }),
  },
  findings: {
    "pouch-cri-off": ({ file }) => ({
      what: "PouchContainer 不提供 CRI。",
      why: `${file} 中 enable-cri 为 false。`,
      next: "请把 enable-cri 设为 true。",
    }),
  },
  reasons: {
    "pouch-set": ({ driver }) => `PouchContainer 从自己的文件中读取驱动 ${driver}`,
  },
}
