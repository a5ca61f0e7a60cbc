/** What a link in a document may lead to. Others write links too, and `javascript:` is an address. */
export function safeHref(href: unknown): string | undefined {
  if (typeof href !== 'string') return undefined;
  const trimmed = href.trim();
  // Read as the browser will read it, which drops tabs and line breaks inside the scheme.
  let url: URL;
  try {
    url = new URL(trimmed);
  } catch {
    return undefined;
  }
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
}

/** What somebody typed into the field of a link: a scheme may be missing. */
export function typedHref(typed: string): string | undefined {
  const text = typed.trim();
  if (text === '' || /\s/u.test(text)) return undefined;
  if (/^[^@/:]+@[^@/:]+\.[^@/:]+$/u.test(text)) return safeHref(`mailto:${text}`);
  return safeHref(text) ?? (/^[a-z][a-z0-9+.-]*:(?!\d)/iu.test(text) ? undefined : safeHref(`https://${text}`));
}
