import { answered, type Plot } from "../story";

export const PERFUME: Plot = {
  name: "perfume",
  title: "story.perfume",
  begin: "day",
  beats: {
    day: { caption: "p.1", lit: ["perfume"], when: answered("perfume", "more") },
    more: {
      caption: "p.2",
      lit: ["perfume"],
      when: (message, story) => {
        if (message.what === "answer" && message.side === 0 && message.cue === "perfume") story.count += 1;
        return story.count >= 2 ? "smell" : null;
      },
    },
    smell: { caption: "p.3", lit: ["smell"], when: answered("smell", "back") },
    back: { caption: "p.4", after: [6, "end"] },
    end: { enter: (story) => story.end() },
  },
};

export const WEEKS: Plot = {
  name: "weeks",
  title: "story.weeks",
  begin: "sore",
  beats: {
    sore: { caption: "w.1", lit: ["sore"], when: (message) => (message.what === "night" ? "more" : null) },
    more: { caption: "w.2", lit: ["sore"], when: (message) => (message.what === "night" ? "touch" : null) },
    touch: { caption: "w.3", lit: ["touch"], when: answered("touch", "told") },
    told: { caption: "w.4", after: [6, "end"] },
    end: { enter: (story) => story.end() },
  },
};

export const BALLROOM: Plot = {
  name: "ballroom",
  title: "story.ballroom",
  begin: "red",
  beats: {
    red: { caption: "b.1", after: [6, "orange"] },
    orange: { caption: "b.2", lit: ["hand"], when: answered("hand", "ushers") },
    ushers: { caption: "b.3", after: [6, "faster"] },
    faster: { caption: "b.4", lit: ["touch"], when: answered("touch", "whisper") },
    whisper: { caption: "b.5", after: [6, "end"] },
    end: { enter: (story) => story.end() },
  },
};

export const BACK: Plot = {
  name: "back",
  title: "story.back",
  begin: "explain",
  beats: {
    explain: { caption: "r.1", choices: [["s.explain.button", "safe"]] },
    safe: {
      caption: "r.2",
      lit: ["safe"],
      enter: (story) => story.store.pull("threat", 0.5),
      when: (message, story) => {
        if (message.what === "night") story.count += 1;
        return story.count >= 3 ? "calmer" : null;
      },
    },
    calmer: { caption: "r.3", after: [6, "end"] },
    end: { enter: (story) => story.end() },
  },
};
