// Reloads the page when the server says that what it was made of changed. In `schemac serve` only.
"use strict";
(() => {
  const { of, seen } = document.currentScript.dataset;
  let news = null;
  // A hidden page lets go: browsers grant a server few connections, whatever the number of tabs.
  const leave = () => {
    news?.close();
    news = null;
  };
  const listen = () => {
    if (news || document.hidden) return;
    news = new EventSource(`/-/events?${new URLSearchParams({ of, seen })}`);
    news.onmessage = () => location.reload();
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
  listen();
})();
