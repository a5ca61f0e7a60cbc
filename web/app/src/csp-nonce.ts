/**
 * The nonce under which this response may add style elements; CodeMirror makes one. Empty without a server that
 * replaces it (the development server), where no policy asks for one.
 */
export function cspNonce(page: Document): string {
  const content = page.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
  return content.startsWith('__') ? '' : content;
}
