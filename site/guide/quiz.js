// The calibration quiz: asks, measures, tells, sums up. Texts and truths come as data with the page;
// nothing here writes markup, and nothing leaves the page but the file that is asked for.
"use strict";
(() => {
  const source = document.getElementById("sk-quiz-data");
  const root = document.getElementById("sk-quiz");
  if (!source || !root) return;
  const quiz = JSON.parse(source.textContent);
  const part = Object.fromEntries([...root.querySelectorAll("[data-quiz]")].map((e) => [e.dataset.quiz, e]));
  const pictures = [...document.querySelectorAll(".sk-quiz-picture")];
  const SVG = "http://www.w3.org/2000/svg";
  const STEP = 0.02;
  const FINE = 0.004;
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  // The name of a point may hold anything, so it is put in last and never read again.
  const say = (name, values = {}) =>
    quiz.say[name].split(/(\{[a-z]+\})/).map((piece) => {
      const key = piece.startsWith("{") ? piece.slice(1, -1) : "";
      return key in values ? String(values[key]) : piece;
    }).join("");
  const short = (n) => (n < 10 ? n.toFixed(2) : n.toFixed(1)).replace(/\.?0+$/, "");
  const element = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (name) made.className = name;
    return made;
  };
  const shape = (tag, given, ...inside) => {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };
  const away = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  const tenth = (n) => Math.round(n * 10) / 10;

  const over = shape("svg", { class: "sk-quiz-over", "aria-hidden": "true" });
  const stripes = shape("pattern", { id: "sk-quiz-stripes", width: 24, height: 24, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    shape("rect", { width: 24, height: 24, class: "sk-quiz-cover" }), shape("path", { d: "M0,0V24", class: "sk-quiz-stripe" }));
  const under = shape("g", {});
  const marks = shape("g", {});
  over.append(shape("defs", {}, stripes), under, marks);
  part.stage.append(...pictures, over);

  let at = 0;
  let aim = null;
  let asking = "place";
  let answers = [];
  const question = () => quiz.questions[at];

  // ---- asking ---------------------------------------------------------------------------------

  const ask = (focus) => {
    const now = question();
    asking = "place";
    aim = null;
    part.step.textContent = say("step", { n: at + 1, total: quiz.questions.length });
    part.progress.max = quiz.questions.length;
    part.progress.value = at;
    part.ask.replaceChildren(...asked(now));
    part.from.textContent = now.from;
    pictures.forEach((picture, k) => { picture.hidden = k !== now.scene; });
    for (const svg of [over, pictures[now.scene].querySelector("svg")]) svg.setAttribute("viewBox", now.window.join(" "));
    under.replaceChildren();
    if (now.cover) {
      const [x, y, width, height] = now.cover;
      under.append(shape("rect", { x, y, width, height, rx: 6, fill: "url(#sk-quiz-stripes)", class: "sk-quiz-edge" }));
    }
    part.said.replaceChildren();
    part.placing.hidden = false;
    part.tiers.hidden = part.next.hidden = true;
    part.set.disabled = true;
    draw();
    if (focus) part.ask.focus();
  };
  const asked = (now) => {
    const [before, after] = quiz.say.ask.split("{point}");
    const name = element("strong", now.title);
    if (!now.side) return [before, name, after ?? ""];
    const badge = element("span", undefined, `sk-badge sk-badge--${now.side}`);
    badge.append(element("span", undefined, "sk-shape"), element("span", now.side === "left" ? "L" : "R"));
    badge.setAttribute("aria-hidden", "true");
    return [before, badge, " ", name, after ?? ""];
  };

  const place = (clicked) => {
    if (asking !== "place") return;
    const now = question();
    const truth = now.true;
    const distance = clicked && truth ? away(clicked, truth) : null;
    const other = clicked && now.other;
    answers[at] = {
      question: now.id, point: now.point, shown: now.shown,
      clicked: clicked && clicked.map(tenth), true: truth,
      distance: distance === null ? null : tenth(distance),
      share: distance === null ? null : Math.round((distance / now.scale) * 1e4) / 1e4,
      tolerance: now.tolerance,
      swapped: Boolean(other && truth && away(clicked, other) < distance),
      tier: null, true_tiers: now.tiers,
    };
    aim = clicked;
    part.placing.hidden = true;
    if (!now.tiers.length) return tell();
    asking = "tier";
    part.choices.replaceChildren(...now.allowed.map((id) => {
      const tier = quiz.tiers.find((one) => one.id === id);
      const button = element("button", undefined, "sk-quiz-tier");
      button.type = "button";
      button.dataset.tier = id;
      button.append(element("strong", tier.title), element("span", tier.text));
      button.addEventListener("click", () => { answers[at].tier = id; tell(); });
      return button;
    }));
    part.tiers.hidden = false;
    draw();
    part.choices.firstElementChild.focus();
  };

  // ---- telling --------------------------------------------------------------------------------

  const tell = () => {
    asking = "read";
    const now = question();
    const answer = answers[at];
    const lines = [];
    const line = (text, good) => lines.push(element("p", text, good === undefined ? "" : good ? "sk-quiz-good" : "sk-quiz-bad"));
    if (now.shown === "outside") line(say(answer.clicked ? "inside" : "outside"), !answer.clicked);
    else if (!answer.clicked) line(say("missed"), false);
    else {
      if (answer.swapped) line(say("swapped"), false);
      const ratio = now.tolerance ? answer.distance / now.tolerance : null;
      if (ratio !== null) line(say(ratio <= 1 ? "within" : "beyond", { n: short(ratio) }), ratio <= 1);
      line(say("share", { n: short(answer.share * 100), scale: quiz.scale }));
    }
    if (now.true) line(say("true"));
    if (answer.tier !== null) {
      const right = now.tiers.includes(answer.tier);
      line(right ? say("tier-right") : say("tier-wrong", { tier: tierNames(now.tiers) }), right);
    }
    const link = element("a", now.title);
    link.href = now.page;
    const more = element("p");
    more.append(`${now.number} `, link);
    part.said.replaceChildren(...lines, more);
    part.tiers.hidden = part.placing.hidden = true;
    part.next.hidden = false;
    part.next.textContent = say(at + 1 < quiz.questions.length ? "next" : "result");
    under.classList.add("is-told");
    draw();
    part.next.focus({ preventScroll: true });
  };
  const tierNames = (ids) => ids.map((id) => quiz.tiers.find((one) => one.id === id).title)
    .reduce((one, other) => say("or", { one, other }));

  const next = () => {
    at += 1;
    if (at < quiz.questions.length) ask(true);
    else sum();
  };

  // ---- drawing: px of the screen, whatever part of the picture is seen -------------------------

  const draw = () => {
    const now = question();
    if (!now) return;
    const px = now.window[2] / (part.stage.clientWidth || 1);
    const told = asking === "read";
    under.classList.toggle("is-told", told);
    marks.replaceChildren();
    if (told && now.true) {
      if (now.tolerance) ring(now.true, now.tolerance, "sk-quiz-ring");
      if (aim) arrow(aim, now.true, px);
      hair(now.true, px, "sk-quiz-true");
    }
    if (!aim) return;
    if (told) ring(aim, 5 * px, "sk-quiz-set");
    else hair(aim, px, "sk-quiz-aim");
  };
  const ring = ([cx, cy], r, css) => marks.append(shape("circle", { cx, cy, r, class: css }));
  const hair = ([x, y], px, css) => {
    const [from, to] = [6 * px, 22 * px];
    const arms = `M${x - to},${y}H${x - from}M${x + from},${y}H${x + to}M${x},${y - to}V${y - from}M${x},${y + from}V${y + to}`;
    for (const name of ["sk-quiz-glow", css]) marks.append(shape("path", { d: arms, class: name }));
  };
  const arrow = (from, to, px) => {
    const far = away(from, to);
    if (far < 16 * px) return;
    const [u, v] = [(to[0] - from[0]) / far, (to[1] - from[1]) / far];
    const [a, b] = [7 * px, far - 6 * px];
    const point = (along, across) => `${from[0] + u * along - v * across},${from[1] + v * along + u * across}`;
    const line = `M${point(a, 0)}L${point(b, 0)}M${point(b - 8 * px, 5 * px)}L${point(b, 0)}L${point(b - 8 * px, -5 * px)}`;
    for (const name of ["sk-quiz-glow", "sk-quiz-arrow"]) marks.append(shape("path", { d: line, class: name }));
  };

  // ---- mouse, touch, keys ---------------------------------------------------------------------

  const where = (event) => {
    const box = part.stage.getBoundingClientRect();
    const [left, top, width, height] = question().window;
    const u = (event.clientX - box.left - part.stage.clientLeft) / part.stage.clientWidth;
    const v = (event.clientY - box.top - part.stage.clientTop) / part.stage.clientHeight;
    return [left + clamp(u) * width, top + clamp(v) * height];
  };
  const clamp = (share) => Math.min(Math.max(share, 0), 1);
  const point = (to) => {
    aim = to;
    part.set.disabled = false;
    draw();
  };
  let kind = "mouse";
  part.stage.addEventListener("pointerdown", (event) => { kind = event.pointerType; });
  part.stage.addEventListener("click", (event) => {
    if (asking !== "place") return;
    point(where(event));
    // A finger hides what it touches: there the click only aims.
    if (kind === "mouse") place(aim);
  });
  part.stage.addEventListener("keydown", (event) => {
    if (asking !== "place") return;
    const way = WAYS[event.key];
    const [left, top, width, height] = question().window;
    if (way) {
      event.preventDefault();
      event.stopPropagation();
      const step = (event.shiftKey ? FINE : STEP) * width;
      const [x, y] = aim ?? [left + width / 2, top + height / 2];
      point([
        Math.min(Math.max(x + way[0] * step, left), left + width),
        Math.min(Math.max(y + way[1] * step, top), top + height),
      ]);
      part.stage.setAttribute("aria-label", say("place", {
        x: Math.round(((aim[0] - left) / width) * 100), y: Math.round(((aim[1] - top) / height) * 100),
      }));
    } else if ((event.key === "Enter" || event.key === " ") && aim) {
      event.preventDefault();
      place(aim);
    }
  });
  part.set.addEventListener("click", () => aim && place(aim));
  part.none.addEventListener("click", () => place(null));
  part.next.addEventListener("click", next);
  part.again.addEventListener("click", () => start(true));
  addEventListener("resize", draw);

  // ---- the result -----------------------------------------------------------------------------

  // Nearest rank: the least value that so many of all reach or stay below.
  const rank = (values, share) => {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted.length ? sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] : null;
  };
  const middle = (values) => {
    const sorted = [...values].sort((a, b) => a - b);
    const half = Math.floor(sorted.length / 2);
    return sorted.length % 2 ? sorted[half] : sorted.length ? (sorted[half - 1] + sorted[half]) / 2 : null;
  };
  const summary = () => {
    const inside = answers.filter((one) => one.true);
    const judged = inside.filter((one) => one.tolerance);
    const ratios = judged.map((one) => (one.distance === null ? Infinity : one.distance / one.tolerance));
    const shares = inside.map((one) => one.share ?? Infinity);
    const asked = answers.filter((one) => one.true_tiers.length);
    const right = asked.filter((one) => one.true_tiers.includes(one.tier)).length;
    const found = {
      answered: answers.length, missed: inside.filter((one) => !one.clicked).length, judged: judged.length,
      median: middle(ratios), ninety: rank(ratios, 0.9), median_share: middle(shares), ninety_share: rank(shares, 0.9),
      swapped: answers.filter((one) => one.swapped).length, tiers_asked: asked.length, tiers_right: right,
    };
    found.passed = judged.length ? found.median <= quiz.rule.median && found.ninety <= quiz.rule.ninety
      && !found.swapped && (!asked.length || right / asked.length >= quiz.rule.tiers) : null;
    return found;
  };
  const finite = (value) => (Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 : null);

  const sum = () => {
    const found = summary();
    part.round.hidden = true;
    part.end.hidden = false;
    part.verdict.textContent = say(found.passed === null ? "measured" : found.passed ? "passed" : "failed");
    part.verdict.className = found.passed === null ? "" : found.passed ? "sk-quiz-good" : "sk-quiz-bad";
    const total = answers.filter((one) => one.true).length;
    part.why.textContent = found.passed === null ? say("no-verdict")
      : found.judged < total ? say("judged", { n: found.judged, total }) : "";
    part.summary.replaceChildren(...rows(found).map(([name, value, limit]) => {
      const row = element("tr");
      const head = element("th", name);
      head.scope = "row";
      row.append(head, element("td", value), element("td", limit ?? ""));
      return row;
    }));
    part.measure.textContent = found.judged === total ? say("of-tolerance", { n: "" }).trim() : say("of-scale", { n: "", scale: quiz.scale }).trim();
    part.rows.replaceChildren(...answers.map((one, k) => told(one, quiz.questions[k], found.judged === total)));
    write();
    part.verdict.focus();
  };
  const rows = (found) => {
    const { rule, scale } = quiz;
    const far = (value, name) => (Number.isFinite(value) ? say(name, { n: short(name === "of-scale" ? value * 100 : value), scale }) : say("not-clicked"));
    const list = found.judged ? [
      [say("median"), far(found.median, "of-tolerance"), say("at-most", { n: short(rule.median) })],
      [say("ninety"), far(found.ninety, "of-tolerance"), say("at-most", { n: short(rule.ninety) })],
    ] : [[say("median"), far(found.median_share, "of-scale")], [say("ninety"), far(found.ninety_share, "of-scale")]];
    list.push([say("swaps"), String(found.swapped), say("none")]);
    if (found.missed) list.push([say("misses"), String(found.missed)]);
    if (found.tiers_asked) list.push([say("tiers"), say("of", { n: found.tiers_right, total: found.tiers_asked }), say("at-least", { n: short(rule.tiers * 100) })]);
    return list;
  };
  const told = (one, now, byTolerance) => {
    const row = element("tr");
    const link = element("a", now.title);
    link.href = now.page;
    const name = element("td");
    name.append(link);
    const value = one.distance === null ? null : byTolerance ? one.distance / one.tolerance : one.share * 100;
    const off = value === null ? (one.true ? say("not-clicked") : "–") : short(value) + (byTolerance ? "" : " %");
    const bad = byTolerance && one.true && !(value !== null && value <= 1);
    const remarks = element("td");
    if (one.swapped) remarks.append(element("p", say("other-side"), "sk-quiz-bad"));
    if (one.true_tiers.length) {
      const right = one.true_tiers.includes(one.tier);
      remarks.append(element("p", right ? say("tier-right") : say("tier-wrong", { tier: tierNames(one.true_tiers) }), right ? "sk-quiz-good" : "sk-quiz-bad"));
    }
    row.append(element("td", String(now.number), "sk-number"), name, element("td", off, bad ? "sk-quiz-bad" : ""), remarks);
    return row;
  };

  let kept = null;
  const write = () => {
    const found = summary();
    for (const name of ["median", "ninety", "median_share", "ninety_share"]) found[name] = finite(found[name]);
    const name = part.name.value.trim();
    const result = {
      format: "schemac-calibration/1", spec: quiz.spec, digest: quiz.digest, schemac: quiz.schemac,
      ...(name ? { name } : {}), unit: "px of the picture", scale: quiz.scale, answers, summary: found,
    };
    if (kept) URL.revokeObjectURL(kept);
    kept = URL.createObjectURL(new Blob([`${JSON.stringify(result, null, 2)}\n`], { type: "application/json" }));
    part.file.href = kept;
    part.file.download = `${quiz.spec.replace(/[^A-Za-z0-9.-]+/g, "-")}-${quiz.say.file.replace(/[^\p{L}\p{M}\p{N}-]+/gu, "-")}.json`;
  };
  part.name.addEventListener("input", write);

  const start = (focus) => {
    at = 0;
    answers = [];
    part.end.hidden = true;
    part.round.hidden = root.hidden = false;
    ask(focus);
  };
  start(false);
})();
