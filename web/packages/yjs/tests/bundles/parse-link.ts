import { parseLink } from '@tacit/client';

export const read = parseLink;
