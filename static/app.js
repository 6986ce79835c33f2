/* Small conveniences; every page reads and works without them. */
(function () {
  "use strict";
  var doc = document, script = doc.currentScript, loading = null;

  /* Theme: the form works by itself; with script the page changes without a reload. */
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("form[data-theme-form]") || !event.submitter) { return; }
    event.preventDefault();
    var body = new FormData(form, event.submitter);
    doc.documentElement.setAttribute("data-bs-theme", event.submitter.value);
    doc.querySelectorAll("form[data-theme-form] button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.value === event.submitter.value));
    });
    fetch(form.action, { method: "POST", body: body, credentials: "same-origin", redirect: "manual" });
  });

  /* Charts: the drawing of the server is replaced by a live one when somebody points at it. */
  function echarts() {
    loading = loading || new Promise(function (resolve, reject) {
      var tag = doc.createElement("script");
      tag.src = script.dataset.echarts;
      tag.onload = function () { resolve(window.echarts); };
      tag.onerror = function () { loading = null; reject(new Error("ECharts did not load")); };
      doc.head.appendChild(tag);
    });
    return loading;
  }
  function hydrate(plot) {
    if (plot.dataset.state) { return; }
    var source = doc.getElementById(plot.dataset.source);
    if (!source || !window.Charts) { return; }
    plot.dataset.state = "loading";
    var data = JSON.parse(source.textContent);
    echarts().then(function (lib) {
      var canvas = doc.createElement("div");
      canvas.className = "chart-canvas";
      canvas.setAttribute("aria-hidden", "true");
      plot.appendChild(canvas);
      var size = function () { return { width: plot.clientWidth, height: plot.clientHeight }; };
      var chart = lib.init(canvas, null, { renderer: "svg", width: size().width, height: size().height });
      chart.setOption(window.Charts[plot.dataset.chart](data, size()));
      plot.classList.add("chart-live");
      plot.dataset.state = "live";
      new ResizeObserver(function () {
        var now = size();
        chart.resize(now);
        chart.setOption(window.Charts[plot.dataset.chart](data, now));
      }).observe(plot);
      var at = -1;
      plot.addEventListener("keydown", function (event) {
        var step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) { return; }
        event.preventDefault();
        at = Math.min(data.labels.length - 1, Math.max(0, at + step));
        var series = chart.getOption().series.findIndex(function (s) { return s.data[at] !== null && s.stack !== "band"; });
        chart.dispatchAction({ type: "showTip", seriesIndex: Math.max(0, series), dataIndex: at });
      });
      plot.addEventListener("focusout", function () { chart.dispatchAction({ type: "hideTip" }); });
    }).catch(function () { delete plot.dataset.state; });
  }
  ["pointerover", "focusin"].forEach(function (kind) {
    doc.addEventListener(kind, function (event) {
      var plot = event.target.closest && event.target.closest("[data-chart]");
      if (plot) { hydrate(plot); }
    }, { passive: true });
  });

  doc.addEventListener("click", function (event) {
    var target = event.target.closest && event.target.closest("[data-dialog], [data-close], [data-copy], [data-show]");
    if (!target) { return; }
    if (target.dataset.dialog) {
      var dialog = doc.getElementById(target.dataset.dialog);
      if (dialog && dialog.showModal) { event.preventDefault(); dialog.showModal(); }
    } else if (target.hasAttribute("data-close")) {
      event.preventDefault();
      target.closest("dialog").close();
    } else if (target.dataset.copy && navigator.clipboard) {
      navigator.clipboard.writeText(doc.getElementById(target.dataset.copy).textContent.trim()).then(function () {
        var said = target.parentNode.querySelector("[role=status]");
        if (said) { said.textContent = target.dataset.copied; }
      });
    } else if (target.dataset.show) {
      var field = doc.getElementById(target.dataset.show), hidden = field.type === "password";
      field.type = hidden ? "text" : "password";
      target.setAttribute("aria-pressed", String(hidden));
    }
  });

  /* A select chosen by hand asks at once; by keys one walks through it first and presses the button. */
  var byHand = false;
  doc.addEventListener("pointerdown", function () { byHand = true; }, { passive: true });
  doc.addEventListener("keydown", function () { byHand = false; });
  doc.addEventListener("change", function (event) {
    var form = event.target.form;
    if (byHand && form && form.matches("form[data-auto]") && event.target.matches("select, [type=radio]") && event.target.value !== "custom") {
      form.requestSubmit();
    }
  });

  /* A form that acts once: the second click of a double click finds its button at rest. */
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("form[data-once]") || event.defaultPrevented) { return; }
    setTimeout(function () { form.querySelectorAll("button").forEach(function (button) { button.disabled = true; }); });
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) { doc.querySelectorAll("form[data-once] button").forEach(function (button) { button.disabled = false; }); }
  });

  /* After a swap the reader starts at the new heading. */
  doc.addEventListener("htmx:afterSettle", function (event) {
    var heading = event.target.querySelector && event.target.querySelector("h1");
    if (heading) { heading.setAttribute("tabindex", "-1"); heading.focus({ preventScroll: true }); }
  });
  var summary = doc.querySelector(".error-summary");
  if (summary) { summary.focus(); }
})();
