/* The source panel and the small acts of the chat page. Everything it shows was escaped on the
   server; nothing here builds markup from text. */
(() => {
  "use strict";

  const state = {
    shown: "", // key of the card in the panel, "exchange-citation"
    markup: "", // its markup, to notice that the final answer changed it
    newest: "", // number of the newest exchange seen
    picked: false, // whether the reader chose a source since that one began
    follow: false, // whether to keep the newest question at the top while its answer grows
    said: "", // last announcement
  };

  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const panel = () => document.getElementById("ad-source");
  const cardOf = (key) =>
    all(".ad-exchange [data-card]").find((card) => card.dataset.card === key);
  const narrow = () => window.matchMedia("(max-width: 900px)").matches;
  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const scrollTo = (element, block) =>
    element.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });

  function announce(words) {
    let region = document.getElementById("ad-live");
    if (!region) {
      region = document.createElement("div");
      region.id = "ad-live";
      region.className = "ad-sr";
      region.setAttribute("role", "status");
      document.body.append(region);
    }
    if (words && words !== state.said) region.textContent = words;
    state.said = words;
  }

  function clearPanel() {
    state.shown = state.markup = "";
    panel()?.replaceChildren();
    mark();
  }

  function mark() {
    for (const button of all("[data-cite]")) {
      const chosen = button.dataset.cite === state.shown;
      if (chosen !== (button.getAttribute("aria-current") === "true")) {
        if (chosen) button.setAttribute("aria-current", "true");
        else button.removeAttribute("aria-current");
      }
    }
  }

  function show(key) {
    const card = cardOf(key);
    const place = panel();
    if (!card || !place) return false;
    if (state.shown !== key || state.markup !== card.innerHTML) {
      const copy = card.cloneNode(true);
      copy.hidden = false;
      copy.append(steps(key, card));
      place.replaceChildren(copy);
      if (state.shown !== key) place.closest("#ad-panel-html")?.scrollTo({ top: 0 });
      state.shown = key;
      state.markup = card.innerHTML;
      load(copy);
    }
    mark();
    return true;
  }

  function load(card) {
    for (const figure of all("figure[data-page]", card)) {
      loadPage(figure).catch(() => {
        figure.hidden = true;
        figure.nextElementSibling.hidden = false;
      });
    }
  }

  async function loadPage(figure) {
    const reply = await fetch(figure.dataset.page);
    if (!reply.ok) throw new Error(`page image: ${reply.status}`);
    const address = URL.createObjectURL(await reply.blob());
    const image = figure.querySelector("img");
    image.src = address;
    await image.decode();
    URL.revokeObjectURL(address);
    const marked = reply.headers.get("X-Highlighted") === "full";
    figure.querySelector(marked ? ".ad-marked" : ".ad-unmarked").hidden = false;
  }

  function button(words, act) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "ad-button";
    element.textContent = words;
    element.addEventListener("click", act);
    return element;
  }

  /* Under a card: the neighbouring sources, and the way back to the statement. */
  function steps(key, card) {
    const row = document.createElement("p");
    row.className = "ad-steps";
    const cards = all("[data-card]", card.closest(".ad-exchange"));
    const place = cards.indexOf(card);
    const go = (step) => () => {
      choose(cards[place + step].dataset.card);
      panel().focus({ preventScroll: !narrow() });
    };
    if (place > 0) row.append(button("Previous source", go(-1)));
    if (place < cards.length - 1) row.append(button("Next source", go(1)));
    row.append(button("Back to the answer", () => back(key)));
    return row;
  }

  function back(key) {
    const found = all(".ad-exchange [data-cite]").find((one) => one.dataset.cite === key);
    if (!found) return;
    scrollTo(found, "center");
    found.focus({ preventScroll: true });
  }

  function choose(key) {
    if (!show(key)) return;
    state.picked = true;
    const commenter = panel().querySelector(".ad-commenter")?.textContent ?? "";
    const where = panel().querySelector(".ad-where")?.textContent ?? "";
    announce(`Source shown: ${commenter}, ${where}`);
  }

  /* Where focus would be lost with a button that went away, the input box takes it; not on a
     phone, where that would open the keyboard. */
  function keepFocus() {
    const box = document.querySelector("#ad-question textarea");
    const lost = !document.activeElement || document.activeElement === document.body;
    if (box && lost && !narrow()) box.focus({ preventScroll: true });
  }

  /* After every change of the conversation. */
  function sync() {
    keepFocus();
    const exchanges = all(".ad-exchange");
    const last = exchanges[exchanges.length - 1];
    if (!last) {
      if (state.newest) clearPanel();
      state.newest = "";
      state.picked = false;
      return;
    }
    const number = last.dataset.exchange;
    const running = ["waiting", "searching", "writing"].includes(last.dataset.stage);
    if (number !== state.newest) {
      state.newest = number;
      state.picked = false;
      state.follow = true;
      scrollTo(last, "start");
    } else if (state.follow) {
      last.scrollIntoView({ block: "start" });
    }
    state.follow = state.follow && running;
    const first = last.querySelector("[data-card]");
    if (!state.picked && first) show(first.dataset.card);
    else if (!state.picked && !running) clearPanel(); // what was read belongs to another question
    else if (state.shown && !show(state.shown)) clearPanel();
    mark();
    announce(last.dataset.announce);
  }

  async function copy(source) {
    const words = source.dataset.copy;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const area = document.createElement("textarea"); // no clipboard on plain http from afar
      area.value = words;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      source.focus();
    }
    announce("Copied.");
    source.classList.add("ad-did");
    setTimeout(() => source.classList.remove("ad-did"), 2000);
  }

  function download(source) {
    const link = document.createElement("a");
    const blob = new Blob([source.dataset.record], { type: "application/json" });
    link.href = URL.createObjectURL(blob);
    link.download = source.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function edit(source) {
    const box = document.querySelector("#ad-question textarea");
    box.value = source.dataset.edit;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target.closest("button") : null;
    if (!target) return;
    if (target.dataset.cite) {
      choose(target.dataset.cite);
      if (narrow()) {
        scrollTo(panel(), "start");
        panel().focus({ preventScroll: true });
      }
    }
    if (target.dataset.copy) copy(target);
    if (target.dataset.record) download(target);
    if (target.dataset.edit) edit(target);
  });

  for (const moved of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    document.addEventListener(moved, () => (state.follow = false), { passive: true });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.shown && panel()?.contains(event.target)) back(state.shown);
  });

  let due = false;
  const later = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      sync();
    });
  };
  new MutationObserver((changes) => {
    const ours = (node) =>
      (node instanceof Element ? node : node.parentElement)?.closest("#ad-panel, #ad-live");
    if (changes.some((change) => !ours(change.target))) later();
  }).observe(document.documentElement, {
    childList: true,
    characterData: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-stage", "data-card", "data-exchange"],
  });
})();
