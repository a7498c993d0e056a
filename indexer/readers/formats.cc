/// The table of formats, and how a file finds its line in it.
#include "readers/formats.h"

#include "readers/encoding.h"
#include "readers/fields.h"
#include "readers/html.h"
#include "readers/json_lines.h"
#include "readers/markdown.h"
#include "readers/pdf.h"
#include "readers/plain_text.h"

#include <kwic/error.h>

#include <algorithm>
#include <array>
#include <utility>

namespace kwic {
namespace {

/// Hands out what a ReadWholeFile made of the file, with the names that only the caller knows.
class WholeFileReader : public ArticleReader {
public:
  WholeFileReader(InputFile file, ReadWholeFile read) : file_(std::move(file)), read_(read) {}

  std::optional<SourceItem> next() override {
    if (!done_) items_ = read_(file_.read_all());
    done_ = true;
    if (at_ == items_.size()) return {};
    return named(std::move(items_[at_++]));
  }

private:
  [[nodiscard]] SourceItem named(SourceItem item) const {
    if (auto* notice = std::get_if<Notice>(&item)) {
      notice->source = file_.name();
      return item;
    }
    auto& article = std::get<Article>(item);
    if (article.title.empty() && trim(article.text).empty())
      return Notice{.source = file_.name(), .message = "no title and no text", .skipped = true};
    article.path = file_.path();
    article.source = article.path;
    if (article.id.empty()) article.id = file_.name();
    return item;
  }

  InputFile file_;
  ReadWholeFile read_;
  std::vector<SourceItem> items_;
  std::size_t at_ = 0;
  bool done_ = false;
};

template <ReadWholeFile read>
std::unique_ptr<ArticleReader> open_whole(InputFile file, const ReadOptions& /*options*/) {
  return std::make_unique<WholeFileReader>(std::move(file), read);
}

constexpr std::string_view plain_text = "plain text";
constexpr std::string_view json_lines = "JSON Lines";

/// Extensions of what is no article, between spaces.
constexpr std::string_view other_kinds =
    " png jpg jpeg jpe gif bmp ico icns svg webp avif heic tif tiff psd xcf raw eps "
    " mp3 m4a ogg oga opus flac wav aac wma mid midi mp4 m4v mkv mov avi webm mpg mpeg wmv flv srt vtt "
    " ttf otf woff woff2 eot css scss sass less js mjs cjs ts jsx tsx map wasm "
    " zip tar tgz tbz txz bz2 xz zst lz4 7z rar jar war deb rpm apk iso dmg img cab gz "
    " ps djvu epub mobi doc docx odt rtf xls xlsx ods ppt pptx odp "
    " exe dll com msi so dylib o a lib obj class pyc pyo bin dat db sqlite sqlite3 glass "
    " c cc cpp cxx h hh hpp py pl rb go rs java kt swift sh bash php lua r sql "
    " toml ini cfg conf lock log bak tmp swp part ";

constexpr std::array<std::string_view, 2> packings = {".gz", ".zst"};

/// "name.Txt.GZ" has the extension "txt".
std::string extension_of(std::string_view file_name) {
  std::string lower = ascii_lower(file_name);
  for (const auto packing : packings) {
    const auto size = lower.size() - std::min(lower.size(), packing.size());
    if (lower.ends_with(packing) && size > 0 && lower.rfind('.', size - 1) != std::string::npos) {
      lower.resize(size);
      break;
    }
  }
  const auto dot = lower.rfind('.');
  return dot == std::string::npos || dot == 0 ? std::string() : lower.substr(dot + 1);
}

const Format& format_named(std::string_view name) {
  return *std::ranges::find(formats(), name, &Format::name);
}

/// One object on the first line, ended there.
bool looks_like_json_lines(std::string_view bytes) {
  const auto line = trim(bytes.substr(0, bytes.find('\n')));
  const bool cut_off = bytes.find('\n') == std::string_view::npos && bytes.size() >= InputFile::peek_size;
  return line.starts_with('{') && (line.ends_with('}') ? line.size() > 2 : cut_off);
}

}  // namespace

const std::vector<Format>& formats() {
  static const std::vector<Format> table = {
      {plain_text, {"txt", "text"}, open_whole<read_plain_text>},
      {"Markdown", {"md", "markdown"}, open_whole<read_markdown>},
      {"HTML", {"html", "htm", "xhtml"}, open_whole<read_html>},
      {"PDF", {"pdf"}, open_whole<read_pdf>},
      {json_lines, {"jsonl", "ndjson"}, open_json_lines},
  };
  return table;
}

const Format* format_of_name(std::string_view file_name) {
  const std::string extension = extension_of(file_name);
  for (const auto& format : formats())
    if (std::ranges::find(format.extensions, extension) != format.extensions.end()) return &format;
  return nullptr;
}

const Format& format_of_content(std::string_view file_name, std::string_view first_bytes) {
  if (looks_binary(first_bytes)) throw Error(ErrorKind::not_readable, "binary file");
  if (extension_of(file_name) != "json") return format_named(plain_text);
  if (looks_like_json_lines(first_bytes)) return format_named(json_lines);
  throw Error(ErrorKind::not_readable, "JSON, but not JSON Lines: one object a line is read (.jsonl)");
}

bool is_no_article(std::string_view file_name) {
  const std::string extension = extension_of(file_name);
  return !extension.empty() && other_kinds.find(' ' + extension + ' ') != std::string_view::npos;
}

std::string readable_extensions() {
  std::vector<std::string> names;
  for (const auto& format : formats())
    for (const auto extension : format.extensions) names.push_back('.' + std::string(extension));
  return join(names, ", ");
}

std::string packed_extensions() {
  return join({packings.begin(), packings.end()}, " or ");
}

}  // namespace kwic
