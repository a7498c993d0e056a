// For browsers: a page without scripts or styles of its own.
#include "program/output.h"
#include "text/visible.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::program {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : visible(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string marked(std::string_view text, const std::vector<Range>& highlights) {
  std::string out;
  std::size_t at = 0;
  for (const Range& highlight : highlights) {
    out += escaped(text.substr(at, highlight.start - at)) + "<mark>" +
           escaped(text.substr(highlight.start, highlight.end - highlight.start)) + "</mark>";
    at = highlight.end;
  }
  return out + escaped(text.substr(at));
}

/// The direction of each piece follows its letters; its language is told to hyphenation and speech.
std::string element(const std::string& name, const std::string& content, const std::string& language = {}) {
  const std::string lang = language.empty() ? "" : " lang=\"" + escaped(language) + '"';
  return '<' + name + lang + " dir=\"auto\">" + content + "</" + name + ">\n";
}

std::string page(std::string_view title, const std::string& body) {
  return "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>" + escaped(title) +
         "</title>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
}

template <typename Source>
std::string heading(const Source& source, const std::vector<Range>& highlights) {
  const std::string title = source.title.empty() ? "(no title)" : marked(source.title, highlights);
  const std::string link = link_to(source.path, source.url);
  return element("h2", link.empty() ? title : "<a href=\"" + escaped(link) + "\">" + title + "</a>",
                 source.language);
}

template <typename Source>
std::string source_line(const Source& source, const std::vector<Range>& author_highlights) {
  std::string out;
  for (const std::string& item : {escaped(source.date), marked(source.author, author_highlights),
                                  escaped(source.path.empty() ? source.url : source.path)}) {
    if (!item.empty())
      out += (out.empty() ? "<span dir=\"auto\">" : " &middot; <span dir=\"auto\">") + item + "</span>";
  }
  return "<p>" + out + "</p>\n";
}

std::string item(const Hit& hit) {
  std::string out = "<li value=\"" + std::to_string(hit.rank) + "\">\n" + heading(hit, hit.title_highlights) +
                    source_line(hit, hit.author_highlights);
  for (const Snippet& snippet : hit.snippets) {
    out += element("p",
                   (snippet.cut_before ? "&hellip;" : "") + marked(snippet.text, snippet.highlights) +
                       (snippet.cut_after ? "&hellip;" : ""),
                   hit.language);
  }
  return out + "</li>\n";
}

}  // namespace

std::string render_html(const Answer& answer, const Writing& /*writing*/) {
  std::string body = element("h1", escaped(answer.query));
  for (const Warning& warning : answer.result.warnings) body += element("p", escaped(warning.message));
  body += "<ol>\n";
  for (const Hit& hit : answer.result.hits) body += item(hit);
  body += "</ol>\n<p>" + totals(answer.result, answer.offset, answer.result.hits.size()) + "</p>\n";
  return page(answer.query, body);
}

std::string render_html(const MarkedArticle& shown) {
  const Article& article = shown.article;
  std::string body = heading(article, shown.title_highlights) + source_line(article, shown.author_highlights);
  const std::string_view text = article.text;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::vector<Range> highlights = highlights_within(shown.highlights, {start, end});
    if (end > start)
      body += element("p", marked(text.substr(start, end - start), highlights), article.language);
    start = end + 1;
  }
  return page(article.title, body);
}

}  // namespace kwic::program
