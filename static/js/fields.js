// Reading, writing and naming the fields of a form, and the offer of what was kept of them in this browser.
// What autosave.js and keep.js share; both load this first. Values are lists of strings, one empty list for "nothing".
window.ocopFields = (form) => {
  "use strict";

  const isChoice = (el) => ["radio", "checkbox"].includes(el.type);
  const isField = (el) => el.name && !["hidden", "submit", "button", "file", "password", "reset"].includes(el.type);
  const elements = (name) => [...form.elements].filter((el) => el.name === name && isField(el));
  const names = () => [...new Set([...form.elements].filter(isField).map((el) => el.name))];
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  function read(name) {
    return elements(name).flatMap((el) => {
      if (isChoice(el)) return el.checked ? [el.value] : [];
      if (el.tagName === "SELECT") return [...el.selectedOptions].map((option) => option.value).filter(Boolean);
      return el.value ? [el.value] : [];
    });
  }

  // A list that no longer offers what was chosen stays as it is.
  function writeList(el, values) {
    const options = [...el.options];
    if (values.length && !options.some((option) => values.includes(option.value))) return;
    for (const option of options) option.selected = values.includes(option.value);
  }

  function write(name, values) {
    for (const el of elements(name)) {
      if (isChoice(el)) el.checked = values.includes(el.value);
      else if (el.tagName === "SELECT") writeList(el, values);
      else el.value = values[0] || "";
    }
  }

  function words(name, values) {
    const chosen = elements(name).filter((el) => isChoice(el) && values.includes(el.value));
    if (chosen.length) return chosen.map((el) => (el.labels[0] ? el.labels[0].textContent.trim() : el.value)).join("; ");
    const list = elements(name).find((el) => el.tagName === "SELECT");
    if (list) return [...list.options].filter((o) => values.includes(o.value)).map((o) => o.textContent.trim()).join("; ");
    return values.join("; ");
  }

  function label(name) {
    const el = elements(name)[0];
    const group = el && el.closest("fieldset.field");
    const found = group ? group.querySelector("legend") : el && el.labels && el.labels[0];
    return found ? found.textContent.replace(/\s+/g, " ").trim() : "";
  }

  // "14:05" for today, "14:05 21/11/2026" for other days.
  function moment(at) {
    const zone = { timeZone: "Asia/Ho_Chi_Minh" };
    const day = (each) => new Intl.DateTimeFormat("en-GB", zone).format(each);
    const time = new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" }).format(at);
    return day(at) === day(Date.now()) ? time : `${time} ${day(at)}`;
  }

  // The page's own words for an offer, with the time and one line per field put in. ``values``: field → values.
  function offerOf(template, at, values) {
    const piece = template.content.cloneNode(true);
    for (const el of piece.querySelectorAll("*")) {
      for (const node of el.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace("{at}", moment(at));
      }
    }
    for (const [name, each] of Object.entries(values)) {
      piece.querySelector("dl").append(
        Object.assign(document.createElement("dt"), { textContent: label(name) }),
        Object.assign(document.createElement("dd"), { textContent: words(name, each) }),
      );
    }
    return piece;
  }

  return { isField, elements, names, same, read, write, offerOf };
};
