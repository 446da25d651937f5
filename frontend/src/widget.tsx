// One module, three hosts: the lab's page (through page.ts), a notebook (anywidget), and a replay in a file.

import { render as draw } from "preact";
import { App } from "./app";
import { Governor, luminance, MOST_STEP_MS, PALETTE, ramp, rgbOf, TAU_MS } from "./governor";
import { type Frame, type Message, readFrame, type Wire } from "./protocol";
import { Store } from "./store";
import plotStyle from "uplot/dist/uPlot.min.css?inline";
import style from "./style.css?inline";

export const governor = { Governor, luminance, MOST_STEP_MS, PALETTE, ramp, rgbOf, TAU_MS };

/** What an anywidget host gives: see anywidget's front-end module specification. */
export interface Model {
  send(content: Record<string, unknown>): void;
  on(name: "msg:custom", hear: (content: unknown, buffers: DataView[]) => void): void;
  off(name?: string, hear?: unknown): void;
  hasServer?: boolean;
}

class ModelWire implements Wire {
  readonly isReplay = false;
  readonly hasServer: boolean;
  private hears: ((message: Message) => void)[] = [];
  private sees: ((frame: Frame) => void)[] = [];

  constructor(private readonly model: Model) {
    this.hasServer = model.hasServer ?? false;
    model.on("msg:custom", (content, buffers) => {
      const buffer = buffers?.[0];
      if (buffer) {
        const view = buffer instanceof DataView ? buffer : new DataView(buffer as ArrayBuffer);
        const frame = readFrame(view);
        if (frame) this.sees.forEach((see) => see(frame));
        this.drawn();
        return;
      }
      this.hears.forEach((hear) => hear(content as Message));
    });
  }

  /** Say that a frame was drawn: only then another one comes. A hidden page draws none. */
  private drawn(): void {
    if (document.hidden) {
      document.addEventListener("visibilitychange", () => this.send({ what: "drawn" }), { once: true });
      return;
    }
    requestAnimationFrame(() => this.send({ what: "drawn" }));
  }

  send(message: Record<string, unknown>): void {
    this.model.send(message);
  }

  onMessage(hear: (message: Message) => void): void {
    this.hears.push(hear);
  }

  onFrame(see: (frame: Frame) => void): void {
    this.sees.push(see);
  }
}

function mount(el: HTMLElement, wire: Wire): () => void {
  el.classList.add("neurotag-lab");
  const sheet = document.createElement("style");
  sheet.textContent = plotStyle + style;
  const place = document.createElement("div");
  el.replaceChildren(sheet, place);
  const store = new Store(wire);
  draw(<App store={store} />, place);
  (el as unknown as { lab: Store }).lab = store;
  return () => {
    draw(null, place);
    el.replaceChildren();
  };
}

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const leave = mount(el, new ModelWire(model));
  model.send({ what: "ready" });
  return leave;
}

export default { render };

interface ReelData {
  hello: Message;
  length: number;
  n: number;
  film: string;
  said: [number, Message][];
}

/** Play a replay: its frames are differences, column by column, deflated. */
export async function playReel(el: HTMLElement, reel: ReelData): Promise<void> {
  const hears: ((message: Message) => void)[] = [];
  const sees: ((frame: Frame) => void)[] = [];
  const wire: Wire = {
    isReplay: true,
    hasServer: false,
    send: () => undefined,
    onMessage: (hear) => void hears.push(hear),
    onFrame: (see) => void sees.push(see),
  };
  mount(el, wire);
  const packed = Uint8Array.from(atob(reel.film), (each) => each.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const columns = new Uint8Array(await new Response(stream).arrayBuffer());
  const frames: Frame[] = [];
  const bytes = new Uint8Array(reel.length);
  for (let row = 0; row < reel.n; row++) {
    for (let at = 0; at < reel.length; at++) bytes[at] = (bytes[at]! + columns[at * reel.n + row]!) & 255;
    const frame = readFrame(new DataView(bytes.slice().buffer));
    if (frame) frames.push(frame);
  }
  hears.forEach((hear) => hear(reel.hello));
  const said = [...reel.said];
  let at = 0;
  setInterval(() => {
    if (at >= frames.length) {
      at = 0;
      said.splice(0, said.length, ...reel.said);
      hears.forEach((hear) => hear(reel.hello));
    }
    const frame = frames[at++];
    if (!frame) return;
    while (said.length && said[0]![0] <= frame.t_s) {
      const message = said.shift()![1];
      hears.forEach((hear) => hear(message));
    }
    sees.forEach((see) => see(frame));
  }, 1000 / 15);
}
