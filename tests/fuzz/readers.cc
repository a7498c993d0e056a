// Any bytes as a file of any format, packed or not: they give articles and notices, never anything else.
#include "fuzz/target.h"
#include "index/stored_article.h"
#include "readers/dates.h"
#include "readers/encoding.h"
#include "readers/formats.h"
#include "text/utf8.h"

#include <kwic/error.h>

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <variant>

namespace kwic::fuzz {
namespace {

/// A file in memory, with a path that it can be opened by.
class MemoryFile {
public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(::memfd_create("input", MFD_CLOEXEC)) {
    require(::write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
            "a file in memory can be written");
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

private:
  int descriptor_;
};

void require_laws(const Article& article) {
  for (const std::string* const item : {&article.id, &article.title, &article.author, &article.date,
                                        &article.language, &article.url, &article.text}) {
    require(is_valid_utf8(*item), "what is read is UTF-8", *item);
  }
  for (const std::string& keyword : article.keywords)
    require(is_valid_utf8(keyword), "keywords are UTF-8", keyword);
  require(article.title.find('\n') == std::string::npos, "a title is one line", article.title);
  require(article.date.empty() || parse_date(article.date) == article.date, "dates are ISO 8601",
          article.date);
  require(ArticleUnpacker().unpack(ArticlePacker().pack(article)).text == article.text,
          "articles can be kept", article.text);
}

void read_all(const Format& format, std::string_view bytes) {
  const MemoryFile file(bytes);
  std::uint64_t bytes_read = 0;
  try {
    const auto reader = format.open(InputFile::open(file.path(), bytes_read), {});
    while (const auto item = reader->next()) {
      if (const auto* const article = std::get_if<Article>(&*item)) require_laws(*article);
      if (const auto* const notice = std::get_if<Notice>(&*item)) require_message(notice->message);
    }
  } catch (const Error& error) {
    require_message(error.what());
  }
}

void read_date(std::string_view line) {
  if (const auto date = parse_date(line))
    require(parse_date(*date) == date, "a date is read as itself", line);
  if (const auto found = find_date(line)) {
    require_range(line, found->begin, found->end);
    require(parse_date(found->value) == found->value, "a date is read as itself", line);
  }
}

void decode(Input& input) {
  const std::string declared(input.line());
  const Decoded decoded = to_utf8(std::string(input.rest()), declared);
  require(!decoded.text || is_valid_utf8(*decoded.text), "what is decoded is UTF-8",
          decoded.text.value_or(""));
}

}  // namespace
}  // namespace kwic::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwic;
  fuzz::Input input(data, size);
  switch (const unsigned choice = input.choice(6)) {
    case 0:
      fuzz::read_date(repair_utf8(input.rest()));
      break;
    case 1:
      fuzz::decode(input);
      break;
    default:
      constexpr std::string_view names[] = {"a.txt", "a.md", "a.html", "a.jsonl"};
      fuzz::read_all(*format_of_name(names[choice - 2]), input.rest());
  }
  return 0;
}
