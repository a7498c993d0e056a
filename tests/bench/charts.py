#!/usr/bin/env python3
"""Markdown tables and SVG charts of what compare.sh and scale.sh have measured.

charts.py compare|scale FIGURES FOLDER

FIGURES has a figure a line: group, engine, measure and value, with tabs. The charts go into FOLDER, as
compare-NAME.svg (bars, a panel a measure) or scale.svg (curves); the tables are printed.
"""
import math
import os
import sys
from xml.sax.saxutils import escape

STYLE = """
text { font: 12px sans-serif; fill: #1f2328; }
.title { font-weight: bold; }
.small { font-size: 11px; fill: #59636e; }
.bar { fill: #a8b1bb; } .ours { fill: #0969da; }
.line { fill: none; stroke: #0969da; stroke-width: 2; } .second { stroke: #bc4c00; }
.dot { fill: #0969da; } .dot.second { fill: #bc4c00; stroke: none; }
.grid { stroke: #d1d9e0; stroke-width: 1; }
.paper { fill: #ffffff; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc; } .small { fill: #9198a1; }
  .bar { fill: #656c76; } .ours, .dot { fill: #4493f8; }
  .line { stroke: #4493f8; } .second { stroke: #f0883e; } .dot.second { fill: #f0883e; }
  .grid { stroke: #3d444d; } .paper { fill: #0d1117; }
}
"""

BUILD = ["build s", "MB/s", "peak MiB", "index MB", "index / text", "update s"]
COLD = ["cold words", "cold phrases"]
WARM = ["words", "words, with snippets", "phrases of two", "phrases, with snippets"]
LARGER_IS_BETTER = {"MB/s"}


def read(path):
    """Figures by group, engine and measure, in the order in which they come."""
    groups = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            group, engine, measure, value = line.rstrip("\n").split("\t")
            groups.setdefault(group, {}).setdefault(engine, {})[measure] = float(value)
    return groups


def shown(value):
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(first, rows, measures, cell):
    lines = [f"| {first} | " + " | ".join(measures) + " |", "|---" + "|---:" * len(measures) + "|"]
    for name, figures in rows.items():
        if any(measure in figures for measure in measures):
            lines.append(f"| {name} | " + " | ".join(cell(figures, measure) for measure in measures) + " |")
    return "\n".join(lines) + "\n"


def compared(figures, measure, engines):
    """The figure, and for warm queries the 99th percentile; the best one of its column is bold."""
    value = figures.get(measure)
    if value is None:
        return ""
    column = [engine[measure] for engine in engines.values() if measure in engine]
    best = None if not column else max(column) if measure in LARGER_IS_BETTER else min(column)
    text = f"**{shown(value)}**" if value == best else shown(value)
    last = figures.get(measure + ", 99th")
    return text if last is None else f"{text} ({shown(last)})"


def svg(width, height, body):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">\n'
            f"<style>{STYLE}</style>\n"
            f'<rect class="paper" width="{width}" height="{height}"/>\n' + "\n".join(body) + "\n</svg>\n")


def text(x, y, content, kind="", anchor="start"):
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(content)}</text>'


def bars(x, y, title, rows):
    """A panel: rows of a name and a value, the longest bar for the largest."""
    most = max(value for _, value in rows)
    body = [text(x, y, title, "title")]
    for number, (name, value) in enumerate(rows):
        top = y + 10 + number * 18
        length = max(1.5, 150 * value / most)
        kind = "bar ours" if name.startswith("kwic") else "bar"
        body.append(text(x + 134, top + 11, name, "small", "end"))
        body.append(f'<rect class="{kind}" x="{x + 140}" y="{top}" width="{length:.1f}" height="13" rx="2"/>')
        body.append(text(x + 145 + length, top + 11, shown(value), "small"))
    return body


BARS = [("build s", "Building: seconds"), ("peak MiB", "Building: peak memory, MiB"), ("index MB", "Index: MB"),
        ("update s", "Update of 1 %: seconds"), ("cold words", "Words, a process a query: ms"),
        ("cold phrases", "Phrases, a process a query: ms"), ("words", "Words, one process: ms"),
        ("words, with snippets", "Words with snippets, one process: ms"),
        ("phrases of two", "Phrases, one process: ms"),
        ("phrases, with snippets", "Phrases with snippets, one process: ms")]


def bar_chart(title, engines):
    body = [text(20, 26, title, "title")]
    y = 60
    for first in range(0, len(BARS), 2):
        deepest = 0
        for side, (measure, name) in enumerate(BARS[first:first + 2]):
            rows = sorted(((engine, figures[measure]) for engine, figures in engines.items() if measure in figures),
                          key=lambda row: row[1])
            if rows:
                body += bars(20 + side * 370, y, name, rows)
                deepest = max(deepest, len(rows))
        y += deepest * 18 + 40
    return svg(760, y - 10, body)


def curve(x, y, title, series):
    """A panel with logarithmic axes: names, each with points of articles and value."""
    width, height = 290, 150
    points = [point for _, line in series for point in line if point[1] > 0]
    left, right = (edge(math.log10(size) for size, _ in points) for edge in (min, max))
    low, high = (edge(math.log10(value) for _, value in points) for edge in (min, max))
    low, high = (math.floor(low), max(math.ceil(high), math.floor(low) + 1))
    at_x = lambda size: x + 40 + (math.log10(size) - left) / max(right - left, 0.1) * width
    at_y = lambda value: y + 20 + (high - math.log10(value)) / (high - low) * height
    body = [text(x, y, title, "title")]
    for power in range(low, high + 1):
        line_y = at_y(10 ** power)
        body.append(f'<line class="grid" x1="{x + 40}" y1="{line_y:.1f}" x2="{x + 40 + width}" y2="{line_y:.1f}"/>')
        body.append(text(x + 35, line_y + 4, f"{10 ** power:g}", "small", "end"))
    for size in sorted({size for size, _ in points}):
        if math.log10(size) % 1 == 0:
            body.append(text(at_x(size), y + 38 + height, f"{size:,.0f}", "small", "middle"))
    for number, (name, line) in enumerate(series):
        kind = " second" if number else ""
        line = [point for point in line if point[1] > 0]
        path = " ".join(f"{at_x(size):.1f},{at_y(value):.1f}" for size, value in line)
        body.append(f'<polyline class="line{kind}" points="{path}"/>')
        body += [f'<circle class="dot{kind}" cx="{at_x(size):.1f}" cy="{at_y(value):.1f}" r="3"/>' for size, value in line]
        size, value = line[-1]
        body.append(text(at_x(size) + 6, at_y(value) + 4, f"{shown(value)} {name}".strip(), "small"))
    return body


CURVES = [("Building: seconds", [("build s", "")]), ("Building: peak memory, MiB", [("peak MiB", "")]),
          ("Index: MB", [("index MB", "")]), ("Update of 1 %: seconds", [("update s", "")]),
          ("Words with snippets: ms", [("words, with snippets", "mean"), ("words, with snippets, 99th", "99th")]),
          ("Phrases with snippets: ms", [("phrases, with snippets", "mean"), ("phrases, with snippets, 99th", "99th")])]


def curve_chart(sizes):
    body = [text(20, 26, "What kwic takes for so many articles", "title")]
    for number, (title, measures) in enumerate(CURVES):
        series = [(name, [(float(size), engines["kwic"][measure]) for size, engines in sizes.items()])
                  for measure, name in measures]
        body += curve(20 + number % 2 * 420, 60 + number // 2 * 220, title, series)
    return svg(860, 60 + (len(CURVES) + 1) // 2 * 220, body)


def save(folder, name, content):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(content)
    print(f"chart: {path}", file=sys.stderr)


def main():
    what, figures, folder = sys.argv[1:]
    groups = read(figures)
    if what == "scale":
        rows = {f"{int(size):,}": engines["kwic"] for size, engines in groups.items()}
        print("\n" + table("articles", rows, BUILD, lambda figures, measure: shown(figures.get(measure))))
        print(table("articles, ms: mean (99th)", rows, WARM, lambda figures, measure: compared(figures, measure, {})))
        save(folder, "scale.svg", curve_chart(groups))
        return
    for title, engines in groups.items():
        print(f"\n{title}\n")
        print(table("", engines, BUILD, lambda figures, measure: compared(figures, measure, engines)))
        print(table("ms", engines, COLD + WARM, lambda figures, measure: compared(figures, measure, engines)))
        save(folder, "compare-" + title.split(":")[0].lower() + ".svg", bar_chart(title, engines))


main()
