/**
 * HTML that came from a document, made safe to put into the page: no scripts, no styles, no forms, no frames, and
 * nothing that is fetched from elsewhere when it is only looked at.
 */
import createDOMPurify from 'dompurify';
import { texts } from '../../texts.ts';
import { isBlobReference } from '../blobs/blob-urls.ts';
import { safeHref } from '../rich/links.ts';

const tags = [
  ...['a', 'b', 'blockquote', 'br', 'caption', 'code', 'del', 'details', 'div', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  ...['hr', 'i', 'img', 'input', 'ins', 'kbd', 'li', 'mark', 'ol', 'p', 'pre', 's', 'span', 'strong', 'sub', 'summary'],
  ...['sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'u', 'ul'],
];
const attributes = ['href', 'src', 'alt', 'title', 'align', 'colspan', 'rowspan', 'start', 'checked', 'disabled', 'type', 'class', 'dir'];

const purify = createDOMPurify(window);

/** Not in the page yet. Images of the pad have `data-blob` and no address; others are links, to be followed or not. */
export function safeFragment(html: string): DocumentFragment {
  const fragment = purify.sanitize(html, {
    ALLOWED_TAGS: tags,
    ALLOWED_ATTR: attributes,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    // Asked about every attribute; addresses are looked at again below.
    ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tacit-blob):|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/iu,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const anchor of fragment.querySelectorAll('a')) safeAnchor(anchor);
  for (const image of fragment.querySelectorAll('img')) safeImage(image);
  for (const input of fragment.querySelectorAll('input')) {
    if (input.type !== 'checkbox') input.remove();
    input.disabled = true;
  }
  return fragment;
}

function safeAnchor(anchor: HTMLAnchorElement): void {
  const href = safeHref(anchor.getAttribute('href'));
  if (href === undefined) return anchor.removeAttribute('href');
  anchor.href = href;
  anchor.target = '_blank';
  anchor.rel = 'noopener noreferrer nofollow';
}

/** To fetch a picture from elsewhere tells its server who reads, and when: so it is a link that says where it leads. */
function safeImage(image: HTMLImageElement): void {
  const source = image.getAttribute('src');
  image.removeAttribute('src');
  if (isBlobReference(source)) {
    image.dataset['blob'] = source;
    return;
  }
  const href = safeHref(source);
  const link = document.createElement('a');
  link.className = 'elsewhere';
  link.textContent = texts.files.elsewhere(image.alt, href === undefined ? '' : new URL(href).host);
  if (href !== undefined) {
    link.href = href;
    safeAnchor(link);
  }
  image.replaceWith(link);
}
