// For other programs' arguments and columns: paths, counts, tab-separated values, templates.
#include "program/output.h"
#include "program/program.h"
#include "text/visible.h"

#include <kwic/path_text.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::program {
namespace {

std::string decimals(double score) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%.4f", score);
  return text.data();
}

std::string first_line(const Hit& hit) {
  return hit.snippets.empty() ? "" : std::to_string(hit.snippets.front().line);
}

std::string snippet_texts(const Hit& hit) {
  std::string text;
  for (const Snippet& snippet : hit.snippets) {
    if (!text.empty()) text += ' ';
    text += (snippet.cut_before ? "\u2026" : "") + snippet.text + (snippet.cut_after ? "\u2026" : "");
  }
  return text;
}

/// An item of a hit by its name: a column of tsv, and what a template may hold.
struct Item {
  std::string_view name;
  std::string (*of)(const Hit&);
};

constexpr std::array<Item, 12> items = {{
    {"rank", [](const Hit& hit) { return std::to_string(hit.rank); }},
    {"score", [](const Hit& hit) { return decimals(hit.score); }},
    {"id", [](const Hit& hit) { return hit.id; }},
    {"title", [](const Hit& hit) { return hit.title; }},
    {"author", [](const Hit& hit) { return hit.author; }},
    {"date", [](const Hit& hit) { return hit.date; }},
    {"language", [](const Hit& hit) { return hit.language; }},
    {"path", [](const Hit& hit) { return hit.path; }},
    {"url", [](const Hit& hit) { return hit.url; }},
    {"words", [](const Hit& hit) { return std::to_string(hit.words); }},
    {"line", first_line},
    {"snippets", snippet_texts},
}};

/// The template's next piece: text that stands for itself, or the item that a name stands for.
struct Piece {
  std::string text;
  const Item* item = nullptr;
  std::string problem;
};

Piece take_name(std::string_view& rest) {
  const std::size_t end = rest.find('}');
  const std::string_view name = rest.substr(1, end == std::string_view::npos ? end : end - 1);
  const auto item = std::ranges::find(items, name, &Item::name);
  if (end == std::string_view::npos || item == items.end()) {
    return {"", nullptr, "{" + std::string(name) + "} is none of " + template_names()};
  }
  rest.remove_prefix(end + 1);
  return {"", &*item, ""};
}

Piece take_piece(std::string_view& rest) {
  const char c = rest.front();
  if (rest.starts_with("{{") || rest.starts_with("}}")) {
    rest.remove_prefix(2);
    return {std::string(1, c), nullptr, ""};
  }
  if (c == '{') return take_name(rest);
  constexpr std::string_view escapes = "tn\\";
  if (c == '\\' && rest.size() > 1 && escapes.find(rest[1]) != std::string_view::npos) {
    const char meant = "\t\n\\"[escapes.find(rest[1])];
    rest.remove_prefix(2);
    return {std::string(1, meant), nullptr, ""};
  }
  rest.remove_prefix(1);
  return {std::string(1, c), nullptr, ""};
}

std::string filled(std::string_view hit_template, const Hit& hit) {
  std::string out;
  while (!hit_template.empty()) {
    const Piece piece = take_piece(hit_template);
    if (!piece.problem.empty()) break;
    out += piece.item == nullptr ? piece.text : visible(piece.item->of(hit));
  }
  return out;
}

}  // namespace

std::string template_names() {
  std::string names;
  for (const Item& item : items) names += (names.empty() ? "{" : " {") + std::string(item.name) + '}';
  return names;
}

std::string template_problem(const std::string& hit_template) {
  std::string_view rest = hit_template;
  while (!rest.empty()) {
    const Piece piece = take_piece(rest);
    if (!piece.problem.empty()) return piece.problem;
  }
  return "";
}

std::string render_template(const Answer& answer, const Writing& writing) {
  std::string out;
  for (const Hit& hit : answer.result.hits) out += filled(writing.hit_template, hit) + writing.separator;
  return out;
}

std::string render_tsv(const Answer& answer, const Writing& /*writing*/) {
  std::string out;
  for (const Item& item : items) out.append(out.empty() ? "" : "\t").append(item.name);
  out += '\n';
  for (const Hit& hit : answer.result.hits) {
    std::string line;
    for (const Item& item : items) line += (&item == items.data() ? "" : "\t") + visible(item.of(hit));
    out += line + '\n';
  }
  return out;
}

std::string render_list(const Answer& answer, const Writing& writing) {
  std::string out;
  std::set<std::string> listed;
  for (const Hit& hit : answer.result.hits) {
    const std::string path = writing.exact_paths ? path_of_text(hit.path) : hit.path;
    const std::string where = !path.empty() ? displayed_path(path) : !hit.url.empty() ? hit.url : hit.id;
    if (!listed.insert(hit.path.empty() ? where : hit.path).second) continue;
    out += (writing.exact_paths ? where : visible(where)) + writing.separator;
  }
  return out;
}

std::string render_count(const Answer& answer, const Writing& writing) {
  return std::to_string(answer.result.total.value) + writing.separator;
}

}  // namespace kwic::program
