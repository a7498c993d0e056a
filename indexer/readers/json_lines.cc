/// Reading articles line by line, in memory for one line, with nlohmann's SAX parser: it builds nothing that
/// is not wanted, and no nesting makes it recurse.
#include "readers/json_lines.h"

#include "readers/encoding.h"
#include "readers/fields.h"

#include <kwic/error.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <iterator>
#include <utility>

namespace kwic {
namespace {

enum Field : std::size_t { id, title, author, date, text, language, url, keywords, field_count };

using Values = std::array<std::vector<std::string>, field_count>;

/// Collects the values of the wanted names of one object and the first thing that is wrong with the line.
class LineHandler : public nlohmann::json_sax<nlohmann::json> {
public:
  explicit LineHandler(const JsonFields& fields) : sources_(fields.sources()), values_(sources_.size()) {}

  std::string problem;

  /// The values of each field, in the order of the names they were read from.
  Values take_values() {
    Values values;
    for (std::size_t i = 0; i < sources_.size(); ++i)
      std::move(values_[i].begin(), values_[i].end(), std::back_inserter(values[sources_[i].field]));
    return values;
  }

  bool null() override { return is_allowed(); }
  bool boolean(bool) override { return is_allowed(); }
  bool number_integer(number_integer_t value) override { return take(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return take(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& written) override { return take(written); }
  bool string(string_t& value) override { return take(value); }
  bool binary(binary_t&) override { return is_allowed(); }

  bool start_object(std::size_t) override {
    name_ends_.push_back(name_.size());
    return true;
  }
  bool key(string_t& name) override {
    name_.resize(name_ends_.back());
    if (name_ends_.size() == 1) forget(name);
    if (name_.size() < longest_name) name_.append(name_ends_.size() == 1 ? "" : ".").append(name);
    return true;
  }
  bool end_object() override {
    name_.resize(name_ends_.back());
    name_ends_.pop_back();
    return true;
  }
  bool start_array(std::size_t) override { return is_allowed(); }
  bool end_array() override { return true; }
  bool parse_error(std::size_t column, const std::string&,
                   const nlohmann::detail::exception& error) override {
    problem = "not valid JSON: column " + std::to_string(column) + ": " + reason_of(error.what());
    return false;
  }

private:
  /// Nothing deeper than this can be wanted by any sane name; hostile lines nest without end.
  static constexpr std::size_t longest_name = 1'000;

  /// The first value must be an object: all others stand in it.
  bool is_allowed() {
    if (name_ends_.empty()) problem = "not a JSON object";
    return !name_ends_.empty();
  }

  /// One name may serve several fields.
  bool take(const string_t& value) {
    for (std::size_t i = 0; i < sources_.size(); ++i)
      if (sources_[i].name == name_) values_[i].push_back(value);
    return is_allowed();
  }

  /// The name comes a second time, if there is something to forget.
  void forget(const std::string& name) {
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      const std::string& wanted = sources_[i].name;
      const bool same =
          wanted.starts_with(name) && (wanted.size() == name.size() || wanted[name.size()] == '.');
      if (same) values_[i].clear();
    }
  }

  /// nlohmann's message without its preamble and without the text read, which may be as long as the line.
  static std::string reason_of(std::string_view what) {
    if (const auto start = what.find(" - "); start != std::string_view::npos)
      what.remove_prefix(start + 3);
    else if (const auto bracket = what.find("] "); bracket != std::string_view::npos)
      what.remove_prefix(bracket + 2);
    return one_line(cut_at_word(what.substr(0, what.find("; last read")), 120));
  }

  const std::vector<JsonFields::Source>& sources_;
  std::vector<std::vector<std::string>> values_;  ///< by source
  std::string name_;                              ///< of what is being read: "byline.name"
  std::vector<std::size_t> name_ends_;            ///< for each open object, how much of it is the object's
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
  JsonLinesReader(InputFile file, JsonFields fields) : file_(std::move(file)), fields_(std::move(fields)) {}

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
    LineHandler handler(fields_);
    if (nlohmann::json::sax_parse(line.text.begin(), line.text.end(), &handler))
      return take(line.number, handler);
    report(line.number, is_utf8(line.text) ? handler.problem : "not valid UTF-8");
  }

  void take(std::size_t number, LineHandler& line) {
    Values values = line.take_values();
    Article article = article_of(values);
    if (article.id.empty() && article.title.empty() && trim(article.text).empty()) {
      return report(number, "no id, no title and no text");
    }
    article.path = file_.path();
    article.source = source(number);
    if (article.id.empty()) article.id = source(number);
    for (auto& item : take_date(article, values[date])) {
      std::get<Notice>(item).source = source(number);
      pending_.push_back(std::move(item));
    }
    pending_.emplace_back(std::move(article));
  }

  InputFile file_;
  JsonFields fields_;
  std::deque<SourceItem> pending_;
};

}  // namespace

const std::vector<std::string>& JsonFields::names() {
  static const std::vector<std::string> names = {"id",   "title",    "author", "date",
                                                 "text", "language", "url",    "keywords"};
  return names;
}

JsonFields::JsonFields() : mapped_(names().size()) {
  for (std::size_t field = 0; field < names().size(); ++field) sources_.push_back({names()[field], field});
}

void JsonFields::map(const std::string& field, std::string name) {
  const auto found = std::ranges::find(names(), field);
  if (found == names().end())
    throw Error(ErrorKind::invalid_argument,
                "no such field: \"" + field + "\" (there are " + join(names(), ", ") + ")");
  if (name.empty()) throw Error(ErrorKind::invalid_argument, "no name for the field \"" + field + "\"");
  const auto number = static_cast<std::size_t>(found - names().begin());
  if (!mapped_[number]) std::erase_if(sources_, [&](const Source& source) { return source.field == number; });
  mapped_[number] = true;
  sources_.push_back({std::move(name), number});
}

std::unique_ptr<ArticleReader> open_json_lines(InputFile file, const ReadOptions& options) {
  return std::make_unique<JsonLinesReader>(std::move(file), options.json_fields);
}

}  // namespace kwic
