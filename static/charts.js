/* Chart options and numbers, free of DOM, Intl and timers: the browser and the server's engine run this same file. */
var ChartFmt = (function () {
  "use strict";
  var NBSP = "\u00a0", MINUS = "\u2212", MISSING = "\u2014";
  var STYLES = {
    ru: { decimal: ",", group: NBSP, percent: NBSP + "%", points: NBSP + "п.п.",
      compact: [NBSP + "тыс.", NBSP + "млн", NBSP + "млрд", NBSP + "трлн"], days: ["день", "дня", "дней"] },
    en: { decimal: ".", group: ",", percent: "%", points: NBSP + "pp",
      compact: ["K", "M", "B", "T"], days: ["day", "days", "days"] }
  };
  function style(lang) { return STYLES[String(lang).split("-")[0]] || STYLES.ru; }
  function known(x) { return typeof x === "number" && isFinite(x); }

  /* The digits of |x| · 10^shift rounded half away from zero to `digits` places, read from its shortest decimal form. */
  function rounded(x, digits, shift) {
    var m = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(Math.abs(x)));
    var whole = m[1], fraction = m[2] || "", point = whole.length + Number(m[3] || 0) + (shift || 0);
    var all = whole + fraction;
    while (point < 0) { all = "0" + all; point += 1; }
    while (all.length < point + digits + 1) { all += "0"; }
    var keep = ("0" + all.slice(0, point + digits)).split("").map(Number);
    if (Number(all.charAt(point + digits)) >= 5) {
      var i = keep.length - 1;
      while (keep[i] === 9) { keep[i] = 0; i -= 1; }
      keep[i] += 1;
    }
    var text = keep.join("").replace(/^0+(?=\d)/, "");
    while (text.length < digits + 1) { text = "0" + text; }
    return { whole: text.slice(0, text.length - digits), fraction: digits ? text.slice(-digits) : "",
      zero: /^0*$/.test(text) };
  }
  function written(x, digits, how, signed, shift) {
    var r = rounded(x, digits, shift);
    var text = r.whole.replace(/\B(?=(\d{3})+$)/g, how.group) + (digits ? how.decimal + r.fraction : "");
    if (r.zero) { return text; }
    return x < 0 ? MINUS + text : (signed ? "+" : "") + text;
  }
  function num(x, digits, lang) { return known(x) ? written(x, digits || 0, style(lang)) : MISSING; }
  function rub(x, lang) { return known(x) ? num(x, 2, lang) + NBSP + "₽" : MISSING; }
  function rub0(x, lang) { return known(x) ? num(x, 0, lang) + NBSP + "₽" : MISSING; }
  function pct(x, digits, lang) { return known(x) ? written(x, digits, style(lang), false, 2) + style(lang).percent : MISSING; }
  function delta(x, digits, lang) { return known(x) ? written(x, digits, style(lang), true, 2) + style(lang).percent : MISSING; }
  function pp(x, digits, lang) { return known(x) ? written(x, digits, style(lang), true, 2) + style(lang).points : MISSING; }
  function below(r, limit) { return Number(r.whole) < limit; }
  function compact(x, lang) {
    if (!known(x)) { return MISSING; }
    var how = style(lang), step = 0, digits;
    for (;;) {
      digits = below(rounded(x, 1, -3 * step), 100) ? 1 : 0;
      if (below(rounded(x, digits, -3 * step), 1000) || step === how.compact.length) { break; }
      step += 1;
    }
    if (digits && rounded(x, 1, -3 * step).fraction === "0") { digits = 0; }
    return written(x, digits, how, false, -3 * step) + (step ? how.compact[step - 1] : "");
  }
  function days(x, lang) {
    if (!known(x)) { return MISSING; }
    var how = style(lang), r = rounded(x, 1);
    if (r.fraction !== "0") { return written(x, 1, how) + NBSP + how.days[1]; }
    var n = Number(r.whole), noun;
    if (how === STYLES.en) { noun = n === 1 ? how.days[0] : how.days[2]; }
    else if (n % 10 === 1 && n % 100 !== 11) { noun = how.days[0]; }
    else { noun = n % 10 >= 2 && n % 10 <= 4 && !(n % 100 >= 12 && n % 100 <= 14) ? how.days[1] : how.days[2]; }
    return written(x, 0, how) + NBSP + noun;
  }
  function value(x, unit, lang) {
    if (unit === "RUB") { return known(x) && Math.abs(x) < 100 && x % 1 !== 0 ? rub(x, lang) : rub0(x, lang); }
    if (unit === "share") { return pct(x, 1, lang); }
    if (unit === "per_customer") { return num(x, 2, lang); }
    if (unit === "days") { return days(x, lang); }
    return num(x, 0, lang);
  }
  function axis(x, unit, lang) {
    if (!known(x)) { return MISSING; }
    return unit === "share" ? pct(x, rounded(x, 1, 2).fraction === "0" ? 0 : 1, lang) : compact(x, lang);
  }
  return { num: num, rub: rub, rub0: rub0, pct: pct, delta: delta, pp: pp, compact: compact, days: days,
    value: value, axis: axis };
})();

var Charts = (function () {
  "use strict";
  var FONT = "Golos Text, system-ui, sans-serif";
  var INK = "var(--text)", SOFT = "var(--text-2)", LINE = "var(--border)", SURFACE = "var(--surface)";
  var C1 = "var(--c1)", C2 = "var(--c2)", HALF = "var(--q2)", PREVIOUS = "var(--c-previous)";

  /* Axis labels are thinned by count, not by measured width: the server has no fonts to measure. */
  function step(count, width) { return Math.max(1, Math.ceil(count / Math.max(2, Math.floor((width - 60) / 78)))); }

  function base(data, width) {
    var every = step(data.labels.length, width);
    return {
      animation: false, backgroundColor: "transparent",
      textStyle: { fontFamily: FONT, fontSize: 12, color: SOFT },
      aria: { enabled: false },
      grid: { left: 4, right: data.kind === "columns" ? 10 : 28, top: data.key_above ? 34 : 14, bottom: 4, outerBoundsMode: "same", containLabel: true },
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, transitionDuration: 0,
        backgroundColor: SURFACE, borderColor: LINE, borderWidth: 1, padding: [10, 24, 10, 12], shadowBlur: 0,
        shadowColor: "transparent", shadowOffsetX: 0, shadowOffsetY: 0,
        textStyle: { color: INK, fontFamily: FONT, fontSize: 13, lineHeight: 20 },
        axisPointer: { type: "line", animation: false, lineStyle: { color: PREVIOUS, type: "dashed" },
          shadowStyle: { color: PREVIOUS, opacity: 0.12 } },
        formatter: function (items) { return tip(data, items); }
      },
      xAxis: {
        type: "category", data: data.labels, boundaryGap: data.kind === "columns",
        axisTick: { show: false }, axisLine: { show: true, lineStyle: { color: LINE } },
        axisLabel: { color: SOFT, fontFamily: FONT, fontSize: 12, margin: 10, hideOverlap: true,
          interval: function (i) { return i % every === 0; } }
      },
      yAxis: {
        type: "value", scale: false, splitNumber: 4, minInterval: data.unit === "count" ? 1 : 0,
        axisLabel: { color: SOFT, fontFamily: FONT, fontSize: 12,
          formatter: function (v) { return ChartFmt.axis(v, data.unit, data.lang); } },
        splitLine: { lineStyle: { color: LINE } }
      }
    };
  }
  function tip(data, items) {
    var at = (items.length ? items : [items])[0].dataIndex, w = data.words;
    var lines = [data.titles[at] + (data.partial[at] ? " \u00b7 " + w.partial : "")];
    lines.push(w.current + ": " + ChartFmt.value(data.current[at], data.unit, data.lang));
    if (data.previous) {
      lines.push((data.previous_titles[at] || w.previous) + ": " + ChartFmt.value(data.previous[at], data.unit, data.lang));
    }
    if (data.forecast && data.forecast[at] !== null) {
      lines.push(w.forecast + ": " + ChartFmt.value(data.forecast[at], data.unit, data.lang));
      lines.push(w.band + ": " + ChartFmt.value(data.low[at], data.unit, data.lang) + " \u2013 " +
        ChartFmt.value(data.high[at], data.unit, data.lang));
    }
    return lines.join("\n");
  }
  function keep(values, wanted) { return values.map(function (v, i) { return wanted(i) ? v : null; }); }
  function line(name, values, color, width, type, more) {
    var s = { name: name, type: "line", data: values, showSymbol: false, symbol: "circle", symbolSize: 8, silent: true,
      z: 3, lineStyle: { color: color, width: width, type: type, cap: "round", join: "round" },
      itemStyle: { color: color }, emphasis: { disabled: true } };
    for (var k in more) { s[k] = more[k]; }
    return s;
  }
  function band(data, color, opacity) {
    var gap = data.high.map(function (v, i) { return v === null ? null : v - data.low[i]; });
    var hidden = { stack: "band", stackStrategy: "all", z: 1, lineStyle: { opacity: 0 }, symbol: "none" };
    var lower = line("low", data.low, color, 0, "solid", hidden);
    var upper = line("high", gap, color, 0, "solid", hidden);
    upper.areaStyle = { color: color, opacity: opacity };
    return [lower, upper];
  }
  function marks(data) {
    return { silent: true, symbol: "circle", symbolSize: 9, itemStyle: { color: C1, borderColor: SURFACE, borderWidth: 2 },
      label: { show: true, position: "top", distance: 8, color: INK, fontFamily: FONT, fontSize: 12, fontWeight: 600,
        formatter: function (p) { return p.name; } },
      data: data.marks.map(function (m) { return { name: m.text, coord: [m.at, data.current[m.at]] }; }) };
  }
  function rests(data) {
    return { silent: true, itemStyle: { color: PREVIOUS, opacity: 0.09 },
      data: data.rest.map(function (i) {
        return [{ xAxis: Math.max(0, i - 0.5) }, { xAxis: Math.min(data.labels.length - 1, i + 0.5) }];
      }) };
  }

  /* One measure over time: now, before (grey dashes), an unfinished period (dashed), a forecast with its band. */
  function trend(data, size) {
    var option = base(data, size.width), n = data.labels.length, series = [];
    if (data.forecast) { series = series.concat(band(data, C1, 0.18)); }
    if (data.previous && data.kind === "columns") { series.push(line("", data.previous, SURFACE, 4, "solid", { z: 2, tooltip: { show: false } })); }
    if (data.previous) { series.push(line(data.words.previous, data.previous, PREVIOUS, 1.75, [5, 4], { z: 2 })); }
    if (data.kind === "columns") {
      series.push({ name: data.words.current, type: "bar", barMaxWidth: 36, barCategoryGap: "28%", silent: true, z: 1,
        emphasis: { disabled: true }, data: data.current.map(function (v, i) {
          return { value: v, itemStyle: data.partial[i]
            ? { color: C1, opacity: 0.35, borderColor: C1, borderWidth: 1.5, borderType: "dashed", borderRadius: [3, 3, 0, 0] }
            : { color: C1, borderRadius: [3, 3, 0, 0] } };
        }) });
    } else {
      var whole = keep(data.current, function (i) { return !data.partial[i]; });
      var alone = n === 1 || data.current.filter(function (v) { return v !== null; }).length === 1;
      series.push(line(data.words.current, whole, C1, 2.25, "solid",
        { showSymbol: alone, areaStyle: data.forecast ? undefined : { color: C1, opacity: 0.07 } }));
      if (data.partial.some(Boolean)) {
        var near = keep(data.current, function (i) { return data.partial[i] || data.partial[i + 1] || data.partial[i - 1]; });
        series.push(line(data.words.partial, near, C1, 2.25, [2, 4], { showSymbol: alone }));
      }
    }
    if (data.forecast) { series.push(line(data.words.forecast, data.forecast, C1, 2.25, [3, 4])); }
    var main = series.filter(function (s) { return s.name === data.words.current; })[0];
    if (data.marks && data.marks.length) { main.markPoint = marks(data); }
    if (data.rest && data.rest.length && data.kind !== "columns") { main.markArea = rests(data); }
    option.series = series;
    return option;
  }
  function named(data, at) { return data.titles[at] + (data.partial[at] ? " \u00b7 " + data.words.partial : ""); }
  function index(x, data) { return ChartFmt.value(x, data.unit, data.lang); }

  /* One's own index (solid) against the middle of a group (dashed) and its middle half (band). */
  function course(data, size) {
    var option = base(data, size.width), series = data.low ? band(data, HALF, 0.45) : [], w = data.words;
    option.yAxis.scale = true;
    option.tooltip.formatter = function (items) {
      var at = (items.length ? items : [items])[0].dataIndex;
      var lines = [named(data, at), w.current + ": " + index(data.current[at], data), w.median + ": " + index(data.median[at], data)];
      if (data.low) { lines.push(w.band + ": " + index(data.low[at], data) + " \u2013 " + index(data.high[at], data)); }
      return lines.join("\n");
    };
    series.push(line(w.median, data.median, INK, 1.75, [6, 4], { z: 2 }));
    series.push(line(w.current, keep(data.current, function (i) { return !data.partial[i]; }), C2, 2.5, "solid", {
      markLine: { silent: true, symbol: "none", label: { show: false }, data: [{ yAxis: 100 }],
        lineStyle: { color: PREVIOUS, type: "solid", width: 1 } } }));
    if (data.partial.some(Boolean)) {
      var near = keep(data.current, function (i) { return data.partial[i] || data.partial[i + 1]; });
      series.push(line(w.partial, near, C2, 2.5, [2, 4]));
    }
    option.series = series;
    return option;
  }

  /* Pairs as dots with the straight line through them; what may still change is hollow. */
  function scatter(data, size) {
    var option = base(data, size.width), w = data.words;
    var title = { color: SOFT, fontFamily: FONT, fontSize: 12 };
    option.grid.right = 14;
    option.tooltip.trigger = "item";
    option.tooltip.formatter = function (item) {
      var at = item.dataIndex;
      return [named(data, at), w.current + ": " + index(data.current[at], data), w.median + ": " + index(data.median[at], data)].join("\n");
    };
    option.xAxis = { type: "value", scale: true, splitNumber: size.width < 400 ? 3 : 6, name: w.across, nameLocation: "middle", nameGap: 28,
      nameTextStyle: title, axisLine: option.xAxis.axisLine, axisTick: { show: false }, splitLine: { show: false },
      axisLabel: option.yAxis.axisLabel };
    option.yAxis.scale = true;
    option.yAxis.name = w.upward;
    option.yAxis.nameLocation = "middle";
    option.yAxis.nameGap = 36;
    option.yAxis.nameTextStyle = title;
    option.series = [{ name: w.dot, type: "scatter", symbolSize: 9, z: 3, emphasis: { disabled: true },
      data: data.current.map(function (x, i) {
        return { value: [x, data.median[i]], itemStyle: data.partial[i]
          ? { color: SURFACE, borderColor: C2, borderWidth: 2 } : { color: C2, borderColor: SURFACE, borderWidth: 1 } };
      }) }];
    if (data.line) { option.series.push(line(w.line, data.line, INK, 1.75, [6, 4], { z: 2 })); }
    return option;
  }
  return { trend: trend, course: course, scatter: scatter };
})();
