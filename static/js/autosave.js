// A form that saves itself while somebody writes (components/autosave.html, registrations/views/autosave.py).
//
// htmx sends the fields that changed; what was typed and is not saved yet is kept in this browser, for this user and
// this address alone, and offered again when the page is opened next. Every word comes from the page.
(() => {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.htmx || !window.ocopFields) return;
  const { isField, elements, names, same, read, write, offerOf } = window.ocopFields(form);

  const PAUSE = 900; // ms after the last key
  const LONGEST = 8000; // ms of writing without a pause
  const RETRIES = [4000, 8000, 15000, 30000, 60000];
  const KEPT_FOR = 30 * 24 * 3600 * 1000;
  const PREFIX = "ocop:kept:";
  const KEY = `${PREFIX}${form.dataset.user}:${form.dataset.address}`;
  const TAB = Math.random().toString(36).slice(2);

  const state = document.getElementById("save-state");
  const alerts = document.getElementById("save-alert");
  const offers = document.getElementById("save-offer");

  const base = new Map(); // field → what the server holds, as far as this page knows
  const refused = new Map(); // field → what the server has refused; alone it is not sent again until it changes
  const unanswered = new Map(); // field → a text that was sent without an answer: it may have been saved
  const held = new Set(); // fields with a conflict that waits for a choice
  let sending = null; // field → what is on its way
  let offered = {}; // field → what was kept from an earlier visit and is still offered
  let timer = 0;
  let since = 0; // when the text that waits was begun
  let failures = 0;
  let leaving = false;

  // -- Fields --
  // A box with [data-save-shown] shows what became of its own fields (data-save: saving, saved, failed).
  function paint() {
    const states = new Map();
    for (const name of names()) {
      const box = elements(name)[0].closest("[data-save-shown]");
      if (!box) continue;
      const list = states.get(box) || [];
      if (held.has(name) || (isDirty(name) && (failures || same(read(name), refused.get(name))))) list.push("failed");
      else if (isDirty(name)) list.push("saving");
      else if (read(name).length) list.push("saved");
      states.set(box, list);
    }
    for (const [box, list] of states) {
      const now = ["failed", "saving", "saved"].find((each) => list.includes(each));
      if (now) box.dataset.save = now;
      else delete box.dataset.save;
    }
  }

  const isDirty = (name) => base.get(name) === undefined || !same(read(name), base.get(name));
  const dirty = () => names().filter(isDirty);
  const due = () => dirty().filter((name) => !held.has(name) && !same(read(name), refused.get(name)));

  // -- Marks: which version of each field this page has seen --
  function seenOf(name) {
    const inputs = [...form.querySelectorAll("input[type=hidden]")].filter(
      (el) => el.name.endsWith("seen") && name.startsWith(el.name.slice(0, -4)),
    );
    const input = inputs.sort((a, b) => b.name.length - a.name.length)[0];
    return input ? { input, column: name.slice(input.name.length - 4) } : null;
  }
  const splitMarks = (input) => input.value.split(" ").filter(Boolean);

  function markOf(name) {
    const seen = seenOf(name);
    return seen ? splitMarks(seen.input).filter((word) => word.startsWith(`${seen.column}:`)) : [];
  }

  function setMarks(name, marks) {
    const seen = seenOf(name);
    if (!seen) return;
    const others = splitMarks(seen.input).filter((word) => !word.startsWith(`${seen.column}:`));
    seen.input.value = [...others, ...marks].join(" ");
  }
  const setMark = (name, mark) => setMarks(name, [`${seenOf(name).column}:${mark}`]);

  // -- What is kept in this browser --
  function readKept() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) || "{}");
      return kept && typeof kept === "object" ? kept : {};
    } catch {
      return {};
    }
  }

  function keep() {
    const kept = readKept();
    for (const name of names()) {
      if (isDirty(name)) {
        const lost = (sending && sending.get(name)) || unanswered.get(name) || null;
        kept[name] = { at: Date.now(), values: read(name), marks: markOf(name), lost, tab: TAB };
      } else if (kept[name] && (kept[name].tab === TAB || same(kept[name].values, read(name)))) {
        delete kept[name];
      }
    }
    store({ ...offered, ...kept });
    paint();
  }

  function store(kept) {
    try {
      if (Object.keys(kept).length) localStorage.setItem(KEY, JSON.stringify(kept));
      else localStorage.removeItem(KEY);
    } catch {
      // Storage is full or switched off: the warning before leaving the page remains.
    }
  }

  function sweep() {
    try {
      for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
        const times = Object.values(JSON.parse(localStorage.getItem(key) || "{}")).map((each) => each.at || 0);
        if (!times.some((at) => at > Date.now() - KEPT_FOR)) localStorage.removeItem(key);
      }
    } catch {
      // Nothing to sweep.
    }
  }

  function offer() {
    const kept = readKept();
    for (const [name, each] of Object.entries(kept)) {
      if (!elements(name).length || same(each.values, read(name))) delete kept[name];
    }
    store(kept);
    if (!Object.keys(kept).length) return;
    offered = kept;
    const last = Math.max(...Object.values(kept).map((each) => each.at));
    const values = Object.fromEntries(Object.entries(kept).map(([name, each]) => [name, each.values]));
    offers.replaceChildren(offerOf(document.querySelector("template[data-save-offer]"), last, values));
  }

  function answerOffer(use) {
    const kept = offered;
    offered = {};
    offers.replaceChildren();
    if (use) {
      for (const [name, each] of Object.entries(kept)) {
        write(name, each.values);
        if (each.marks.length) setMarks(name, each.marks);
        if (each.lost) unanswered.set(name, each.lost);
      }
      keep();
      save();
      const first = elements(Object.keys(kept)[0])[0];
      if (first) first.focus();
    } else {
      const rest = readKept();
      for (const name of Object.keys(kept)) delete rest[name];
      store(rest);
      keep();
    }
  }

  // -- What is said --
  const piece = (kind, name) => document.querySelector(`template[data-save-${kind}="${name}"]`).content.cloneNode(true);
  const say = (name) => state.replaceChildren(piece("words", name));
  function alarm(name) {
    if (alerts.dataset.says === name) return;
    alerts.dataset.says = name;
    alerts.replaceChildren(piece("alert", name));
    // The alert stays on top of the page; it must not lie over what somebody is writing in.
    const here = form.contains(document.activeElement) ? document.activeElement.getBoundingClientRect().top : Infinity;
    const over = alerts.getBoundingClientRect().bottom + 48 - here;
    if (over > 0) window.scrollBy(0, -over);
  }
  function calm() {
    delete alerts.dataset.says;
    alerts.replaceChildren();
  }

  function showErrors(errors) {
    for (const [name, text] of Object.entries(errors)) {
      clearError(name);
      const el = elements(name)[0];
      const note = Object.assign(document.createElement("p"), { className: "field-error", textContent: text });
      note.dataset.saveError = name;
      note.id = `${name}-save-error`;
      (el.closest(".form-check, .score-level") || el).before(note);
      el.closest(".field").classList.add("field-invalid");
      el.setAttribute("aria-invalid", "true");
      el.setAttribute("aria-describedby", `${el.getAttribute("aria-describedby") || ""} ${note.id}`.trim());
    }
  }

  function clearError(name) {
    const el = elements(name)[0];
    const box = el && el.closest(".field");
    if (!box) return;
    for (const note of box.querySelectorAll(".field-error")) note.remove();
    box.classList.remove("field-invalid");
    el.removeAttribute("aria-invalid");
    const rest = (el.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && document.getElementById(id));
    if (rest.length) el.setAttribute("aria-describedby", rest.join(" "));
    else el.removeAttribute("aria-describedby");
  }

  // -- Saving --
  function soon(pause) {
    clearTimeout(timer);
    since = since || Date.now();
    timer = setTimeout(save, Math.max(0, Math.min(pause, since + LONGEST - Date.now())));
  }

  function save() {
    clearTimeout(timer);
    if (sending || leaving) return;
    since = 0;
    if (!due().length) {
      if (state.querySelector(".save-words-waiting")) state.replaceChildren();
      return;
    }
    // What was refused before goes along, so that the answer cannot say "saved" of the whole form while it stands there.
    const going = dirty().filter((name) => !held.has(name));
    sending = new Map(going.map((name) => [name, read(name)]));
    say("saving");
    window.htmx.trigger(form, "autosave");
  }

  form.addEventListener("htmx:configRequest", (event) => {
    const data = event.detail.formData;
    const seen = [...data.keys()].filter((name) => name === "csrfmiddlewaretoken" || name.endsWith("seen"));
    for (const name of new Set(data.keys())) if (!seen.includes(name)) data.delete(name);
    for (const [name, values] of sending || []) {
      data.append("autosave", name);
      for (const value of values) data.append(name, value);
      if (unanswered.has(name)) for (const value of unanswered.get(name)) data.append(`sent-${name}`, value);
    }
  });

  // A page that is no answer of ours (a hotel's login, a proxy's error) never gets into the form.
  form.addEventListener("htmx:beforeSwap", (event) => {
    const ours = event.detail.xhr.getResponseHeader("HX-Trigger-After-Swap");
    if (event.detail.xhr.status < 300 && !ours) {
      event.detail.shouldSwap = false;
      failed("refused", false);
    }
  });

  form.addEventListener("autosaved", (event) => {
    const { saved, errors, theirs, problem } = event.detail;
    const sent = sending || new Map();
    sending = null;
    failures = 0;
    calm();
    for (const [name, mark] of Object.entries(saved)) {
      if (sent.has(name)) base.set(name, sent.get(name));
      setMark(name, mark);
      clearError(name);
      unanswered.delete(name);
    }
    for (const name of Object.keys(problem ? Object.fromEntries(sent) : errors)) refused.set(name, sent.get(name));
    for (const name of Object.keys(theirs)) held.add(name);
    showErrors(errors);
    keep();
    if (due().length) {
      if (state.querySelector(".save-words-good")) say("saving");
      soon(PAUSE);
    }
  });

  function failed(kind, mayHaveArrived) {
    if (mayHaveArrived) for (const [name, values] of sending || []) unanswered.set(name, values);
    sending = null;
    say("failed");
    alarm(kind);
    failures += 1;
    keep();
    if (kind !== "session") {
      clearTimeout(timer);
      timer = setTimeout(save, RETRIES[Math.min(failures, RETRIES.length) - 1]);
    }
  }

  form.addEventListener("htmx:sendError", () => leaving || failed("line", true));
  form.addEventListener("htmx:timeout", () => failed("line", true));
  form.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401) failed("session", false);
    else failed(status >= 500 ? "line" : "refused", status >= 500);
  });

  // -- What people do --
  form.addEventListener("input", (event) => {
    if (!isField(event.target)) return;
    keep();
    // "Saved at" must not stand there while something new waits.
    if (!state.querySelector(".save-words-late, .save-words-waiting")) say("saving");
    soon(PAUSE);
  });
  form.addEventListener("change", (event) => {
    if (!isField(event.target)) return;
    keep();
    soon(50);
  });

  document.addEventListener("click", (event) => {
    const act = event.target.closest("[data-save-act]");
    if (act) {
      if (act.dataset.saveAct === "retry") save();
      if (act.dataset.saveAct === "leave") leaving = true;
      if (act.dataset.saveAct === "use") answerOffer(true);
      if (act.dataset.saveAct === "drop") answerOffer(false);
    }
    const choice = event.target.closest("[data-theirs] button");
    if (choice) {
      event.preventDefault();
      choose(choice.closest("[data-theirs]"), choice.name);
    }
  });

  function choose(entry, which) {
    const name = entry.dataset.theirs;
    const stored = JSON.parse(entry.dataset.theirsRaw).filter(Boolean);
    setMark(name, entry.dataset.theirsMark);
    held.delete(name);
    unanswered.delete(name);
    base.set(name, stored);
    if (which === "take") write(name, stored);
    entry.remove();
    keep();
    if (due().length) save();
    else state.replaceChildren();
    elements(name)[0].focus();
  }

  form.addEventListener("submit", () => {
    leaving = true;
    // The answer to what is on its way will not be heard: the button's own post says what it was.
    for (const [name, values] of new Map([...unanswered, ...(sending || [])])) {
      for (const value of values) {
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name: `sent-${name}`, value }));
      }
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (dirty().length || sending)) event.preventDefault();
  });
  window.addEventListener("online", save);
  window.addEventListener("offline", () => {
    if (dirty().length) alarm("line");
  });

  // -- Beginning --
  for (const entry of document.querySelectorAll("[data-theirs]")) held.add(entry.dataset.theirs);
  for (const name of names()) if (!("unsaved" in form.dataset)) base.set(name, read(name));
  sweep();
  offer();
  if (due().length) soon(PAUSE);
})();
