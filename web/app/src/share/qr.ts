import { encode } from 'uqr';

/** Four modules of quiet on each side, as ISO/IEC 18004 asks for. */
const quietModules = 4;

export interface QrCode {
  /** Modules on a side, the quiet border included. */
  readonly size: number;
  /** The dark modules as an SVG path, one unit for each module. */
  readonly path: string;
}

export function qrCodeOf(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'M', border: quietModules });
  const runs = data.flatMap((row, y) => runsOf(row).map(({ from, length }) => `M${from} ${y}h${length}v1h-${length}z`));
  return { size, path: runs.join('') };
}

/** Neighbours are drawn as one, or hair lines would show between them. */
function runsOf(row: readonly boolean[]): { from: number; length: number }[] {
  const runs: { from: number; length: number }[] = [];
  row.forEach((isDark, x) => {
    const last = runs.at(-1);
    if (!isDark) return;
    if (last !== undefined && last.from + last.length === x) last.length++;
    else runs.push({ from: x, length: 1 });
  });
  return runs;
}
