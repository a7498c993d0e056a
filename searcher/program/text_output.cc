// For people: titles, sources, snippets; or one article from beginning to end.
#include "program/output.h"
#include "program/program.h"
#include "text/visible.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

namespace kwic::program {
namespace {

constexpr std::size_t indent = 3;
constexpr const char* ellipsis = "\u2026";
constexpr const char* between = " \u00B7 ";

/// Added in full, and kept from reordering its neighbours if it would.
template <typename Add>
void apart(Paragraph& line, const std::string& text, const Look& look, const Add& add) {
  const bool isolate = look.width > 0 && has_right_to_left(text);
  if (isolate) line.open_isolate();
  add();
  if (isolate) line.close_isolate();
}

std::string decimals(double score) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%.2f", score);
  return text.data();
}

/// Numbers under each other, with room for a sign before them.
std::string column(double number, char sign = ' ') {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%c%8.4f", sign, number);
  return text.data();
}

/// The id where the file alone does not tell which article it is.
std::string shown_id(const std::string& id, const std::string& path) {
  if (id == path) return "";
  return id.starts_with(path + '#') ? id : "id " + id;
}

/// Date, author, file, id: of a hit or of an article.
template <typename Source>
Paragraph source_line(const Source& source, const std::vector<Range>& author_highlights,
                      const std::string& score, const Look& look) {
  Paragraph line;
  bool first = true;
  const auto add_by = [&](const std::string& item, const auto& add_item) {
    if (item.empty()) return;
    if (!first) line.add(between, Style::source);
    apart(line, item, look, add_item);
    first = false;
  };
  const auto add = [&](const std::string& item, const std::string& link = {}) {
    add_by(item, [&] { line.add(item, Style::source, link); });
  };
  const std::string where = displayed_path(source.path);
  add(score);
  add(source.date.substr(0, 10));
  add_by(source.author, [&] { line.add(source.author, author_highlights, Style::source, Style::mark); });
  add(where.empty() ? source.url : where, link_to(source.path, source.url));
  add(shown_id(source.id, source.path));
  return line;
}

void add_title(Paragraph& line, const std::string& title, const std::vector<Range>& highlights,
               const Look& look) {
  apart(line, title, look,
        [&] { line.add(title.empty() ? "(no title)" : title, highlights, Style::title, Style::title_mark); });
}

std::string render(const Snippet& snippet, const Look& look) {
  Paragraph lines;
  if (snippet.cut_before) lines.add(ellipsis);
  lines.add(snippet.text, snippet.highlights, Style::plain, Style::mark);
  if (snippet.cut_after) lines.add(ellipsis);
  return lines.render(look, indent, indent);
}

std::string render_copies(const std::vector<std::string>& copies, const Look& look) {
  Paragraph lines;
  lines.add("and " + (copies.size() == 1 ? "a copy:" : std::to_string(copies.size()) + " copies:"),
            Style::source);
  for (const std::string& id : copies) lines.add(' ' + id, Style::source);
  return lines.render(look, indent, indent);
}

/// A line a word or pair: what it adds, and why.
std::string render_explanation(const Explanation& told, double score, const Look& look) {
  std::string out;
  const auto add = [&](const std::string& text) {
    Paragraph line;
    line.add(text, Style::source);
    out += line.render(look, indent, 2 * indent);
  };
  for (const TermScore& term : told.terms) {
    const std::string asked = term.part_of.empty() ? "" : " of " + term.part_of;
    add(column(term.score) + "  " + term.text + asked + ": " + std::to_string(term.frequency) + " in " +
        std::to_string(told.length) + " words that count" + (term.in_title ? ", title included" : "") +
        "; in " + counted(term.articles, "article"));
  }
  for (const PairScore& pair : told.pairs) {
    add(column(pair.score) + "  " + pair.first + " beside " + pair.second + ": " +
        counted(pair.count, "time"));
  }
  if (told.recency < 1) add(column(told.recency, 'x') + "  for its age");
  add(column(score) + "  score");
  return out;
}

std::string render_facet(const Facet& facet, bool exact, const Look& look) {
  constexpr std::size_t shown = 10;
  Paragraph head;
  head.add(name_of(facet.field), Style::title);
  std::string out = head.render(look, 0, 0);
  const auto add = [&](const std::string& text) {
    Paragraph line;
    line.add(text);
    out += line.render(look, indent, 2 * indent);
  };
  for (std::size_t i = 0; i < std::min(shown, facet.counts.size()); ++i) {
    add((exact ? "" : "about ") + counted(facet.counts[i].count, "article") + "  " + facet.counts[i].value);
  }
  if (facet.counts.size() > shown) add("and " + counted(facet.counts.size() - shown, "other value"));
  return out + '\n';
}

}  // namespace

std::string render_text(const Standing& standing, std::string_view id) {
  std::string line = visible(id) + ": " + visible(standing.reason);
  std::string lacks;
  for (const std::string& part : standing.lacks) lacks += (lacks.empty() ? "" : ", ") + visible(part);
  if (standing.matches && !lacks.empty()) line += "; it lacks " + lacks;
  return line + '\n';
}

std::string render_hit(const Hit& hit, const Look& look) {
  Paragraph title;
  title.add(std::to_string(hit.rank) + ". ", Style::title);
  add_title(title, hit.title, hit.title_highlights, look);
  std::string out = title.render(look, 0, indent);
  out += source_line(hit, hit.author_highlights, look.score ? decimals(hit.score) : "", look)
             .render(look, indent, indent);
  for (const Snippet& snippet : hit.snippets) out += render(snippet, look);
  if (!hit.copies.empty()) out += render_copies(hit.copies, look);
  if (hit.explanation) out += render_explanation(*hit.explanation, hit.score, look);
  return out + '\n';
}

std::string totals(const SearchResult& result, std::size_t offset, std::size_t shown) {
  std::string out;
  const std::size_t last = offset + shown;
  if (offset > 0 || last < result.total.value) {
    out += std::to_string(offset + 1);
    if (shown > 1) out += '-' + std::to_string(last);
    out += " of ";
  }
  return out + (result.total.exact ? "" : "about ") + counted(result.total.value, "article");
}

std::string render_text(const Answer& answer, const Writing& writing) {
  std::string out;
  if (!answer.query_id.empty()) {  // in a batch, which query the hits are of
    Paragraph head;
    head.add("[" + std::string(answer.query_id) + "] " + std::string(answer.query), Style::source);
    out += head.render(writing.look, 0, indent) + '\n';
  }
  if (writing.explain && !answer.result.understood.empty()) {
    out += "understood as " + visible(answer.result.understood) + "\n\n";
  }
  const std::vector<Hit>& hits = answer.result.hits;
  for (const Hit& hit : hits) out += render_hit(hit, writing.look);
  for (const Facet& facet : answer.result.facets)
    out += render_facet(facet, answer.result.total.exact, writing.look);
  if (!hits.empty()) {
    const std::size_t last = answer.offset + hits.size();
    out += totals(answer.result, answer.offset, hits.size());
    if (last < answer.result.total.value && last < deepest_hit) {
      out += "; more with --offset " + std::to_string(last);
    }
    out += '\n';
  }
  return answer.query_id.empty() ? out : out + '\n';
}

std::string render_text(const MarkedArticle& shown, const Look& look) {
  Paragraph title;
  add_title(title, shown.article.title, shown.title_highlights, look);
  std::string out = title.render(look, 0, 0) +
                    source_line(shown.article, shown.author_highlights, "", look).render(look, 0, 0) + '\n';
  const std::string& text = shown.article.text;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    Paragraph line;
    line.add(text.substr(start, end - start), highlights_within(shown.highlights, {start, end}), Style::plain,
             Style::mark);
    out += start == end ? "\n" : line.render(look, 0, 0);
    start = end + 1;
  }
  return out;
}

}  // namespace kwic::program
