/// One file after the other: the walk and the reading put together.
#include <kwic/article_source.h>

#include <utility>

namespace kwic {

ArticleSource::ArticleSource(std::vector<std::string> roots, WalkOptions walk, ReadOptions read)
    : walk_(std::move(roots), std::move(walk)), options_(std::move(read)) {}

std::optional<SourceItem> ArticleSource::next() {
  for (;;) {
    if (file_)
      if (auto item = file_->next()) return item;
    file_.reset();
    auto found = walk_.next();
    if (!found) return {};
    if (auto* notice = std::get_if<Notice>(&*found)) return std::move(*notice);
    file_.emplace(std::get<FoundFile>(std::move(*found)), options_);
  }
}

}  // namespace kwic
