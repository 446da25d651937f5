import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { BrainView } from "./brain";
import { Gauge } from "./gauge";
import { Dialogs } from "./menu";
import { Choices, Cues, Groups, Levers, Transport } from "./panels";
import { Plot } from "./plot";
import { FIRST } from "./stories/first";
import { BACK, BALLROOM, PERFUME, WEEKS } from "./stories/others";
import type { Hello } from "./protocol";
import type { Store } from "./store";
import { Story, type Plot as Tale } from "./story";
import { say } from "./words";

const TALES: Tale[] = [FIRST, PERFUME, WEEKS, BALLROOM, BACK];
const HIDDEN_MS = 10_000;

export function App({ store }: { store: Store }) {
  const story = useRef<Story | null>(null);
  const telling = useSignal<string>("");
  const begin = (tale: Tale) => {
    story.current?.end();
    store.doors.value = false;
    telling.value = tale.name;
    story.current = new Story(store, tale, () => {
      telling.value = "";
      story.current = null;
      store.doors.value = true;
    });
  };

  useEffect(() => {
    let isNew = true;
    const welcome = (hello: Hello) => {
      if (isNew) {
        isNew = false;
        // What the address asks for comes first; then the story begins.
        if (store.obeyAddress(hello)) return;
      }
      const told = story.current;
      story.current = null;
      told?.end();
      store.doors.value = false;
      const { wishes } = store;
      if (wishes.explore || store.wire.isReplay || hello.state.presses.length > 0) {
        store.doors.value = true;
        if (!store.wire.isReplay) store.tell(say("explore"), true);
      }
      else begin(wishes.skip.has("stove") || wishes.skip.has("first") ? PERFUME : FIRST);
    };
    const off = store.on((message) => {
      if (message.what === "hello") welcome(message);
    });
    // It may have come before this page was drawn.
    if (store.hello.value) welcome(store.hello.value);
    return () => {
      off();
      story.current?.end();
    };
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !store.dialog.value) {
        event.preventDefault();
        store.stop();
      }
      if (store.presenter.value && event.key === "PageDown") {
        event.preventDefault();
        story.current?.forward();
      }
    };
    let timer: ReturnType<typeof setTimeout> | null = null;
    const onHide = () => {
      if (document.hidden) timer = setTimeout(() => store.send({ what: "pause" }), HIDDEN_MS);
      else if (timer !== null) clearTimeout(timer);
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("visibilitychange", onHide);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("visibilitychange", onHide);
    };
  }, []);

  const hello = store.hello.value;
  if (!hello) return <p class="first">{say("s.quiet").split(".")[0]}.</p>;
  const classes = ["lab", store.gentle.value && "gentle", store.presenter.value && "presenter", store.large.value && "large",
    store.isStopped.value && "stopped", hello.sides.length > 1 && "two"].filter(Boolean).join(" ");
  return (
    <div class={classes}>
      <header>
        <h1>{say("title")}</h1>
        <button type="button" class="stop" data-do="stop" onClick={() => store.stop()}>{say("stop.hint")}</button>
        <button type="button" data-do="menu" onClick={() => (store.dialog.value = "menu")}>{say("menu")}</button>
      </header>
      <p class="caption" role="status" aria-live="polite" data-beat={telling.value}>{store.caption.value}</p>
      <Choices store={store} />
      {store.error.value && (
        <p class="error" role="alert">{store.error.value}{" "}
          <button type="button" onClick={() => (store.error.value = "")}>{say("ok")}</button>
        </p>
      )}
      {!store.wire.isReplay && <Cues store={store} />}
      <div class="stage">
        {hello.sides.map((_, side) => (
          <div class="side" key={side}>
            <BrainView store={store} side={side} />
            <Gauge store={store} side={side} />
          </div>
        ))}
      </div>
      <Transport store={store} />
      {!store.wire.isReplay && (
        <nav class="stories" aria-label={say("story.next")}>
          {telling.value && (
            <button type="button" data-do="skip" onClick={() => story.current?.end()}>{say("story.skip")}</button>
          )}
          {store.doors.value && (
            <>
              <button type="button" class="door" data-do="explore"
                onClick={() => {
                  store.doors.value = false;
                  store.tell(say("explore"), true);
                }}>{say("door.explore")}</button>
              <button type="button" class="door" data-do="clinicians"
                onClick={() => (store.dialog.value = "clinicians")}>{say("door.clinicians")}</button>
              {store.wire.hasServer && <button type="button" class="door" data-do="how-true"
                onClick={() => (store.dialog.value = "truth")}>{say("door.truth")}</button>}
            </>
          )}
          {!telling.value && TALES.map((tale) => (
            <button type="button" key={tale.name} data-story={tale.name} onClick={() => begin(tale)}>{say(tale.title)}</button>
          ))}
        </nav>
      )}
      {store.plot.value && <Plot store={store} />}
      <div class="aside">
        <Groups store={store} />
        {!store.wire.isReplay && <Levers store={store} />}
      </div>
      <footer>
        <button type="button" class="notice" onClick={() => (store.dialog.value = "notice")}>{say("notice")}</button>{" "}
        <small>{say("draft")} neurotag {hello.model}, seed {hello.seed}.</small>
      </footer>
      <Dialogs store={store} />
    </div>
  );
}
