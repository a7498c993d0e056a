/// Opens one file with the reader of its format; whatever that throws becomes a notice about the file.
#include "readers/formats.h"
#include "readers/json_lines.h"
#include "sources/input_file.h"

#include <kwic/article_source.h>

#include <exception>
#include <utility>

namespace kwic {
namespace {

std::string_view name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

/// nullptr for a script, which is no article.
std::unique_ptr<ArticleReader> open_reader(const FoundFile& found) {
  if (found.path == "-") return open_json_lines(InputFile::standard_input());
  InputFile file = InputFile::open(found.path);
  const Format* format = format_of_name(name_of(found.path));
  if (format == nullptr) {
    const auto first_bytes = file.peek();
    if (!found.named && first_bytes.starts_with("#!")) return nullptr;
    format = &format_of_content(name_of(found.path), first_bytes);
  }
  return format->open(std::move(file));
}

}  // namespace

class ArticlesOf::Reading {
public:
  explicit Reading(FoundFile file) : file_(std::move(file)) {}

  std::optional<SourceItem> next() {
    if (ended_) return {};
    std::optional<SourceItem> item;
    try {
      if (!reader_) reader_ = open_reader(file_);
      if (reader_) item = reader_->next();
      ended_ = !item;
    } catch (const std::exception& error) {
      ended_ = true;
      item = Notice{.source = path_as_text(file_.path), .message = error.what(), .skipped = true};
    }
    if (ended_) reader_.reset();
    return item;
  }

private:
  FoundFile file_;
  std::unique_ptr<ArticleReader> reader_;
  bool ended_ = false;
};

ArticlesOf::ArticlesOf(FoundFile file) : reading_(std::make_unique<Reading>(std::move(file))) {}
ArticlesOf::~ArticlesOf() = default;
ArticlesOf::ArticlesOf(ArticlesOf&&) noexcept = default;
ArticlesOf& ArticlesOf::operator=(ArticlesOf&&) noexcept = default;

std::optional<SourceItem> ArticlesOf::next() {
  return reading_->next();
}

}  // namespace kwic
