// Names by which people, editors and package managers keep a file that is not to be read.

/** "k8s.conf.bak", "10-crio.conf~", "x.rpmsave", "x.dpkg-old", ".x.swp", "x.disabled". */
const copies =
  /(?:~|\.(?:bak|backup|bk|old|orig|save|saved|tmp|swp|disabled|disable|off|rpmsave|rpmnew|rpmorig|pacsave|pacnew|dpkg-\w+|ucf-\w+|sample|example|template|tpl|j2|\d+))$/i

/** Whether a file of this name was put aside. */
export function isCopyName(name: string): boolean {
  return name.startsWith(".") || copies.test(name) || /^(?:README|.*\.(?:md|txt))$/i.test(name)
}
