/** A name that every common file system takes, made from a title that people typed. */
export function fileNameOf(title: string): string {
  const name = title
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/gu, '');
  // 255 bytes is the limit of most file systems; a code point takes up to four.
  return `${[...name].slice(0, 60).join('').trim() || 'pad'}.txt`;
}

/** Hands the text to the browser as a download. It is made here: nothing goes over the network. */
export function downloadText(page: Document, title: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const anchor = page.createElement('a');
  anchor.href = address;
  anchor.download = fileNameOf(title);
  anchor.click();
  URL.revokeObjectURL(address);
}
