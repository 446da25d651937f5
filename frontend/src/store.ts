import { batch, computed, signal } from "@preact/signals";
import { readHash, type Wishes } from "./hash";
import type { Frame, Group, Hello, Message, State, Wire } from "./protocol";
import { language, remember, remembered, say } from "./words";

export const KEPT_S = 120;
const LEAST_BETWEEN_MS = 2000;

export interface Heard {
  cue: string;
  before: number | null;
  now: number;
}

/** All that the page knows; one for each lab on the page. */
export class Store {
  readonly hello = signal<Hello | null>(null);
  readonly state = signal<State | null>(null);
  readonly caption = signal("");
  readonly error = signal("");
  readonly heard = signal<(Heard | null)[]>([null, null]);
  readonly group = signal<Group | null>(null);
  readonly region = signal<string | null>(null);
  readonly lit = signal<Set<string>>(new Set());
  readonly choices = signal<{ id: string; label: string; press: () => void }[]>([]);
  readonly doors = signal(false);
  readonly backS = signal<number | null>(null);
  readonly isStopped = signal(false);
  readonly gentle = signal(remembered("gentle", "0") === "1");
  readonly presenter = signal(false);
  readonly large = signal(remembered("large", "0") === "1");
  readonly dialog = signal<"" | "menu" | "truth" | "clinicians" | "shelf" | "notice">("");
  readonly plot = signal(false);
  readonly alarm = signal([0, 0]);
  readonly levels = signal<number[][]>([[], []]);
  readonly wishes: Wishes;
  readonly reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  readonly isFast = computed(() => this.state.value?.is_fast ?? false);
  readonly frames: Frame[][] = [[], []];
  readonly first = [new Map<string, number>(), new Map<string, number>()];
  private readonly listeners = new Set<(message: Message) => void>();
  private readonly waiting: string[] = [];
  private lastSaid = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private lastLevels = 0;
  private number = 0;

  constructor(readonly wire: Wire) {
    this.wishes = readHash(wire.hasServer ? location.hash : "");
    if (this.wishes.gentle) this.gentle.value = true;
    if (this.wishes.presenter) this.presenter.value = true;
    if (this.wishes.lang) language.value = this.wishes.lang;
    wire.onMessage((message) => this.hear(message));
    wire.onFrame((frame) => this.see(frame));
  }

  on(listener: (message: Message) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  send(message: Record<string, unknown>): number {
    this.number += 1;
    this.wire.send({ ...message, id: this.number });
    return this.number;
  }

  press(cue: string): void {
    this.isStopped.value = false;
    this.backS.value = null;
    this.send({ what: "press", cue });
  }

  pull(name: string, value: number): void {
    this.send({ what: "lever", name, value });
  }

  play(isPlaying: boolean): void {
    if (isPlaying) {
      this.isStopped.value = false;
      this.backS.value = null;
    }
    this.send({ what: isPlaying ? "play" : "pause" });
  }

  stop(): void {
    batch(() => {
      this.isStopped.value = true;
      this.backS.value = null;
      this.dialog.value = "";
    });
    this.send({ what: "stop" });
    this.tell(say("stopped"), true);
  }

  reset(to: { brain?: string; seed?: number; beside?: string | null } = {}): void {
    const hello = this.hello.value;
    const beside = to.beside === undefined ? hello?.sides[1]?.brain ?? null : to.beside;
    this.send({ what: "reset", brain: to.brain ?? hello?.sides[0]?.brain, seed: to.seed ?? hello?.seed, beside });
  }

  /** Ask for what the address says and the lab has not; return whether a new sitting comes of it. */
  obeyAddress(hello: Hello): boolean {
    const { wishes } = this;
    if (!this.wire.hasServer || hello.state.presses.length > 0) return false;
    const isOther =
      (wishes.brain !== undefined && wishes.brain !== hello.sides[0]?.brain) ||
      (wishes.seed !== undefined && wishes.seed !== hello.seed) ||
      (wishes.beside !== undefined && wishes.beside !== hello.sides[1]?.brain);
    if (isOther) {
      const to: { brain?: string; seed?: number; beside?: string | null } = { beside: wishes.beside ?? null };
      if (wishes.brain !== undefined) to.brain = wishes.brain;
      if (wishes.seed !== undefined) to.seed = wishes.seed;
      this.reset(to);
    }
    for (const [name, value] of Object.entries(wishes.levers)) this.pull(name, value);
    if (this.gentle.value) this.send({ what: "speed", value: 0.5 });
    return isOther;
  }

  setGentle(isGentle: boolean): void {
    this.gentle.value = isGentle;
    remember("gentle", isGentle ? "1" : "0");
    this.send({ what: "speed", value: isGentle ? 0.5 : 1 });
  }

  /** Say something in the live region: at most one message in two seconds, the latest of those that wait. */
  tell(text: string, isUrgent = false): void {
    if (isUrgent) {
      this.waiting.length = 0;
      this.saidNow(text);
      return;
    }
    const left = this.lastSaid + LEAST_BETWEEN_MS - performance.now();
    if (left <= 0 && this.timer === null) {
      this.saidNow(text);
      return;
    }
    this.waiting.splice(0, this.waiting.length, text);
    this.timer ??= setTimeout(() => {
      this.timer = null;
      const next = this.waiting.shift();
      if (next !== undefined) this.saidNow(next);
    }, Math.max(left, 0));
  }

  private saidNow(text: string): void {
    this.lastSaid = performance.now();
    this.caption.value = text;
  }

  private hear(message: Message): void {
    batch(() => {
      switch (message.what) {
        case "hello":
          this.hello.value = message;
          this.state.value = message.state;
          this.frames.forEach((each) => (each.length = 0));
          this.first.forEach((each) => each.clear());
          this.heard.value = [null, null];
          this.group.value = null;
          this.isStopped.value = false;
          break;
        case "state":
          this.state.value = message;
          break;
        case "answer":
          this.answer(message.side, message.cue, message.alarm);
          if (message.side === 0 && message.group) this.group.value = message.group;
          break;
        case "members":
          if (message.found) this.group.value = message.found;
          break;
        case "error":
        case "lost":
          this.error.value = message.text;
          break;
      }
    });
    for (const listener of this.listeners) listener(message);
  }

  private answer(side: number, cue: string, now: number): void {
    const first = this.first[side];
    if (!first) return;
    const before = first.get(cue) ?? null;
    if (before === null) first.set(cue, now);
    const heard = [...this.heard.value];
    heard[side] = { cue, before, now };
    this.heard.value = heard;
  }

  private see(frame: Frame): void {
    const ring = this.frames[frame.side];
    if (!ring) return;
    ring.push(frame);
    while (ring.length && frame.t_s - ring[0]!.t_s > KEPT_S) ring.shift();
    // Words and the meter change a few times a second, however many pictures there are.
    const now = performance.now();
    if (now - this.lastLevels > 250 || frame.side === 1) {
      this.lastLevels = now;
      batch(() => {
        const alarm = [...this.alarm.value];
        alarm[frame.side] = frame.alarm;
        this.alarm.value = alarm;
        const levels = [...this.levels.value];
        levels[frame.side] = Array.from(frame.rates, levelOf);
        this.levels.value = levels;
      });
    }
  }

  /** The frame to draw: the newest, or one of the last two minutes. */
  frameOf(side: number): Frame | null {
    const ring = this.frames[side] ?? [];
    const newest = ring[ring.length - 1] ?? null;
    const backS = this.backS.value;
    if (backS === null || newest === null) return newest;
    const wanted = newest.t_s - backS;
    let low = 0;
    let high = ring.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ring[middle]!.t_s < wanted) low = middle + 1;
      else high = middle;
    }
    return ring[low] ?? newest;
  }
}

/** How active a region is, in four words, from its rate (Hz). */
export function levelOf(rate: number): number {
  return rate < 1.8 ? 0 : rate < 3 ? 1 : rate < 6 ? 2 : 3;
}

/** How loud the alarm is, in four words, from 0 to 10. */
export function loudnessOf(alarm: number): number {
  return alarm < 1 ? 0 : alarm < 3 ? 1 : alarm < 6 ? 2 : 3;
}
