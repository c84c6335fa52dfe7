// What pages of a guide do beyond being read: the filter of the table. Nothing here writes markup.
"use strict";
(() => {
  for (const input of document.querySelectorAll("input[data-filter]")) {
    const rows = [...document.querySelectorAll(`#${input.dataset.filter} tbody tr`)];
    const words = rows.map((row) => `${row.textContent} ${row.dataset.words ?? ""}`.toLocaleLowerCase());
    const said = input.parentElement.querySelector("output");
    input.parentElement.hidden = false;
    const apply = () => {
      const wanted = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        row.hidden = !wanted.every((word) => words[at].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      said.value = said.dataset.said.replace("{n}", shown).replace("{total}", rows.length);
    };
    input.addEventListener("input", apply);
    apply();
  }
})();
// The map: what is pointed at is named below it. A first tap names a point, a second opens its
// page; arrow keys go to the nearest point in their direction.
(() => {
  const AHEAD = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const centre = (spot) => {
    const box = (spot.querySelector(".kp-mark") ?? spot).getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  for (const said of document.querySelectorAll("figure [data-said]")) {
    const figure = said.closest("figure");
    const spots = [...figure.querySelectorAll("a.kp-spot")];
    let current = null;
    let tapped = false;
    const name = (spot) => {
      if (spot === current) return;
      current?.classList.remove("is-current");
      current = spot;
      spot.classList.add("is-current");
      const link = document.createElement("a");
      link.href = spot.getAttribute("href");
      link.textContent = spot.getAttribute("aria-label");
      said.replaceChildren(link);
    };
    const beyond = (spot, [x, y]) => {
      const [left, top] = centre(spot);
      let best = null;
      let least = Infinity;
      for (const other of spots) {
        const [u, v] = centre(other);
        const ahead = (u - left) * x + (v - top) * y;
        const aside = Math.abs((u - left) * y) + Math.abs((v - top) * x);
        if (other !== spot && ahead > 1 && ahead + 2 * aside < least) {
          best = other;
          least = ahead + 2 * aside;
        }
      }
      return best;
    };
    for (const spot of spots) {
      spot.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && name(spot));
      spot.addEventListener("focus", () => !tapped && name(spot));
      spot.addEventListener("pointerdown", (event) => { tapped = event.pointerType !== "mouse"; });
      spot.addEventListener("click", (event) => {
        if (tapped && spot !== current) event.preventDefault();
        tapped = false;
        name(spot);
      });
      spot.addEventListener("keydown", (event) => {
        const next = AHEAD[event.key] && beyond(spot, AHEAD[event.key]);
        if (!next) return;
        event.preventDefault();
        next.focus();
      });
    }
  }
})();
