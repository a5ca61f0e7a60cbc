/**
 * Makes a toolbar one stop of the Tab key: arrows go from tool to tool, Home and End to the first and the last
 * (WAI-ARIA, toolbar pattern). Tools may come and go.
 */
export function roving(toolbar: HTMLElement): () => void {
  const tools = (): HTMLElement[] => [...toolbar.querySelectorAll<HTMLElement>('button, select')];
  const usable = (): HTMLElement[] => tools().filter((tool) => !tool.matches(':disabled'));
  let current: HTMLElement | undefined;

  function settle(): void {
    const all = usable();
    if (current === undefined || !all.includes(current)) current = all[0];
    for (const tool of tools()) tool.tabIndex = tool === current ? 0 : -1;
  }

  function pressed(event: KeyboardEvent): void {
    const all = usable();
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    const isRtl = getComputedStyle(toolbar).direction === 'rtl';
    const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 }[event.key];
    let to: number;
    if (step !== undefined) to = (at + step + all.length) % all.length;
    else if (event.key === 'Home') to = 0;
    else if (event.key === 'End') to = all.length - 1;
    else return;
    event.preventDefault();
    all[to]?.focus();
  }

  function focused(event: FocusEvent): void {
    current = event.target as HTMLElement;
    settle();
  }

  settle();
  const watcher = new MutationObserver(settle);
  watcher.observe(toolbar, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  toolbar.addEventListener('keydown', pressed);
  toolbar.addEventListener('focusin', focused);
  return () => {
    watcher.disconnect();
    toolbar.removeEventListener('keydown', pressed);
    toolbar.removeEventListener('focusin', focused);
  };
}
