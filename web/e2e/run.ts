import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Starts a program in a folder. `ended` resolves to what it said, when it has ended well. */
export function run(cwd: string, program: string, ...args: string[]): { child: ChildProcess; ended: Promise<string> } {
  const child = spawn(program, args, { cwd });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([status]) => {
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}\n${output}`);
    return output;
  });
  return { child, ended };
}
