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

constexpr std::string_view bold = "\033[1m";
constexpr std::string_view dim = "\033[2m";
constexpr std::string_view marked = "\033[1;31m";
constexpr std::string_view plain = "\033[0m";

constexpr const char* ellipsis = "\u2026";

class TextOutput {
public:
  explicit TextOutput(bool color) : color_(color) {}

  std::string render(const Answer& answer) {
    if (!answer.query_id.empty()) add_query(answer);
    for (const Hit& hit : answer.result.hits) add(hit);
    for (const Facet& facet : answer.result.facets) add(facet);
    if (!answer.result.hits.empty()) add_total(answer.result, answer.offset);
    if (!answer.query_id.empty()) out_ += '\n';
    return std::move(out_);
  }

private:
  void style(std::string_view escape) {
    if (color_) out_ += escape;
  }

  /// In a batch, which query the hits are of.
  void add_query(const Answer& answer) {
    style(dim);
    out_ += "[" + visible(answer.query_id) + "] " + visible(answer.query);
    style(plain);
    out_ += "\n\n";
  }

  void add(const Hit& hit) {
    style(bold);
    out_ += std::to_string(hit.rank) + ". ";
    add_highlighted(hit.title.empty() ? "(no title)" : hit.title, hit.title_highlights, bold);
    style(plain);
    out_ += "\n   ";
    style(dim);
    out_ += visible(source(hit));
    style(plain);
    out_ += '\n';
    for (const Snippet& snippet : hit.snippets) add(snippet);
    if (!hit.copies.empty()) add_copies(hit.copies);
    if (hit.explanation) add_explanation(*hit.explanation, hit.score);
    out_ += '\n';
  }

  void add_copies(const std::vector<std::string>& copies) {
    style(dim);
    out_ += "   and " + (copies.size() == 1 ? "a copy:" : std::to_string(copies.size()) + " copies:");
    for (const std::string& id : copies) out_ += ' ' + visible(id);
    style(plain);
    out_ += '\n';
  }

  /// A line a word or pair: what it adds, and why.
  void add_explanation(const Explanation& told, double score) {
    style(dim);
    for (const TermScore& term : told.terms) {
      out_ += "   " + decimals(term.score) + "  " + visible(term.text) + ": " +
              std::to_string(term.frequency) + " in " + std::to_string(told.length) + " words" +
              (term.in_title ? ", title included" : "") + "; in " + counted(term.articles, "article") + '\n';
    }
    for (const PairScore& pair : told.pairs) {
      out_ += "   " + decimals(pair.score) + "  " + visible(pair.first) + " beside " + visible(pair.second) +
              ": " + counted(pair.count, "time") + '\n';
    }
    if (told.recency < 1) out_ += "   x " + decimals(told.recency) + " for its age\n";
    out_ += "   " + decimals(score) + "  score\n";
    style(plain);
  }

  static std::string decimals(double number) {
    std::array<char, 32> text{};
    (void)std::snprintf(text.data(), text.size(), "%8.4f", number);
    return text.data();
  }

  void add(const Facet& facet) {
    constexpr std::size_t shown = 10;
    style(bold);
    out_ += name_of(facet.field);
    style(plain);
    out_ += '\n';
    for (std::size_t i = 0; i < std::min(shown, facet.counts.size()); ++i) {
      out_ +=
          "   " + counted(facet.counts[i].count, "article") + "  " + visible(facet.counts[i].value) + '\n';
    }
    if (facet.counts.size() > shown) {
      out_ += "   and " + counted(facet.counts.size() - shown, "other value") + '\n';
    }
    out_ += '\n';
  }

  /// Date, author, file, and the id where the file alone does not tell which article it is.
  static std::string source(const Hit& hit) {
    std::string line;
    const std::string where = displayed_path(hit.path);
    const std::string id = hit.id == hit.path                   ? ""
                           : hit.id.starts_with(hit.path + '#') ? hit.id
                                                                : "id " + hit.id;
    for (const std::string& item :
         {hit.date.substr(0, 10), hit.author, where.empty() ? hit.url : where, id}) {
      if (!item.empty()) line += (line.empty() ? "" : " \u00B7 ") + item;
    }
    return line;
  }

  void add(const Snippet& snippet) {
    out_ += "   ";
    if (snippet.cut_before) out_ += ellipsis;
    add_highlighted(snippet.text, snippet.highlights, plain);
    if (snippet.cut_after) out_ += ellipsis;
    out_ += '\n';
  }

  void add_highlighted(std::string_view text, const std::vector<Range>& highlights, std::string_view around) {
    std::size_t at = 0;
    for (const Range& highlight : highlights) {
      out_ += visible(text.substr(at, highlight.start - at));
      style(marked);
      out_ += visible(text.substr(highlight.start, highlight.end - highlight.start));
      style(plain);
      at = highlight.end;
      if (around != plain && at < text.size()) style(around);
    }
    out_ += visible(text.substr(at));
  }

  void add_total(const SearchResult& result, std::size_t offset) {
    const std::size_t shown = offset + result.hits.size();
    const std::string about = result.total.exact ? "" : "about ";
    if (offset > 0 || shown < result.total.value) {
      out_ += std::to_string(offset + 1);
      if (shown > offset + 1) out_ += '-' + std::to_string(shown);
      out_ += " of ";
    }
    out_ += about + counted(result.total.value, "article");
    if (shown < result.total.value && shown < deepest_hit)
      out_ += "; more with --offset " + std::to_string(shown);
    out_ += '\n';
  }

  bool color_;
  std::string out_;
};

}  // namespace

std::string render_text(const Standing& standing, std::string_view id) {
  std::string line = visible(id) + ": " + visible(standing.reason);
  std::string lacks;
  for (const std::string& part : standing.lacks) lacks += (lacks.empty() ? "" : ", ") + visible(part);
  if (standing.matches && !lacks.empty()) line += "; it lacks " + lacks;
  return line + '\n';
}

std::string render_text(const Answer& answer, bool color) {
  return TextOutput(color).render(answer);
}

}  // namespace kwic::program
