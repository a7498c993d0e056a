/// Reading articles line by line, in memory for one line, with nlohmann's SAX parser: it builds nothing that
/// is not wanted, and no nesting makes it recurse.
#include "readers/json_lines.h"

#include "readers/encoding.h"
#include "readers/fields.h"

#include <nlohmann/json.hpp>

#include <array>
#include <deque>
#include <utility>

namespace kwic {
namespace {

enum Field : std::size_t { id, title, author, date, text, language, url, keywords, field_count };

constexpr std::array<std::string_view, field_count> field_names = {"id",   "title",    "author", "date",
                                                                   "text", "language", "url",    "keywords"};

using Values = std::array<std::vector<std::string>, field_count>;

/// Collects the values of the wanted fields of one object and the first thing that is wrong with the line.
class LineHandler : public nlohmann::json_sax<nlohmann::json> {
public:
  Values values;
  std::string problem;

  bool null() override { return is_allowed(); }
  bool boolean(bool) override { return is_allowed(); }
  bool number_integer(number_integer_t value) override { return take(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return take(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& written) override { return take(written); }
  bool string(string_t& value) override { return take(std::move(value)); }
  bool binary(binary_t&) override { return is_allowed(); }

  bool start_object(std::size_t) override {
    if (depth_++ == 1) in_list_ = false;
    return true;
  }
  bool key(string_t& name) override {
    if (depth_ != 1) return true;
    field_ = field_count;
    for (std::size_t i = 0; i < field_count; ++i)
      if (field_names[i] == name) field_ = i;
    if (field_ != field_count) values[field_].clear();
    return true;
  }
  bool end_object() override {
    --depth_;
    return true;
  }
  bool start_array(std::size_t) override {
    if (!is_allowed()) return false;
    if (depth_++ == 1) in_list_ = true;
    return true;
  }
  bool end_array() override {
    --depth_;
    return true;
  }
  bool parse_error(std::size_t column, const std::string&,
                   const nlohmann::detail::exception& error) override {
    problem = "not valid JSON: column " + std::to_string(column) + ": " + reason_of(error.what());
    return false;
  }

private:
  /// The first value must be an object: all others come deeper.
  bool is_allowed() {
    if (depth_ == 0) problem = "not a JSON object";
    return depth_ > 0;
  }

  /// Values of the object itself and of a list in it; what is nested deeper is not ours.
  bool take(string_t value) {
    const bool ours = depth_ == 1 || (depth_ == 2 && in_list_);
    if (ours && field_ != field_count) values[field_].push_back(std::move(value));
    return is_allowed();
  }

  /// nlohmann's message without its preamble and without the text read, which may be as long as the line.
  static std::string reason_of(std::string_view what) {
    if (const auto start = what.find(" - "); start != std::string_view::npos)
      what.remove_prefix(start + 3);
    else if (const auto bracket = what.find("] "); bracket != std::string_view::npos)
      what.remove_prefix(bracket + 2);
    return one_line(cut_at_word(what.substr(0, what.find("; last read")), 120));
  }

  std::size_t depth_ = 0;
  bool in_list_ = false;  ///< what is open at depth 2 is a list
  std::size_t field_ = field_count;
};

std::string joined(std::vector<std::string>& parts, std::string_view separator) {
  return parts.size() == 1 ? std::move(parts.front()) : join(parts, separator);
}

Article article_of(Values& values) {
  Article article;
  article.id = joined(values[id], " ");
  article.title = one_line(joined(values[title], " "));
  for (auto& name : values[author]) name = one_line(name);
  article.author = joined(values[author], "; ");
  article.language = language_code(joined(values[language], " "));
  article.url = trim(joined(values[url], " "));
  article.text = joined(values[text], "\n\n");
  article.keywords = split_keywords(join(values[keywords], ","));
  return article;
}

class JsonLinesReader : public ArticleReader {
public:
  explicit JsonLinesReader(InputFile file) : file_(std::move(file)) {}

  std::optional<SourceItem> next() override {
    while (pending_.empty()) {
      const auto line = file_.next_line();
      if (!line) return {};
      read_line(*line);
    }
    SourceItem item = std::move(pending_.front());
    pending_.pop_front();
    return item;
  }

private:
  [[nodiscard]] std::string source(std::size_t number) const {
    return file_.name() + '#' + std::to_string(number);
  }

  void report(std::size_t number, std::string message) {
    pending_.emplace_back(Notice{.source = source(number), .message = std::move(message), .skipped = true});
  }

  void read_line(const InputFile::Line& line) {
    if (line.too_long) return report(line.number, "line longer than " + size_in_words(max_article_size));
    if (trim(line.text).empty()) return;
    LineHandler handler;
    if (nlohmann::json::sax_parse(line.text.begin(), line.text.end(), &handler))
      return take(line.number, handler);
    report(line.number, is_utf8(line.text) ? handler.problem : "not valid UTF-8");
  }

  void take(std::size_t number, LineHandler& line) {
    Article article = article_of(line.values);
    if (article.id.empty() && article.title.empty() && trim(article.text).empty()) {
      return report(number, "no id, no title and no text");
    }
    article.path = file_.path();
    article.source = source(number);
    if (article.id.empty()) article.id = source(number);
    for (auto& item : take_date(article, line.values[date])) {
      std::get<Notice>(item).source = source(number);
      pending_.push_back(std::move(item));
    }
    pending_.emplace_back(std::move(article));
  }

  InputFile file_;
  std::deque<SourceItem> pending_;
};

}  // namespace

std::unique_ptr<ArticleReader> open_json_lines(InputFile file) {
  return std::make_unique<JsonLinesReader>(std::move(file));
}

}  // namespace kwic
