/**
 * Work of several that is done in one call: what is given waits until all who are under way either wait too or have ended,
 * and no longer than `waitMs`.
 * @param width who is under way
 * @param work on all that waits; the answers in its order. Where it throws, all who waited are told
 */
export class Together<T, R> {
  private underWay: number;
  private readonly waitMs: number;
  private readonly work: (items: readonly T[]) => Promise<readonly R[]>;
  private waiting: { item: T; resolve: (result: R) => void; reject: (error: unknown) => void }[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(width: number, waitMs: number, work: (items: readonly T[]) => Promise<readonly R[]>) {
    this.underWay = width;
    this.waitMs = waitMs;
    this.work = work;
  }

  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.timer ??= setTimeout(() => void this.go(), this.waitMs);
      this.goIfAllWait();
    });
  }

  /** One who was under way has ended. */
  ended(): void {
    this.underWay--;
    this.goIfAllWait();
  }

  private goIfAllWait(): void {
    if (this.waiting.length > 0 && this.waiting.length >= this.underWay) void this.go();
  }

  private async go(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const all = this.waiting;
    this.waiting = [];
    try {
      const results = await this.work(all.map(({ item }) => item));
      all.forEach(({ resolve }, at) => resolve(results[at] as R));
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  }
}
