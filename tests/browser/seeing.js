/* What an eye would notice on a page; each function answers lines to read. */
({
  /* Text that an ancestor cuts off, or that leaves the frame it stands in. What scrolls is not cut. */
  cut() {
    const frames = ".btn, .card, .badge, .notice, .quiet, .tile, .switch, td, th, .choice span, .plan";
    const skipped = "svg, script, style, option, [data-nowrap-ok], .visually-hidden, .skip";
    const hides = (e) => { const s = getComputedStyle(e); return /hidden|clip/.test(s.overflowX + s.overflowY); };
    const scrolls = (e) => { const s = getComputedStyle(e); return /auto|scroll/.test(s.overflowX + s.overflowY); };
    const found = new Set();
    const tell = (node, why) => found.add(`${why}: ${node.textContent.trim().slice(0, 60)} <${node.parentElement.tagName.toLowerCase()} class='${node.parentElement.className}'>`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.textContent.trim() || parent.closest(skipped)) { continue; }
      if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) { continue; }
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width < 1) { continue; }
      const beyond = (held) => box.right > held.right + 1.5 || box.left < held.left - 1.5 ||
        box.bottom > held.bottom + 3 || box.top < held.top - 3;
      const frame = parent.closest(frames);
      let framed = false;
      for (let up = parent; up && up !== document.body && !scrolls(up); up = up.parentElement) {
        if (hides(up) && beyond(up.getBoundingClientRect())) { tell(node, "cut"); }
        framed ||= up === frame;
      }
      if (framed && beyond(frame.getBoundingClientRect())) { tell(node, "spills"); }
    }
    const pen = document.createElement("canvas").getContext("2d");
    for (const list of document.querySelectorAll("select")) {
      if (!list.checkVisibility() || !list.selectedOptions.length) { continue; }
      const style = getComputedStyle(list), words = list.selectedOptions[0].textContent.trim();
      pen.font = style.font;
      const room = list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      if (pen.measureText(words).width > room + 2) { found.add(`cut: ${words} <select id='${list.id}'>`); }
    }
    return [...found];
  },

  /* Grounds lighter than half in the dark; what is chosen or pressed, strong shades of heat and images may have one. */
  light() {
    const allowed = ".q3, .q4, .btn-primary, .btn-danger, .stepper, .swatches, .qr, img, .choice span";
    const lightness = ([r, g, b]) => {
      const linear = [r, g, b].map((v) => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
      return .2126 * linear[0] + .7152 * linear[1] + .0722 * linear[2];
    };
    return [...document.querySelectorAll("body *")].filter((e) => {
      if (e.closest(allowed) || !e.checkVisibility()) { return false; }
      const colour = getComputedStyle(e).backgroundColor.match(/[\d.]+/g).map(Number);
      return !(colour.length === 4 && colour[3] < .1) && lightness(colour) > .6;
    }).map((e) => e.outerHTML.slice(0, 80));
  },

  /* Where a page took the focus itself, Tab would go on from there. */
  fromTheStart() {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    scrollTo(0, 0);
  },

  /* The stop of Tab. Its ring may be drawn by ::after over a whole tile, or by what stands for a hidden radio. */
  stop() {
    const e = document.activeElement;
    if (!e || e === document.body) { return null; }
    const twin = e.matches("input[type=radio]") && e.nextElementSibling;
    const styles = [getComputedStyle(e), getComputedStyle(e, "::after"), twin && getComputedStyle(twin)];
    const ring = Math.max(0, ...styles.filter((s) => s && s.outlineStyle !== "none").map((s) => parseFloat(s.outlineWidth)));
    const box = (twin || e).getBoundingClientRect();
    e.dataset.stop ||= String(document.querySelectorAll("[data-stop]").length + 1);
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + Math.min(box.height, innerHeight) / 2, 0), innerHeight - 1);
    const above = document.elementFromPoint(x, y);
    const covered = above && !above.contains(e) && !e.contains(above) && !above.closest("label") &&
      getComputedStyle(above.closest("[class]") || above).position === "sticky";
    const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return { ring, seen, covered: Boolean(covered), stop: e.dataset.stop, html: e.outerHTML.slice(0, 90) };
  },

  /* What Tab should have reached. Of radios with one name it stops at one only. */
  missed() {
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
      .filter((e) => !e.dataset.stop && !e.disabled && e.type !== "hidden" && e.tabIndex >= 0 && e.checkVisibility())
      .filter((e) => !(e.type === "radio" && document.querySelector(`[data-stop][name='${e.name}']`)))
      .map((e) => e.outerHTML.slice(0, 90));
  },
})
