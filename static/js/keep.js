// A form that is sent as a whole (components/keep.html): what is typed is kept in this browser, for this user and this
// address alone, until the portal says that it has stored it (cookie "ocop_kept"), and offered again before that.
(() => {
  "use strict";

  const form = document.querySelector("form[data-keep]");
  if (!form || !window.ocopFields) return;
  const { isField, elements, names, same, read, write, offerOf } = window.ocopFields(form);

  const KEPT_FOR = 30 * 24 * 3600 * 1000;
  const PREFIX = "ocop:typed:";
  const KEY = `${PREFIX}${form.dataset.user}:${form.dataset.address}`;
  const TOKEN = Math.random().toString(36).slice(2, 12);
  const MOST_ROWS = 20;
  const offers = document.getElementById("keep-offer");
  let offered = null; // field → values, while the offer stands

  const all = () => Object.fromEntries(names().map((name) => [name, read(name)]));

  // -- What is kept --
  function kept(key = KEY) {
    try {
      const found = JSON.parse(localStorage.getItem(key) || "null");
      return found && found.values && found.at > Date.now() - KEPT_FOR ? found : null;
    } catch {
      return null;
    }
  }

  const forget = (key = KEY) => {
    try {
      localStorage.removeItem(key);
    } catch {
      // Storage is switched off: there is nothing to forget.
    }
  };

  const isStored = (token) => {
    const cookie = document.cookie.split("; ").find((each) => each.startsWith("ocop_kept="));
    return Boolean(cookie) && cookie.slice("ocop_kept=".length).split(".").includes(token);
  };

  function keep() {
    const values = all();
    for (const name of Object.keys(values)) if (same(values[name], first[name])) delete values[name];
    // What is offered and not answered yet stays, except where something else has been written.
    const found = { ...(offered || {}), ...values };
    if (!Object.keys(found).length) {
      forget();
      return;
    }
    try {
      localStorage.setItem(KEY, JSON.stringify({ token: TOKEN, at: Date.now(), values: found }));
    } catch {
      // Storage is full or switched off; the form works without.
    }
  }

  function sweep() {
    try {
      for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
        const found = kept(key);
        if (!found || isStored(found.token)) forget(key);
      }
    } catch {
      // Nothing to sweep.
    }
  }

  // -- What is offered --
  function offer() {
    const found = kept();
    if (!found) return;
    const rest = Object.fromEntries(Object.entries(found.values).filter(([name, values]) => !same(values, read(name))));
    if (!Object.values(rest).some((values) => values.length)) return;
    offered = rest;
    const filled = Object.fromEntries(Object.entries(rest).filter(([, values]) => values.length));
    offers.replaceChildren(offerOf(document.querySelector("template[data-keep-offer]"), found.at, filled));
  }

  function use(values, tries = 0) {
    const missing = {};
    for (const [name, each] of Object.entries(values)) {
      if (elements(name).length) write(name, each);
      else if (each.length) missing[name] = each;
    }
    // Fields of a further product are there once its row is.
    const more = form.querySelector("button[name=add][hx-post]");
    if (!Object.keys(missing).length || !more || !window.htmx || tries >= MOST_ROWS) {
      offered = null;
      keep();
      return;
    }
    offered = missing;
    document.body.addEventListener("htmx:afterSettle", () => use(missing, tries + 1), { once: true });
    more.click();
  }

  document.addEventListener("click", (event) => {
    const act = event.target.closest("[data-keep-act]");
    if (!act || !offered) return;
    offers.replaceChildren();
    if (act.dataset.keepAct === "use") {
      const name = Object.keys(offered)[0];
      use(offered);
      if (elements(name)[0]) elements(name)[0].focus();
    } else {
      offered = null;
      keep();
    }
  });

  for (const kind of ["input", "change"]) form.addEventListener(kind, (event) => isField(event.target) && keep());
  form.addEventListener("submit", () => {
    keep();
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "kept", value: TOKEN }));
  });

  sweep();
  const first = "unsaved" in form.dataset ? {} : all(); // what the page came with; a refused form has nothing stored
  offer();
})();
