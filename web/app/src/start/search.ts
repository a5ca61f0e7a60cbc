/** Text as it is searched, without case, accents and width: “cafe” finds “Café”, and “strasse” finds “Straße”. */
export function folded(text: string): string {
  const bare = text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase();
  return bare.replaceAll('ß', 'ss').replaceAll('ł', 'l').replaceAll('ø', 'o');
}

/** Whether every word of what is looked for begins or stands somewhere in the title. */
export function matches(title: string, wanted: string): boolean {
  const text = folded(title);
  return folded(wanted).split(/\s+/u).every((word) => text.includes(word));
}

/** Whether someone pasted an address rather than searched. */
export function looksLikeLink(text: string): boolean {
  return /^\s*https?:\/\//iu.test(text) || text.includes('/#/');
}
