"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const text = document.getElementById("text");
  const cards = all(".card");
  const ROLES = { e: "on-evidence", t: "on-trigger", a: "on-actor", r: "on-recipient", d: "on-when", p: "on-where", c: "on-condition" };
  let current = -1;

  document.documentElement.classList.add("scripted");

  const marked = (key) => all(`[data-m~="${key}"]`, text);

  function reveal(element) {
    if (!element) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const narrow = matchMedia("(max-width: 56rem)").matches;
    element.scrollIntoView({ block: narrow ? "start" : "center", behavior: calm ? "auto" : "smooth" });
  }

  function clear() {
    for (const css of [...Object.values(ROLES), "on-found"]) all("." + css, text).forEach((run) => run.classList.remove(css));
    cards.forEach((card) => {
      card.classList.remove("selected");
      card.querySelector(".pick").setAttribute("aria-expanded", "false");
    });
    delete text.dataset.quad;
  }

  function listed() {
    return cards.map((card, i) => i).filter((i) => !cards[i].hidden);
  }

  function tell() {
    const position = document.getElementById("position");
    if (!position) return;
    const shown = listed();
    const at = shown.indexOf(current);
    const count = shown.length === 1 ? "1 event" : `${shown.length} events`;
    position.textContent = at < 0 ? count : `${at + 1} of ${shown.length}`;
    document.getElementById("close").hidden = at < 0;
  }

  function select(i, scroll = true) {
    clear();
    current = i;
    if (i >= 0) {
      const card = cards[i];
      card.classList.add("selected");
      card.querySelector(".pick").setAttribute("aria-expanded", "true");
      text.dataset.quad = card.dataset.quad;
      for (const [letter, css] of Object.entries(ROLES)) marked(letter + i).forEach((run) => run.classList.add(css));
      if (scroll) {
        card.scrollIntoView({ block: "nearest" });
        reveal(marked("t" + i)[0] || marked("e" + i)[0]);
      }
      history.replaceState(null, "", "#event=" + (i + 1));
    } else {
      history.replaceState(null, "", " ");
    }
    tell();
  }

  function step(by) {
    const shown = listed();
    if (!shown.length) return;
    const at = shown.indexOf(current);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length;
    select(shown[next]);
  }

  function filter() {
    const off = all("[data-filter][aria-pressed=false]");
    cards.forEach((card) => {
      card.hidden = off.some((chip) => card.dataset[chip.dataset.filter] === chip.dataset.value);
    });
    if (current >= 0 && cards[current].hidden) select(-1);
    tell();
  }

  function toggle(chip) {
    chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
    if (chip.dataset.layer) text.classList.toggle("no-" + chip.dataset.layer, chip.getAttribute("aria-pressed") === "false");
    else filter();
  }

  function find(key) {
    const runs = marked(key);
    select(-1);
    runs.forEach((run) => run.classList.add("on-found"));
    reveal(runs[0]);
  }

  function eventsAt(run) {
    const keys = (run.dataset.m || "").split(" ").filter((key) => /^[et]\d+$/.test(key));
    return [...new Set(keys.map((key) => Number(key.slice(1))))].filter((i) => !cards[i].hidden);
  }

  document.addEventListener("click", (click) => {
    const target = click.target;
    const chip = target.closest(".chip");
    const pick = target.closest(".pick");
    const go = target.closest(".go");
    const run = target.closest("#text [data-m]");
    if (chip) toggle(chip);
    else if (pick) {
      const i = cards.indexOf(pick.closest(".card"));
      select(i === current ? -1 : i);
    } else if (go) find(go.dataset.go);
    else if (target.closest("#next")) step(1);
    else if (target.closest("#previous")) step(-1);
    else if (target.closest("#close")) select(-1);
    else if (run && !String(getSelection())) {
      const here = eventsAt(run);
      if (here.length) {
        const next = here[(here.indexOf(current) + 1) % here.length];
        select(next, false);
        cards[next].scrollIntoView({ block: "nearest" });
      }
    }
  });

  document.addEventListener("keydown", (key) => {
    if (key.ctrlKey || key.metaKey || key.altKey) return;
    const act = { n: () => step(1), j: () => step(1), ArrowRight: () => step(1), p: () => step(-1), k: () => step(-1), ArrowLeft: () => step(-1), Escape: () => select(-1) }[key.key];
    if (!act || !cards.length) return;
    key.preventDefault();
    act();
  });

  const asked = /^#event=(\d+)$/.exec(location.hash);
  if (asked && cards[asked[1] - 1]) select(asked[1] - 1);
})();
