/// Opens one file with the reader of its format; whatever that throws becomes a notice about the file.
#include "readers/formats.h"
#include "readers/json_lines.h"
#include "sources/input_file.h"

#include <kwic/article_source.h>
#include <kwic/path_text.h>

#include <exception>
#include <utility>

namespace kwic {
namespace {

std::string_view name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

/// nullptr for a script, which is no article.
std::unique_ptr<ArticleReader> open_reader(const FoundFile& found, const ReadOptions& options,
                                           std::uint64_t& bytes_read) {
  if (found.path == "-") return open_json_lines(InputFile::standard_input(bytes_read), options);
  InputFile file = InputFile::open(found.path, bytes_read);
  const Format* format = format_of_name(name_of(found.path));
  if (format == nullptr) {
    const auto first_bytes = file.peek();
    if (!found.named && first_bytes.starts_with("#!")) return nullptr;
    format = &format_of_content(name_of(found.path), first_bytes);
  }
  return format->open(std::move(file), options);
}

}  // namespace

class ArticlesOf::Reading {
public:
  Reading(FoundFile file, ReadOptions options) : file_(std::move(file)), options_(std::move(options)) {}

  std::optional<SourceItem> next() {
    if (ended_) return {};
    std::optional<SourceItem> item;
    try {
      if (!reader_) reader_ = open_reader(file_, options_, bytes_read_);
      if (reader_) item = reader_->next();
      ended_ = !item;
    } catch (const std::exception& error) {
      ended_ = true;
      item = Notice{.source = path_as_text(file_.path), .message = error.what(), .skipped = true};
    }
    if (ended_) reader_.reset();
    return item;
  }

  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

private:
  FoundFile file_;
  ReadOptions options_;
  std::uint64_t bytes_read_ = 0;
  std::unique_ptr<ArticleReader> reader_;
  bool ended_ = false;
};

ArticlesOf::ArticlesOf(FoundFile file, ReadOptions options)
    : reading_(std::make_unique<Reading>(std::move(file), std::move(options))) {}
ArticlesOf::~ArticlesOf() = default;
ArticlesOf::ArticlesOf(ArticlesOf&&) noexcept = default;
ArticlesOf& ArticlesOf::operator=(ArticlesOf&&) noexcept = default;

std::optional<SourceItem> ArticlesOf::next() {
  return reading_->next();
}

std::uint64_t ArticlesOf::bytes_read() const {
  return reading_->bytes_read();
}

}  // namespace kwic
