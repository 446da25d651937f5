import type { Store } from "./store";
import { KEPT_S } from "./store";
import { say } from "./words";

const ALWAYS = ["song", "perfume", "touch", "stove"];
const SHELVES: [string, string[]][] = [
  ["sense", ["song", "tune", "perfume", "smell", "touch", "hand", "warmth"]],
  ["hurt", ["stove", "cut", "think", "think_cut"]],
  ["time", ["night", "sore", "safe", "safe_hand"]],
];
const NEEDS: Record<string, string> = {
  think: "stove",
  think_cut: "cut",
  tune: "song",
  smell: "school",
  safe_hand: "cut",
};

/** The buttons: every press counts, at any time. */
export function Cues({ store }: { store: Store }) {
  const hello = store.hello.value!;
  const episodes = new Set(store.state.value?.episodes ?? []);
  const lit = store.lit.value;
  const isShown = (cue: string) =>
    hello.cues.includes(cue) &&
    !store.wishes.hide.has(cue) &&
    (ALWAYS.includes(cue) || lit.has(cue) || NEEDS[cue] === undefined || episodes.has(NEEDS[cue]!));
  return (
    <section class="cues" aria-label="Buttons">
      {SHELVES.map(([shelf, cues]) => (
        <div class={`shelf ${shelf}`} key={shelf}>
          {cues.filter(isShown).map((cue) => (
            <button
              type="button"
              key={cue}
              data-cue={cue}
              class={lit.has(cue) ? "cue lit" : "cue"}
              onClick={() => store.press(cue)}
            >
              {say(`cue.${cue}`)}
            </button>
          ))}
        </div>
      ))}
    </section>
  );
}

export function Choices({ store }: { store: Store }) {
  if (store.choices.value.length === 0) return null;
  return (
    <div class="choices">
      {store.choices.value.map((choice) => (
        <button type="button" key={choice.id} class="choice" data-choice={choice.id} onClick={choice.press}>
          {choice.label}
        </button>
      ))}
    </div>
  );
}

/** Few levers, each with a meaning. */
export function Levers({ store }: { store: Store }) {
  const hello = store.hello.value!;
  const stand = store.state.value?.levers ?? {};
  if (store.presenter.value) return null;
  return (
    <section class="levers" aria-label="Levers">
      {hello.levers
        .filter((lever) => !store.wishes.hide.has(lever.name))
        .map((lever) => (
          <fieldset key={lever.name} data-lever={lever.name}>
            <legend>{say(`lever.${lever.name}`)}</legend>
            {lever.values.map((value) => (
              <label key={value} class={stand[lever.name] === value ? "place on" : "place"}>
                <input
                  type="radio"
                  name={`lever-${lever.name}`}
                  checked={stand[lever.name] === value}
                  onChange={() => store.pull(lever.name, value)}
                />
                <span>{say(`lever.${lever.name}.${value}`)}</span>
              </label>
            ))}
          </fieldset>
        ))}
    </section>
  );
}

/** Play, pause, step, speed; look back two minutes, and return. */
export function Transport({ store }: { store: Store }) {
  const state = store.state.value;
  const hello = store.hello.value!;
  if (!state) return null;
  const ring = store.frames[0]!;
  const span = ring.length > 1 ? ring[ring.length - 1]!.t_s - ring[0]!.t_s : 0;
  const backS = store.backS.value;
  const isPlaying = state.is_playing && !store.isStopped.value;
  const isLive = store.wire.hasServer || !store.wire.isReplay;
  return (
    <section class="transport" aria-label={say("play")}>
      {isLive && (
        <>
          <button type="button" class="round" data-do="play" onClick={() => store.play(!isPlaying)}>
            {isPlaying ? say("pause") : say("play")}
          </button>
          <button type="button" class="round" data-do="step" onClick={() => store.send({ what: "step" })}>
            {say("step")}
          </button>
          <label class="speed">
            {say("speed")}
            <select
              value={String(state.speed)}
              onChange={(event) => store.send({ what: "speed", value: Number(event.currentTarget.value) })}
            >
              {hello.speeds.map((speed) => (
                <option key={speed} value={String(speed)}>
                  {speed}×
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      <label class="back">
        {say("back")}
        <input
          type="range"
          min={0}
          max={Math.max(1, Math.floor(Math.min(span, KEPT_S) * 10) / 10)}
          step={0.1}
          value={backS ?? 0}
          aria-valuetext={say("back.seconds", { s: (backS ?? 0).toFixed(1) })}
          onInput={(event) => {
            const value = Number(event.currentTarget.value);
            store.backS.value = value > 0 ? value : null;
          }}
        />
      </label>
      <button type="button" data-do="live" disabled={backS === null} onClick={() => (store.backS.value = null)}>
        {say("live")}
      </button>
      <p class="clock">
        {say("clock", { s: state.t_s.toFixed(0), h: state.hours.toFixed(0) })}
        {state.is_fast ? ` ${say("fast")}` : ""}
        {!state.is_fast && isPlaying && state.ratio < 0.8 * state.speed
          ? ` ${say("slow", { ratio: state.ratio.toFixed(1) })}`
          : ""}
      </p>
      <ol class="line" aria-hidden="true">
        {state.presses
          .filter((press) => state.t_s - press.at_s < KEPT_S)
          .map((press) => (
            <li
              key={press.at_s + press.cue}
              style={{ right: `${((state.t_s - press.at_s) / KEPT_S) * 100}%` }}
              title={press.cue}
            />
          ))}
      </ol>
    </section>
  );
}

/** Which groups lit up; press one to see its cells. */
export function Groups({ store }: { store: Store }) {
  const groups = store.state.value?.groups[0] ?? [];
  const group = store.group.value;
  const links = store.state.value?.links[0] ?? [];
  const title = (name: string) => say(`cue.${name}`);
  return (
    <section class="groups" aria-label={say("group")}>
      <h2>{say("group")}</h2>
      {groups.length === 0 && <p>{say("group.none")}</p>}
      <div class="tags">
        {groups.map((name) => (
          <button
            type="button"
            key={name}
            data-group={name}
            aria-pressed={group?.name === name}
            onClick={() =>
              group?.name === name ? (store.group.value = null) : store.send({ what: "members", name, side: 0 })
            }
          >
            {title(name)}
          </button>
        ))}
      </div>
      {group && (
        <div class="members">
          <p>
            {say("group.members", {
              name: title(group.name),
              size: group.size,
              regions: Object.keys(group.regions).length,
            })}
          </p>
          <ul>
            {Object.entries(group.regions).map(([region, n]) => (
              <li key={region}>
                {store.hello.value?.sides[0]?.regions.find((each) => each.name === region)?.title ?? region}: {n}
              </li>
            ))}
          </ul>
          {Object.entries(group.shared).map(([other, share]) => (
            <p key={other}>{say("group.shared", { share: `${Math.round(share * 100)} %`, other: title(other) })}</p>
          ))}
        </div>
      )}
      <p class="grown">{say("links", { n: links.length })}</p>
    </section>
  );
}
