// The client without documents: it asks for no types of a browser.
import { CODES, createChannel, openLink, parseLink, type Status } from '@tacit/client';
import { Reader, Writer } from '@tacit/client/layer';

const links = await createChannel('https://pads.example', 'log');
export const { capability, needsPassword } = await parseLink(links.edit);
export const { layer } = await openLink(links.view, undefined);
export const isFinal = (status: Status): boolean => status.kind === 'refused' || status.kind === 'forked';
export { CODES, Reader, Writer };

// @ts-expect-error A link is text, and declared so.
export const misread = (): number => links.own;
