#pragma once
/// An article as document data: its fields and its text, packed by zstd. Short articles pack well only with a
/// dictionary of what articles of the same kind say: it is made of the first articles of an index, and kept
/// in it.

#include <kwic/article.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace kwic {

/// A dictionary for articles like these, the same for the same ones; empty if they are too few for one to be
/// worth its size.
[[nodiscard]] std::string train_dictionary(const std::vector<const Article*>& articles);

/// Not thread-safe.
class ArticlePacker {
public:
  explicit ArticlePacker(std::string_view dictionary = {});

  /// The stored form: the fields in their order, each with its length before it, the number of keywords, the
  /// keywords, and the text, as one zstd frame. What is no UTF-8 in a field is repaired with U+FFFD.
  [[nodiscard]] std::string pack(const Article& article);

private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const noexcept;
  };
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
};

/// Not thread-safe.
class ArticleUnpacker {
public:
  /// `dictionary` is the one that the articles were packed with.
  explicit ArticleUnpacker(std::string_view dictionary = {});

  /// Throws Error (corrupt) if `stored` is nothing that was packed so.
  [[nodiscard]] Article unpack(std::string_view stored) const;

private:
  struct Free {
    void operator()(ZSTD_DCtx_s* context) const noexcept;
  };
  std::unique_ptr<ZSTD_DCtx_s, Free> context_;
};

}  // namespace kwic
