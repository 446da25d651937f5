// Stories are state machines: each beat waits for what the person does, and never for a press of "next".

import { effect } from "@preact/signals";
import type { Message } from "./protocol";
import type { Store } from "./store";
import { say } from "./words";

export interface Beat {
  /** Caption to say when it begins. */
  caption?: string;
  /** Buttons and levers that glow. */
  lit?: string[];
  /** What is done when it begins. */
  enter?: (story: Story) => void;
  /** After a message: the name of the next beat, or nothing to stay. */
  when?: (message: Message, story: Story) => string | null | undefined;
  /** Go on by itself after some seconds. */
  after?: [seconds: number, next: string];
  /** Ways to go on that the person chooses from. */
  choices?: [label: string, next: string][];
}

export interface Plot {
  name: string;
  title: string;
  begin: string;
  beats: Record<string, Beat>;
}

const MANY_STOVES = 10;

export class Story {
  at = "";
  readonly first = new Map<string, number>();
  readonly last = new Map<string, number>();
  private readonly rang = new Map<string, number>();
  /** Which site the story is about: the back, or the hand after a paper cut. */
  site: "back" | "hand" = "back";
  count = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private isOver = false;
  private stoves = 0;
  private saidOrder = false;
  private readonly leave: () => void;

  constructor(
    readonly store: Store,
    readonly plot: Plot,
    private readonly ended: () => void,
  ) {
    const off = store.on((message) => this.hear(message));
    // While the brain stands still the story does, too.
    const stopWatching = effect(() => void store.isStopped.value);
    this.leave = () => {
      off();
      stopWatching();
    };
    this.go(plot.begin);
  }

  /** How loud the alarm was at the touch when it first rang. */
  get loudest(): number {
    return this.rang.get(this.touch) ?? 0;
  }

  get touch(): string {
    return this.site === "back" ? "touch" : "hand";
  }

  go(name: string): void {
    if (this.isOver) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const beat = this.plot.beats[name];
    if (!beat) {
      this.end();
      return;
    }
    this.at = name;
    const store = this.store;
    if (beat.caption) store.tell(say(beat.caption), true);
    store.lit.value = new Set((beat.lit ?? []).map((each) => (each === "touch" ? this.touch : each)));
    store.choices.value = (beat.choices ?? []).map(([label, next]) => ({
      id: `${name}-${next}`,
      label: say(label),
      press: () => this.go(next),
    }));
    beat.enter?.(this);
    if (beat.after && this.at === name) {
      const [seconds, next] = beat.after;
      const pace = store.wishes.hide.has("_slow") ? 0.2 : 1;
      this.timer = setTimeout(() => this.go(next), seconds * 1000 * pace);
    }
  }

  /** Let time run slower, or as it did. */
  pace(speed: number): void {
    this.store.send({ what: "speed", value: this.store.gentle.value ? 0.5 : speed });
  }

  /** Leave the beat by its own way on: what a presenter's key does. */
  forward(): void {
    const beat = this.plot.beats[this.at];
    if (beat?.after) this.go(beat.after[1]);
    else if (beat?.choices?.[0]) this.go(beat.choices[0][1]);
    else {
      const cue = beat?.lit?.[0];
      if (cue) this.store.press(cue === "touch" ? this.touch : cue);
    }
  }

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.leave();
    this.store.lit.value = new Set();
    this.store.choices.value = [];
    this.ended();
  }

  private hear(message: Message): void {
    if (message.what === "answer" && message.side === 0) {
      if (!this.first.has(message.cue)) this.first.set(message.cue, message.alarm);
      this.last.set(message.cue, message.alarm);
      if (this.at === "again") this.rang.set(message.cue, message.alarm);
    }
    if (message.what === "pressed") this.hint(message.cue);
    const next = this.plot.beats[this.at]?.when?.(message, this);
    if (next) this.go(next);
  }

  private hint(cue: string): void {
    if (cue === "stove" || cue === "cut") {
      this.stoves += 1;
      if (this.stoves === MANY_STOVES) this.store.tell(say("h.stove10"));
    }
    const lit = this.store.lit.value;
    if (lit.size && !lit.has(cue) && !this.saidOrder && this.store.choices.value.length === 0) {
      this.saidOrder = true;
      this.store.tell(say("h.order"));
    }
  }
}

/** Go on when a cue was answered. */
export const answered =
  (cue: string | ((story: Story) => string), next: string | ((alarm: number, story: Story) => string)) =>
  (message: Message, story: Story): string | null => {
    const wanted = typeof cue === "string" ? cue : cue(story);
    if (message.what !== "answer" || message.side !== 0 || message.cue !== wanted) return null;
    return typeof next === "string" ? next : next(message.alarm, story);
  };
