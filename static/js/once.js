// A form that is on its way is not sent again by a second click; what is slow would be done twice, or would look refused.
// After ten seconds, or when the browser brings the page back, it can be sent again: nobody is locked out by a lost line.
(() => {
  "use strict";
  const WAIT = 10000;

  const free = (form) => form.removeAttribute("aria-busy");

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if (form.hasAttribute("aria-busy")) {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    setTimeout(free, WAIT, form);
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[aria-busy]").forEach(free);
  });
})();
