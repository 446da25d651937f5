// The page's shell: one socket that looks like a notebook's model to the widget.

interface Hosted {
  default: { render(host: { model: unknown; el: HTMLElement }): () => void };
}

const AGAIN_MS = 1500;
const MOST_TRIES = 5;

type Hear = (content: unknown, buffers: DataView[]) => void;

class SocketModel {
  readonly hasServer = true;
  private hears: Hear[] = [];
  private socket: WebSocket | null = null;
  private early: [unknown, DataView[]][] = [];
  private tries = 0;

  connect(): void {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`);
    socket.binaryType = "arraybuffer";
    // Heard before the widget is there: nothing that was said may be lost.
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      this.tries = 0;
      if (typeof event.data === "string") this.tell(JSON.parse(event.data), []);
      else this.tell({ what: "frame" }, [new DataView(event.data)]);
    };
    socket.onclose = (event) => {
      this.tries += 1;
      const text = event.reason || "The link to the lab was lost. Start it again, then reload.";
      this.tell({ what: "lost", text }, []);
      if (this.tries <= MOST_TRIES && event.code !== 1008) setTimeout(() => this.connect(), AGAIN_MS * this.tries);
    };
    this.socket = socket;
  }

  private tell(content: unknown, buffers: DataView[]): void {
    if (!this.hears.length) this.early.push([content, buffers]);
    this.hears.forEach((hear) => hear(content, buffers));
  }

  send(content: Record<string, unknown>): void {
    if (content["what"] === "ready") {
      // Told once the widget listens; the socket said hello by itself.
      this.early.splice(0).forEach(([early, buffers]) => this.hears.forEach((hear) => hear(early, buffers)));
      return;
    }
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(content));
  }

  on(_name: string, hear: Hear): void {
    this.hears.push(hear);
  }

  off(): void {
    this.hears = [];
  }
}

const model = new SocketModel();
model.connect();
// @ts-expect-error The widget is a file of its own, the same one that notebooks load.
const hosted = (await import("/static/widget.js")) as Hosted;
hosted.default.render({ model, el: document.getElementById("lab")! });
