/** A name that every common file system takes, made from a title that people typed. */
export function fileNameOf(title: string, ending = 'txt'): string {
  const name = title
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/gu, '');
  // 255 bytes is the limit of most file systems; a code point takes up to four.
  return `${[...name].slice(0, 60).join('').trim() || 'pad'}.${ending}`;
}

/** Hands the text to the browser as a download. It is made here: nothing goes over the network. */
export function downloadText(page: Document, title: string, text: string): void {
  downloadFile(page, fileNameOf(title), new Blob([text], { type: 'text/plain;charset=utf-8' }));
}

export function downloadFile(page: Document, name: string, file: Blob): void {
  const address = URL.createObjectURL(file);
  const anchor = page.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(address);
}
